"""填报表格: what the office types is kept, checked, and never lost."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html as parser

from disclosure_pages.models import AnnualValue
from disclosure_pages.statistics import services
from tests.disclosure_pages.entry_pages import address, correct_numbers, entered, typing
from tests.factories.catalogue import OrganFactory, UserFactory
from tests.factories.pages import make_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def statistics(column):
    return services.get_or_create(column.government, 2025)


@pytest.fixture
def admin():
    return UserFactory(admin=True)


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def make_user(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=("access_admin", *codenames)))
    return user


def shown(response):
    """Return the page as a tree."""
    assert response.status_code == 200
    return parser.fromstring(response.content.decode())


def cell(page, code):
    (found,) = page.xpath(f"//input[@name='{code}']")
    return found


def cell_class(page, code):
    return cell(page, code).getparent().get("class")


def queries_of(client, url):
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries.captured_queries)


class TestPage:
    def test_has_an_input_for_each_number_of_the_form(self, office, statistics):
        page = shown(office.get(address("entry", statistics)))
        for table, inputs in (("2", 10), ("3", 175), ("4", 15)):
            found = page.xpath(f"//section[@data-gk-sheet='{table}']//table//input")
            assert len(found) == inputs
        labels = page.xpath("//section[@data-gk-sheet='3']//input/@aria-label")
        assert len(set(labels)) == 175

    def test_is_the_printed_table_with_its_headings(self, office, statistics):
        page = shown(office.get(address("entry", statistics)))
        (table,) = page.xpath("//section[@data-gk-sheet='3']//table")
        texts = [text.strip() for text in table.xpath(".//th//text()")]
        assert "（四）无法提供" in texts
        assert table.xpath(".//th[@rowspan='8'][@scope='rowgroup']")

    def test_of_an_old_year_is_the_old_form(self, office, column):
        page = shown(office.get(address("entry", services.get_or_create(column.government, 2013))))
        assert page.xpath("//section[@data-gk-sheet='sheet']//input[@name='s.received']")

    def test_shows_what_the_system_counts_as_long_as_nothing_is_entered(
        self, office, column, statistics
    ):
        make_items(column.category, column.office, 3, year=2025)
        page = shown(office.get(address("entry", statistics)))
        total = cell(page, "items.total")
        assert total.get("placeholder") == "3"
        assert not total.get("value")

    def test_marks_a_correction_and_says_what_the_system_counts(self, office, column, statistics):
        make_items(column.category, column.office, 3, year=2025)
        services.enter(statistics, "items.total", 5, "漏录两条")
        page = shown(office.get(address("entry", statistics)))
        assert cell(page, "items.total").get("value") == "5"
        assert "gk-cell--corrected" in cell_class(page, "items.total")
        assert "系统3" in cell(page, "items.total").getparent().text_content()
        assert "漏录两条" in cell(page, "items.total").get("title")

    def test_adds_totals_up(self, office, statistics):
        office.post(address("entry", statistics), typing(statistics, **correct_numbers()))
        page = shown(office.get(address("entry", statistics)))
        assert cell(page, "t3.received.total").get("placeholder") == "1"
        assert cell(page, "t3.total.total").get("placeholder") == "1"
        assert "t3.received.person" in cell(page, "t3.received.total").get("data-gk-parts")

    def test_of_an_organ_without_a_column_works_too(self, office):
        lone = services.get_or_create(OrganFactory(name="临山镇人民政府"), 2025)
        office.post(address("entry", lone), typing(lone, t2__licences__decisions="7"))
        assert entered(lone) == {"t2.licences.decisions": 7}

    def test_takes_as_many_queries_for_many_entries_as_for_few(
        self, office, statistics, django_assert_num_queries
    ):
        office.post(address("entry", statistics), typing(statistics, t2__licences__decisions="7"))
        office.get(address("entry", statistics))
        few = queries_of(office, address("entry", statistics))
        office.post(address("entry", statistics), typing(statistics, **correct_numbers()))
        office.get(address("entry", statistics))
        with django_assert_num_queries(few):
            office.get(address("entry", statistics))


class TestSaving:
    def test_keeps_numbers_with_reason_and_who(self, office, admin, statistics):
        response = office.post(
            address("entry", statistics),
            typing(statistics, t3__received__person="１，２３４", t2__fees__amount="1.50"),
            follow=True,
        )
        assert "已保存2个数字" in response.content.decode()
        assert entered(statistics) == {"t3.received.person": 1234, "t2.fees.amount": 1.5}
        row = AnnualValue.objects.get(code="t3.received.person")
        assert (row.reason, row.entered_by) == ("台账", admin)
        assert row.entered_at is not None

    def test_an_emptied_input_returns_to_what_the_system_counts(self, office, column, statistics):
        make_items(column.category, column.office, 3, year=2025)
        services.enter(statistics, "items.total", 5, "漏录两条")
        office.post(
            address("entry", statistics), typing(statistics, reason="", **{"items.total": ""})
        )
        assert entered(statistics) == {}
        assert services.figures_of(statistics).get("items.total").value == 3

    def test_leaves_other_entries_their_reasons(self, office, statistics):
        services.enter(statistics, "t2.licences.decisions", 5, "许可台账")
        office.post(
            address("entry", statistics),
            typing(statistics, reason="处罚台账", t2__penalties__decisions="2"),
        )
        reasons = dict(AnnualValue.objects.values_list("code", "reason"))
        assert reasons == {
            "t2.licences.decisions": "许可台账",
            "t2.penalties.decisions": "处罚台账",
        }

    def test_wants_a_reason_for_what_is_entered(self, office, statistics):
        data = typing(statistics, reason=" ", t2__licences__decisions="7")
        page = shown(office.post(address("entry", statistics), data))
        assert "请写明依据或者原因" in page.text_content()
        assert cell(page, "t2.licences.decisions").get("value") == "7"
        assert entered(statistics) == {}

    def test_without_a_change_wants_nothing(self, office, statistics):
        services.enter(statistics, "t2.licences.decisions", 5, "许可台账")
        response = office.post(
            address("entry", statistics), typing(statistics, reason=""), follow=True
        )
        assert "数字没有改动" in response.content.decode()

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("许多", "“许多”不是数字"),
            ("-1", "“-1”小于0"),
            ("1.5", "请填写整数"),
            ("12345678901", "超过9位"),
            ("<script>", "“<script>”不是数字"),
        ],
    )
    def test_bad_input_comes_back_as_it_was_typed(self, office, statistics, typed, told):
        data = typing(
            statistics,
            t2__licences__decisions=typed,
            t2__penalties__decisions=" 2 ",
            reason="台账X",
        )
        page = shown(office.post(address("entry", statistics), data))
        assert cell(page, "t2.licences.decisions").get("value") == typed
        assert cell(page, "t2.penalties.decisions").get("value") == " 2 "
        assert page.xpath("//textarea[@name='reason']")[0].text.strip() == "台账X"
        assert "gk-cell--mistake" in cell_class(page, "t2.licences.decisions")
        assert cell(page, "t2.licences.decisions").get("aria-invalid") == "true"
        (alert,) = page.xpath("//*[@role='alert']")
        assert "行政许可本年处理决定数量" in alert.text_content()
        assert told in alert.text_content()
        assert "#cell-t2.licences.decisions" in alert.xpath(".//a/@href")
        assert entered(statistics) == {}

    def test_a_reason_that_is_too_long_comes_back(self, office, statistics):
        data = typing(statistics, reason="据" * 300, t2__licences__decisions="7")
        page = shown(office.post(address("entry", statistics), data))
        assert page.xpath("//textarea[@name='reason']")[0].text.strip() == "据" * 300
        assert cell(page, "t2.licences.decisions").get("value") == "7"

    def test_is_in_the_history(self, office, statistics):
        office.post(address("entry", statistics), typing(statistics, t2__licences__decisions="7"))
        history = office.get(address("history", statistics)).content.decode()
        assert "填报了统计数字" in history


class TestTotals:
    def test_are_not_changed_by_accident(self, office, statistics):
        data = typing(statistics, **correct_numbers(), t3__received__total="9")
        page = shown(office.post(address("entry", statistics), data))
        assert "合计由系统按分项相加，应为1" in page.text_content()
        assert cell(page, "t3.received.total").get("value") == "9"
        assert entered(statistics) == {}

    def test_are_changed_on_purpose(self, office, statistics):
        data = typing(statistics, totals=["3"], **correct_numbers(), t3__received__total="9")
        office.post(address("entry", statistics), data)
        assert entered(statistics)["t3.received.total"] == 9
        page = shown(office.get(address("entry", statistics)))
        assert "应为1" in cell(page, "t3.received.total").getparent().text_content()
        (opener,) = page.xpath("//input[@name='totals'][@value='3']")
        assert opener.get("checked") is not None

    def test_that_are_typed_as_they_add_up_are_no_correction(self, office, statistics):
        data = typing(statistics, **correct_numbers(), t3__received__total="1")
        assert office.post(address("entry", statistics), data).status_code == 302
        assert "t3.received.total" not in entered(statistics)


class TestOthersAtTheSameTime:
    """Somebody else saved after this page was opened."""

    @pytest.fixture
    def colleague(self):
        return UserFactory(username="colleague")

    @pytest.fixture
    def late(self, statistics, colleague):
        """Return what is sent by who opened the page before the colleague saved."""
        services.enter(statistics, "t2.licences.decisions", 5, "许可台账")

        def send(**more):
            data = typing(statistics, **more)
            AnnualValue.objects.filter(code="t2.licences.decisions").update(
                override=6, reason="补录一件", entered_by=colleague, entered_at=timezone.now()
            )
            return data

        return send

    def test_what_they_changed_stays(self, office, statistics, late):
        data = late(t2__penalties__decisions="2")
        response = office.post(address("entry", statistics), data, follow=True)
        assert entered(statistics) == {"t2.licences.decisions": 6, "t2.penalties.decisions": 2}
        assert "他人另外保存了1个数字" in response.content.decode()

    def test_different_changes_of_one_number_are_told_and_both_kept(self, office, statistics, late):
        data = late(t2__licences__decisions="7", t2__penalties__decisions="2")
        page = shown(office.post(address("entry", statistics), data))
        assert re.search(r"colleague于\d\d:\d\d已改为6", page.text_content())
        assert cell(page, "t2.licences.decisions").get("value") == "7"
        assert cell(page, "t2.penalties.decisions").get("value") == "2"
        assert entered(statistics) == {"t2.licences.decisions": 6}
        again = {each.name: each.value for each in page.forms[-1].inputs if each.name}
        again["totals"] = []
        assert office.post(address("entry", statistics), again).status_code == 302
        assert entered(statistics) == {"t2.licences.decisions": 7, "t2.penalties.decisions": 2}

    def test_the_same_change_is_no_conflict(self, office, statistics, late):
        data = late(t2__licences__decisions="6")
        assert office.post(address("entry", statistics), data).status_code == 302

    def test_a_year_that_was_frozen_keeps_what_was_typed_on_the_page(
        self, office, admin, statistics
    ):
        data = typing(statistics, t2__licences__decisions="7")
        services.freeze(statistics, admin)
        page = shown(office.post(address("entry", statistics), data))
        assert "已经冻结" in page.text_content()
        assert cell(page, "t2.licences.decisions").get("value") == "7"
        assert entered(statistics) == {}


class TestRules:
    def test_stand_beside_the_tables_without_a_script(self, office, statistics):
        numbers = correct_numbers() | {"t3.received.person": "10"}
        office.post(address("entry", statistics), typing(statistics, **numbers))
        page = shown(office.get(address("entry", statistics)))
        (link,) = [
            each
            for each in page.xpath("//li[contains(@class, 'gk-found__item--error')]/a")
            if "自然人" in each.text_content()
        ]
        assert link.get("href").startswith("#cell-t3.")
        for line in ("received", "carried_in", "total", "carried_out"):
            assert "gk-cell--error" in cell_class(page, f"t3.{line}.person")
        assert "gk-cell--error" not in cell_class(page, "t3.received.company")

    def test_answer_to_numbers_that_are_not_saved(self, office, statistics):
        numbers = correct_numbers() | {"t3.received.person": "10", "t2.fees.amount": "x"}
        answer = office.post(address("check", statistics), typing(statistics, **numbers)).json()
        assert any("t3.received.person" in each["cells"] for each in answer["breaches"])
        assert answer["states"]["t3.received.person"] == "error"
        assert answer["states"]["t2.fees.amount"] == "mistake"
        assert answer["mistakes"][0]["cell"] == "t2.fees.amount"
        assert "勾稽错误" in answer["summary"]
        assert "#cell-t3.received.person" in answer["html"]
        assert entered(statistics) == {}

    def test_are_content_with_correct_numbers(self, office, statistics):
        answer = office.post(
            address("check", statistics), typing(statistics, **correct_numbers())
        ).json()
        assert [each for each in answer["breaches"] if each["severity"] == "error"] == []

    @pytest.fixture
    def warned(self, office, statistics):
        """A township that has a regulation in force: a warning."""
        numbers = correct_numbers() | {"t2.regulations.in_force": "6"}
        office.post(address("entry", statistics), typing(statistics, **numbers))
        page = shown(office.get(address("entry", statistics)))
        names = page.xpath("//textarea[starts-with(@name, 'remark-')]/@name")
        assert names
        return names

    def test_a_warning_takes_a_remark(self, office, admin, statistics, warned):
        remarks = dict.fromkeys(warned, "县政府授权制定，已核对")
        office.post(address("entry", statistics), typing(statistics, reason="") | remarks)
        assert {each.remark for each in statistics.remarks.all()} == {"县政府授权制定，已核对"}
        assert {each.user for each in statistics.remarks.all()} == {admin}
        page = shown(office.get(address("entry", statistics)))
        assert "gk-cell--warning" not in cell_class(page, "t2.regulations.in_force")
        assert "其中0处待说明" in page.text_content()

    def test_a_remark_stays_when_a_number_is_refused(self, office, statistics, warned):
        data = typing(statistics, t2__licences__decisions="x") | {warned[0]: "正在核对"}
        page = shown(office.post(address("entry", statistics), data))
        assert page.xpath(f"//textarea[@name='{warned[0]}']")[0].text.strip() == "正在核对"
        assert not statistics.remarks.exists()

    def test_a_remark_on_what_is_no_longer_wrong_is_said_again(self, office, statistics, warned):
        data = typing(statistics, **{"t2.regulations.in_force": "0"}) | {warned[0]: "已核对"}
        response = office.post(address("entry", statistics), data, follow=True)
        assert "说明“已核对”所针对的提醒已经不存在" in response.content.decode()


class TestList:
    def test_says_how_each_year_stands(self, office, statistics):
        assert "未核对" in office.get(address("list")).content.decode()
        numbers = correct_numbers() | {"t3.received.person": "10"}
        office.post(address("entry", statistics), typing(statistics, **numbers))
        listing = office.get(address("list")).content.decode()
        assert re.search(r"错误\d+处", listing)
        assert "2021年格式" in listing
        assert address("entry", statistics) in listing
        assert address("provenance", statistics) in listing

    def test_takes_as_many_queries_for_many_years_as_for_few(
        self, office, column, statistics, django_assert_num_queries
    ):
        services.get_or_create(column.government, 2024)
        office.get(address("list"))
        few = queries_of(office, address("list"))
        for year in range(2010, 2022):
            services.get_or_create(OrganFactory(), year)
        with django_assert_num_queries(few):
            office.get(address("list"))

    def test_leads_from_a_new_year_to_its_tables(self, office, column):
        data = {"organ": column.government.pk, "year": 2022}
        response = office.post(address("add"), data)
        (made,) = column.government.annual_statistics.filter(year=2022)
        assert response.url == address("entry", made)


class TestPermission:
    @pytest.mark.parametrize("name", ["entry", "provenance"])
    def test_who_may_see_may_read(self, client, statistics, name):
        client.force_login(make_user("view_annualstatistics"))
        page = shown(client.get(address(name, statistics)))
        assert not page.xpath("//input[contains(@class, 'gk-cell__input')]")

    def test_who_may_see_may_not_save(self, client, statistics):
        client.force_login(make_user("view_annualstatistics"))
        client.post(address("entry", statistics), typing(statistics, t2__licences__decisions="7"))
        assert entered(statistics) == {}

    @pytest.mark.parametrize("name", ["entry", "provenance", "check"])
    def test_others_may_not(self, client, statistics, name):
        client.force_login(make_user())
        assert client.get(address(name, statistics)).status_code == 302
        assert client.post(address(name, statistics)).status_code == 302

    def test_a_frozen_year_is_read_only(self, office, admin, statistics):
        office.post(address("entry", statistics), typing(statistics, **correct_numbers()))
        services.freeze(statistics, admin)
        page = shown(office.get(address("entry", statistics)))
        assert not page.xpath("//input[contains(@class, 'gk-cell__input')]")
        (value,) = page.xpath("//*[@id='cell-t3.received.total']")
        assert value.text_content() == "1"
        assert not page.xpath("//button[contains(., '保存表格')]")


def test_what_is_carried_along_may_be_broken(office, statistics):
    services.enter(statistics, "t2.licences.decisions", 5, "许可台账")
    for base in ("", "{", "[]", "3", json.dumps({"t2.licences.decisions": "x"})):
        data = typing(statistics, t2__penalties__decisions="2") | {"base": base}
        assert office.post(address("entry", statistics), data).status_code == 302
    assert entered(statistics) == {"t2.licences.decisions": 5, "t2.penalties.decisions": 2}
