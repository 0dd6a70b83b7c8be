"""The monitor's pages: who may open them, what they show, what they keep."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page

from monitor.league import NUMBERS
from monitor.models import MonitorRun, MonitorSettings, WatchedCategory
from monitor.operations_hooks import gauges, jobs
from monitor.services import running
from tests.factories.catalogue import make_column, make_staff
from tests.factories.monitor import days_ago, make_category, make_item

pytestmark = pytest.mark.django_db

PAGES = ("index", "rules", "league")


@pytest.fixture
def town():
    column = make_column()
    column.staff = make_staff(column)
    return column


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def found(town, today):
    """A run with one stale category of each office."""
    town.first, town.second = (
        make_category(town, "news", title=f"村镇资讯{n}", organ=town.offices[n]) for n in (0, 1)
    )
    for category, organ in ((town.first, town.offices[0]), (town.second, town.offices[1])):
        make_item(town, category, days_ago(20, today), organ=organ)
    running.run(today - timedelta(days=1))
    return running.run(today)


def url(name: str, *args) -> str:
    return reverse(f"gongkai_monitor:{name}", args=args)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "may"),
    [("editor", True), ("office", True), ("admin", True), ("reviewer", False), ("approver", False)],
)
def test_who_may_open_the_pages(client, town, found, role, may):
    client.force_login(getattr(town.staff, role))
    for page in PAGES:
        assert client.get(url(page)).status_code == (200 if may else 302)


@pytest.mark.parametrize("page", [*PAGES, "columns"])
def test_before_the_first_run_every_page_says_something(client, town, page):
    client.force_login(town.staff.office)
    response = client.get(url(page), follow=True)
    assert response.status_code == 200


class TestFindings:
    def test_an_editor_sees_own_organs_only(self, client, town, found):
        client.force_login(town.staff.editor)
        html = text(client.get(url("index")))
        assert "村镇资讯0" in html
        assert "村镇资讯1" not in html
        assert town.offices[1].name not in html
        assert "现在检查" not in html

    def test_the_office_sees_all_and_what_to_do_next(self, client, town, found):
        client.force_login(town.staff.office)
        html = text(client.get(url("index")))
        assert "村镇资讯0" in html
        assert "村镇资讯1" in html
        assert "起草新条目" in html
        add = reverse(
            "wagtailadmin_pages:add", args=["gongkai_catalogue", "itempage", town.first.pk]
        )
        assert f'href="{add}"' in html
        assert "现在检查" in html

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ({"rule": "news_stale"}, {0, 1}),
            ({"rule": "blank_category"}, set()),
            ({"severity": "veto"}, set()),
            ({"severity": "warning"}, {0, 1}),
            ({"rule": "nonsense"}, {0, 1}),
            ({"day": "nonsense"}, {0, 1}),
            ({"day": "1999-01-01"}, {0, 1}),
            ({"p": "99"}, {0, 1}),
        ],
    )
    def test_filters(self, client, town, found, query, shown):
        client.force_login(town.staff.office)
        response = client.get(url("index"), query)
        text(response)
        keys = {finding.key for finding, _rule in response.context["lines"]}
        pages = [town.first, town.second]
        assert {n for n in (0, 1) if f"page:{pages[n].pk}" in keys} == shown

    def test_by_organ(self, client, town, found):
        client.force_login(town.staff.office)
        response = client.get(url("index"), {"organ": town.offices[1].pk})
        organs = {finding.organ_id for finding, _rule in response.context["lines"]}
        assert organs == {town.offices[1].pk}

    def test_somebody_elses_organ_cannot_be_asked_for(self, client, town, found):
        client.force_login(town.staff.editor)
        response = client.get(url("index"), {"organ": town.offices[1].pk})
        organs = {finding.organ_id for finding, _rule in response.context["lines"]}
        assert organs == {town.office.pk}

    def test_what_was_solved(self, client, town, found, today):
        make_item(town, town.first, today)
        running.run(today)
        client.force_login(town.staff.office)
        response = client.get(url("index"))
        solved = {(each.rule, each.key) for each in response.context["solved"]}
        assert ("news_stale", f"page:{town.first.pk}") in solved

    def test_the_workbook_has_the_same(self, client, town, found):
        client.force_login(town.staff.editor)
        response = client.get(url("index"), {"rule": "news_stale", "export": "xlsx"})
        sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
        rows = list(sheet.values)
        assert rows[0][:3] == ("程度", "规则", "对象")
        assert [row[2] for row in rows[1:]] == ["村镇资讯0"]
        assert ".xlsx" in response["Content-Disposition"]

    def test_a_deleted_page_leaves_its_name(self, client, town, found):
        town.first.delete()
        client.force_login(town.staff.office)
        assert "村镇资讯0" in text(client.get(url("index")))

    def test_the_number_of_queries_does_not_grow(self, client, town, found, today):
        client.force_login(town.staff.office)
        client.get(url("index"))
        with CaptureQueriesContext(connection) as few:
            client.get(url("index"))
        for _each in range(12):
            make_category(town, "news", last=days_ago(20, today), organ=town.offices[1])
        running.run(today)
        with CaptureQueriesContext(connection) as many:
            client.get(url("index"))
        assert len(many) <= len(few)


class TestStarting:
    def test_the_office_has_it_looked_at(self, client, town, django_capture_on_commit_callbacks):
        client.force_login(town.staff.office)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(url("run"), follow=True)
        assert "已开始检查" in text(response)
        assert MonitorRun.objects.get().trigger == "manual"

    def test_an_editor_is_told_that_they_may_not(self, client, town):
        client.force_login(town.staff.editor)
        assert "没有立即开始监测的权限" in text(client.post(url("run"), follow=True))
        assert not MonitorRun.objects.exists()

    def test_looking_starts_nothing(self, client, town):
        client.force_login(town.staff.office)
        assert client.get(url("run")).status_code == 405


class TestLeague:
    def test_figures_of_each_organ(self, client, town, found, today):
        if today.month == 1:
            written = today - timedelta(days=80)
        else:
            written = today.replace(month=1, day=1) - timedelta(days=60)
        category = make_category(town, "other")
        make_item(town, category, today, written_on=written)
        make_item(town, category, today)
        client.force_login(town.staff.office)
        response = client.get(url("league"))
        html = text(response)
        for label, said in NUMBERS.values():
            assert str(label) in html
            assert str(said) in html
        lines = {line.organ_id: line for line, _shown in response.context["lines"]}
        line = lines[town.office.pk]
        # Two of now, and the item of 20 days ago, which is this year's or last year's.
        assert line.late == 1
        assert line.on_time in {1, 2}
        assert line.groups["stale"] == 1
        assert line.open >= 1

    def test_an_editor_sees_own_lines_only(self, client, town, found):
        client.force_login(town.staff.editor)
        response = client.get(url("league"))
        assert {line.organ_id for line, _shown in response.context["lines"]} <= {town.office.pk}

    @pytest.mark.parametrize("sort", ["name", "-name", "rate", "-rate", "open", "-open", "x"])
    def test_sorting(self, client, town, found, sort):
        client.force_login(town.staff.office)
        text(client.get(url("league"), {"sort": sort}))

    def test_the_workbook_says_what_it_counts(self, client, town, found):
        client.force_login(town.staff.office)
        response = client.get(url("league"), {"export": "xlsx"})
        sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
        said = {value for row in sheet.values for value in row}
        assert str(NUMBERS["rate"][1]) in said


class TestSettings:
    def test_numbers_and_kinds_are_kept(self, client, town):
        client.force_login(town.staff.office)
        page = client.get(url("settings", town.home.pk))
        form = page.context["form"]
        data = {name: form.initial.get(name, "") for name in form.number_names}
        data |= {"news_days": 7, f"watch-{town.category.pk}": "notice"}
        response = client.post(url("settings", town.home.pk), data, follow=True)
        assert "监测设置已保存" in text(response)
        assert MonitorSettings.objects.get(column=town.home).news_days == 7
        assert WatchedCategory.objects.get(category=town.category).watch == "notice"
        data[f"watch-{town.category.pk}"] = ""
        client.post(url("settings", town.home.pk), data)
        assert not WatchedCategory.objects.exists()

    def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(self, client, town):
        client.force_login(town.staff.office)
        form = client.get(url("settings", town.home.pk)).context["form"]
        data = {name: form.initial.get(name, "") for name in form.number_names}
        data |= {"news_days": 0, "notice_months": 4}
        response = client.post(url("settings", town.home.pk), data)
        assert "news_days" in response.context["form"].errors
        assert 'value="4"' in text(response)
        assert not MonitorSettings.objects.exists()

    @pytest.mark.parametrize("role", ["editor", "reviewer", "approver"])
    def test_nobody_else_may(self, client, town, role):
        client.force_login(getattr(town.staff, role))
        for method in (client.get, client.post):
            assert method(url("settings", town.home.pk)).status_code == 302
        assert not MonitorSettings.objects.exists()

    def test_not_of_another_town(self, client, town):
        other = make_column(name="低塘镇", slug="other", as_site_root=False)
        # Out of the first town's column, whose office may change what stands below it.
        other.home.move(Page.objects.get(depth=1), "last-child")
        client.force_login(town.staff.office)
        assert client.get(url("settings", other.home.pk)).status_code == 302


class TestHome:
    def test_an_editor_finds_the_own_list(self, client, town, found):
        client.force_login(town.staff.editor)
        html = text(client.get(reverse("wagtailadmin_home")))
        assert "监测：需要处理的问题" in html
        assert "村镇资讯0" in html
        assert "村镇资讯1" not in html

    def test_nothing_for_who_has_nothing_to_see(self, client, town, found):
        client.force_login(town.staff.reviewer)
        html = text(client.get(reverse("wagtailadmin_home")))
        assert "监测：需要处理的问题" not in html


def test_gauges(town, found):
    values = {(each[0], *(each[3].values() if len(each) > 3 else ())): each[2] for each in gauges()}
    assert values["gongkai_monitor_findings", "warning"] >= 2
    assert values["gongkai_monitor_run_age_seconds",] >= 0
    assert values["gongkai_monitor_failed_rules",] == 0


def test_it_runs_every_night():
    (job,) = jobs()
    assert job["command"][0] == "run_monitor"
    assert job["at"] == "05:30"
