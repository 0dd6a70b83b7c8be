"""年报汇总 in the admin: members, sums, what each contributed, the workbook, who may see it."""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from disclosure_pages.models import ReportingBody, ReportingSettings
from disclosure_pages.roll_up.models import Level
from disclosure_pages.statistics import services
from tests.factories.catalogue import OrganFactory, UserFactory, make_column, make_staff
from tests.factories.roll_up import YEAR, balanced_numbers, make_county, report

pytestmark = pytest.mark.django_db


def make_user(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=("access_admin", *codenames)))
    return user


@pytest.fixture
def admin(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


@pytest.fixture
def county():
    return make_county(towns=3)


def page_of(client, county, **query):
    response = client.get(
        reverse("gongkai_roll_up"), {"organ": county.government.pk, "year": YEAR, **query}
    )
    assert response.status_code == 200
    return response.content.decode()


def row_of(html, name):
    rows = re.findall(r"<tr.*?</tr>", html, re.S)
    return next(row for row in rows if f">{name}<" in row)


class TestPage:
    def test_shows_members_and_sums(self, client, admin, county):
        for place, organ in enumerate(county.members[:-1], start=1):
            report(organ, balanced_numbers(place))
        broken = balanced_numbers(2) | {"t3.received.person": 99}
        report(county.towns[1], broken)
        html = page_of(client, county, cell="t3.received.person")
        assert "导入" in row_of(html, county.towns[0].name)
        assert "未建" in row_of(html, county.towns[2].name)
        assert "错误2处" in row_of(html, county.towns[1].name)
        assert "相差96" in row_of(html, county.towns[1].name)
        assert "无误" in row_of(html, county.towns[0].name)
        assert f"还有1个单位未报，合计不包括：{county.towns[2].name}" in html
        assert re.search(r"一、本年新收[^：]*：104，看各单位的数字", html)

    def test_a_sum_leads_to_what_each_contributed(self, client, admin, county):
        for place, organ in enumerate(county.members, start=1):
            report(organ, balanced_numbers(place))
        html = page_of(client, county)
        address = re.search(r'href="([^"]+)" aria-label="行政许可[^"]*：100，看各单位', html)[1]
        assert address.endswith("#members")
        linked = client.get(address.replace("&amp;", "&").partition("#")[0]).content.decode()
        for place, organ in enumerate(county.members, start=1):
            assert f">{10 * place}</td>" in row_of(linked, organ.name)
        assert 'id="members"' in linked

    def test_says_where_the_countys_own_figures_differ(self, client, admin, county):
        for organ in county.members:
            report(organ, balanced_numbers(1))
        services.freeze(services.get_or_create(county.government, YEAR), admin)
        assert "本级采用" not in page_of(client, county)
        report(county.towns[0], {"t2.licences.decisions": 15})
        html = page_of(client, county)
        assert "本级年度统计已冻结" in html
        assert "本级采用40" in html

    def test_without_a_compiling_organ_says_what_to_do(self, client, admin):
        html = client.get(reverse("gongkai_roll_up")).content.decode()
        assert "没有登记汇总机构" in html
        assert reverse("gongkai_reporting_bodies:index") in html

    @pytest.mark.parametrize(
        "query",
        [
            {"year": "x"},
            {"year": "99999999999999999999"},
            {"year": "1900"},
            {"organ": "x"},
            {"organ": "999999"},
            {"cell": "t3.nothing"},
            {"year": "２０２５"},
        ],
    )
    def test_odd_addresses_are_answered_with_a_sentence(self, client, admin, county, query):
        response = client.get(
            reverse("gongkai_roll_up"), {"organ": county.government.pk, "year": YEAR, **query}
        )
        assert response.status_code == 200
        assert "年报汇总" in response.content.decode()

    def test_takes_as_many_queries_for_fifty_towns(self, client, admin):
        few, many = make_county(towns=2), make_county(towns=50, name="慈溪市")
        for county in (few, many):
            for place, organ in enumerate(county.members[1:]):
                report(organ, balanced_numbers(place))
        ReportingSettings.load()
        page_of(client, few)
        counted = []
        for county in (few, many):
            with CaptureQueriesContext(connection) as queries:
                page_of(client, county)
            counted.append(len(queries))
        assert counted[0] == counted[1]


class TestWorkbook:
    def book(self, client, county):
        response = client.get(
            reverse("gongkai_roll_up"),
            {"organ": county.government.pk, "year": YEAR, "export": "xlsx"},
        )
        assert "filename" in response["Content-Disposition"]
        return load_workbook(io.BytesIO(b"".join(response.streaming_content)))

    def test_has_the_tables_of_the_form_and_a_line_for_each_member(self, client, admin, county):
        for place, organ in enumerate(county.members[:-1], start=1):
            report(organ, balanced_numbers(place))
        book = self.book(client, county)
        assert len(book.sheetnames) == 4
        third = book.worksheets[1]
        values = [cell.value for row in third.iter_rows() for cell in row]
        assert "一、本年新收政府信息公开申请数量" in values
        assert third.merged_cells.ranges
        members = book.worksheets[-1]
        codes = [cell.value for cell in members[2]]
        column = codes.index("t2.licences.decisions") + 1
        lines = [members.cell(row=row, column=column).value for row in range(4, 9)]
        assert lines == [10, 20, 30, None, 60]
        assert members.cell(row=7, column=3).value == "未建"

    def test_runs_no_formula_that_a_name_brings(self, client, admin, county):
        town = county.towns[0]
        town.name = "=HYPERLINK(1)"
        town.save()
        members = self.book(client, county).worksheets[-1]
        cell = next(row[0] for row in members.iter_rows() if row[0].value == "=HYPERLINK(1)")
        assert cell.data_type == "s"


class TestBodies:
    def test_are_kept_in_the_settings(self, client, admin):
        organ = OrganFactory(name="泗门镇人民政府")
        menu = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("gongkai_reporting_bodies:index") in menu
        response = client.post(
            reverse("gongkai_reporting_bodies:add"),
            {"organ": organ.pk, "level": Level.TOWNSHIP, "active_from": "2008"},
        )
        assert response.status_code == 302
        body = ReportingBody.objects.get()
        assert (body.organ, body.level, body.compiles) == (organ, Level.TOWNSHIP, False)
        html = client.get(reverse("gongkai_reporting_bodies:index")).content.decode()
        assert "泗门镇人民政府" in html
        assert "乡镇、街道" in html

    def test_errors_stand_at_the_field(self, client, admin, county):
        response = client.post(
            reverse("gongkai_reporting_bodies:add"),
            {
                "organ": OrganFactory(parent=county.towns[0]).pk,
                "level": Level.DEPARTMENT,
                "active_from": "2024",
                "active_to": "2020",
            },
        )
        form = response.context["form"]
        assert set(form.errors) == {"active_to"}
        response = client.post(
            reverse("gongkai_reporting_bodies:add"),
            {"organ": OrganFactory(parent=county.towns[0]).pk, "level": Level.DEPARTMENT},
        )
        assert set(response.context["form"].errors) == {"organ"}
        assert "重复计算" in response.content.decode()


class TestPermissions:
    def test_of_the_page(self, client, county):
        client.force_login(make_user("change_annualstatistics"))
        assert client.get(reverse("gongkai_roll_up")).status_code == 302
        assert "gongkai-roll-up" not in client.get(reverse("wagtailadmin_home")).content.decode()
        client.force_login(make_user("view_roll_up"))
        html = page_of(client, county)
        assert "wagtailsnippets" not in row_of(html, county.towns[0].name)

    def test_of_the_bodies(self, client, county):
        client.force_login(make_user("view_roll_up"))
        assert client.get(reverse("gongkai_reporting_bodies:add")).status_code == 302

    def test_the_disclosure_office_has_them(self, client):
        staff = make_staff(make_column())
        client.force_login(staff.office)
        for name in ("gongkai_roll_up", "gongkai_reporting_bodies:add"):
            assert client.get(reverse(name)).status_code == 200
        client.force_login(staff.editor)
        assert client.get(reverse("gongkai_roll_up")).status_code == 302

    def test_strangers_are_sent_to_log_in(self, client):
        response = client.get(reverse("gongkai_roll_up"))
        assert "login" in response.url


class TestSettings:
    def test_take_a_date_that_every_year_has(self, client, admin):
        address = reverse("wagtailsettings:edit", args=["gongkai_pages", "reportingsettings"])
        address = client.get(address, follow=True).redirect_chain[-1][0]
        html = client.get(address).content.decode()
        assert "没有规定乡镇、街道的期限" in html
        html = client.post(address, {"township_month": 2, "township_day": 29}).content.decode()
        assert "2月不是每年都有29日" in html
        client.post(address, {"township_month": 2, "township_day": 20})
        assert ReportingSettings.load().township_date(2026).isoformat() == "2026-02-20"
