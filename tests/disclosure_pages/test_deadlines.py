"""Deadlines of annual reports: the dates, and the panel on the admin's home."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure_pages.models import ReportingBody, ReportingSettings
from disclosure_pages.roll_up import panels
from disclosure_pages.roll_up.deadlines import due_on
from disclosure_pages.roll_up.models import Level
from disclosure_pages.roll_up.panels import reports_due
from disclosure_pages.statistics import services
from tests.factories.catalogue import OrganFactory, UserFactory, make_column, make_staff
from tests.factories.pages import AnnualReportIndexPageFactory, make_report
from tests.factories.review import submit
from tests.factories.roll_up import YEAR, balanced_numbers, make_county, report

pytestmark = pytest.mark.django_db

TODAY = date(YEAR + 1, 1, 11)


@pytest.fixture
def today(monkeypatch):
    class Clock:
        day = TODAY

        @classmethod
        def localdate(cls):
            return cls.day

    monkeypatch.setattr(panels, "timezone", Clock)
    return Clock


@pytest.fixture
def town():
    column = make_column()
    ReportingBody.objects.create(organ=column.government, level=Level.TOWNSHIP)
    return column


def home(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


class TestDates:
    @pytest.mark.parametrize(
        ("level", "year", "expected"),
        [
            (Level.DEPARTMENT, 2025, date(2026, 1, 31)),
            (Level.COUNTY, 2025, date(2026, 3, 31)),
            (Level.TOWNSHIP, 2025, date(2026, 1, 31)),
            # 条例 of 2007: all by 31 March.
            (Level.DEPARTMENT, 2018, date(2019, 3, 31)),
            (Level.TOWNSHIP, 2013, date(2014, 3, 31)),
            (Level.DEPARTMENT, 2019, date(2020, 1, 31)),
        ],
    )
    def test_are_those_of_the_law(self, level, year, expected):
        assert due_on(level, year) == expected

    def test_of_townships_are_a_setting(self):
        settings = ReportingSettings.load()
        settings.township_month, settings.township_day = 2, 15
        settings.save()
        assert due_on(Level.TOWNSHIP, 2025) == date(2026, 2, 15)


class TestPanel:
    def test_leads_from_nothing_to_the_report_and_disappears(self, client, town, today):
        staff = make_staff(town)
        client.force_login(staff.office)
        index = AnnualReportIndexPageFactory(parent=town.home)
        html = home(client)
        assert f"{YEAR}年度政府信息公开工作年度报告" in html
        assert "剩余20天" in html
        assert "2026-01-31" in html
        add = reverse(
            "wagtailadmin_pages:add", args=["gongkai_pages", "annualreportpage", index.pk]
        )
        assert add in html
        statistics = services.get_or_create(town.government, YEAR)
        html = home(client)
        assert "填报中" in html
        edit = reverse("wagtailsnippets_gongkai_pages_annualstatistics:edit", args=[statistics.pk])
        assert edit in html
        page = make_report(town, year=YEAR, slug=str(YEAR), form="2021", body="[]")
        html = home(client)
        assert "年度政府信息公开工作年度报告" not in html
        page.unpublish()
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in home(client)

    def test_says_when_it_is_too_late(self, client, town, today):
        client.force_login(UserFactory(admin=True))
        today.day = date(YEAR + 1, 1, 31)
        assert "今日到期" in home(client)
        today.day = date(YEAR + 1, 2, 3)
        assert "已逾期3天" in home(client)

    def test_says_that_a_report_lies_before_the_review(self, town, today):
        staff = make_staff(town)
        page = make_report(town, year=YEAR, slug=str(YEAR), form="2021", body="[]", live=False)
        page.save_revision(user=staff.office)
        submit(page, staff.office)
        (due,) = reports_due(staff.office, TODAY)
        assert due.standing.state.label == "已送审"

    def test_counts_the_towns_that_a_county_waits_for(self, client, today):
        county = make_county(towns=3)
        client.force_login(UserFactory(admin=True))
        report(county.towns[0], balanced_numbers(1))
        html = home(client)
        assert county.government.name in html
        assert "下级4个单位中3个尚未公开" in html
        assert "2026-03-31" in html
        assert reverse("gongkai_roll_up") in html
        assert county.towns[1].name not in html

    def test_is_for_who_may_change_the_column(self, client, today):
        town = make_column(slug="simen", as_site_root=False)
        ReportingBody.objects.create(organ=town.government, level=Level.TOWNSHIP)
        other = make_column(name="临山镇", slug="linshan", as_site_root=False)
        ReportingBody.objects.create(organ=other.government, level=Level.TOWNSHIP)
        staff = make_staff(town)
        assert [each.standing.body.organ for each in reports_due(staff.office, TODAY)] == [
            town.government
        ]
        admin = UserFactory(admin=True)
        assert len(reports_due(admin, TODAY)) == 2
        for user in (staff.editor, staff.reviewer, staff.approver):
            client.force_login(user)
            assert "年度政府信息公开工作年度报告" not in home(client)

    def test_is_for_who_may_change_statistics(self, client, town, today):
        user = UserFactory()
        user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
        client.force_login(user)
        assert "年度政府信息公开工作年度报告" not in home(client)

    def test_tells_of_nobody_who_owes_no_report(self, town, today):
        body = town.government.reporting_body
        body.active_to = YEAR - 1
        body.save()
        assert reports_due(UserFactory(admin=True), TODAY) == []

    def test_takes_as_many_queries_for_many_towns(self, town, today):
        make_county(towns=1)
        admin, counted = UserFactory(admin=True), []
        ReportingSettings.load()
        reports_due(admin, TODAY)
        for turn in range(2):
            with CaptureQueriesContext(connection) as queries:
                reports_due(admin, TODAY)
            counted.append(len(queries))
            for number in range(5):
                column = make_column(
                    name=f"第{turn}{number}镇", slug=f"town-{turn}-{number}", as_site_root=False
                )
                ReportingBody.objects.create(organ=column.government, level=Level.TOWNSHIP)
                ReportingBody.objects.create(organ=OrganFactory(), level=Level.DEPARTMENT)
                services.get_or_create(column.government, YEAR)
        assert counted[0] == counted[1]
        assert counted[0] <= 12
