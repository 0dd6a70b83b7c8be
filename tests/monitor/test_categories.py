"""Stale, unchanged and blank categories; vetoes and their warnings: a table for each rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from wagtail.models import PageViewRestriction

from monitor.models import MonitorSettings
from tests.factories.catalogue import CategoryPageFactory, make_column
from tests.factories.monitor import TODAY, days_ago, find, make_category, make_item

pytestmark = pytest.mark.django_db


def key(page) -> str:
    return f"page:{page.pk}"


class TestNews:
    @pytest.mark.parametrize(
        ("days", "is_stale"), [(0, False), (13, False), (14, False), (15, True), (300, True)]
    )
    def test_two_weeks(self, column, days, is_stale):
        category = make_category(column, "news", last=days_ago(days))
        assert (key(category) in find("news_stale")) == is_stale

    def test_the_finding_says_since_when_and_whose_it_is(self, column):
        category = make_category(column, "news", last=days_ago(20), organ=column.office)
        found = find("news_stale")[key(category)]
        assert "2025-08-12" in found.detail
        assert "20天" in found.detail
        assert found.due_on == date(2025, 8, 26)
        assert found.organ_id == column.office.pk
        assert f"/{category.pk}/" in found.url

    @pytest.mark.parametrize(
        ("title", "rule"),
        [("工作动态", "news_stale"), ("通知公告", "notice_stale"), ("政策文件", "notice_stale")],
    )
    def test_the_kind_is_guessed_from_the_name(self, column, title, rule):
        category = make_category(column, title=title, last=days_ago(300))
        assert key(category) in find(rule)

    def test_what_the_office_says_holds_against_the_name(self, column):
        category = make_category(column, "none", title="工作动态", last=days_ago(300))
        assert key(category) not in find("news_stale")

    def test_a_part_of_a_news_category_is_not_counted_by_itself(self, column):
        above = make_category(column, title="工作动态", last=days_ago(1))
        part = CategoryPageFactory(parent=above, title="村社动态", code="part")
        make_item(column, part, days_ago(300))
        assert find("news_stale") == {}

    def test_news_in_a_part_keep_the_whole_fresh(self, column):
        above = make_category(column, "news", last=days_ago(100))
        part = CategoryPageFactory(parent=above, title="村社", code="part")
        make_item(column, part, days_ago(3))
        assert find("news_stale") == {}

    @pytest.mark.parametrize("case", ["draft", "alias", "future", "restricted"])
    def test_what_the_public_does_not_see_keeps_nothing_fresh(self, column, case):
        category = make_category(column, "news", last=days_ago(100))
        other = make_category(column, "other")
        if case == "draft":
            make_item(column, category, days_ago(1), draft=True)
        elif case == "alias":
            make_item(column, other, days_ago(1)).create_alias(parent=category)
        elif case == "future":
            make_item(column, category, days_ago(-1))
        else:
            item = make_item(column, category, days_ago(1))
            PageViewRestriction.objects.create(page=item, restriction_type="login")
        assert key(category) in find("news_stale")

    @pytest.mark.parametrize("is_live", [True, False])
    def test_a_category_that_is_not_public_is_nobodys_worry(self, column, is_live):
        category = make_category(column, "news", last=days_ago(100))
        if is_live:
            PageViewRestriction.objects.create(page=category, restriction_type="login")
        else:
            category.live = False
            category.save()
        assert find("news_stale") == {}

    def test_an_office_may_be_stricter(self, column):
        MonitorSettings.objects.create(column=column.home, news_days=7)
        category = make_category(column, "news", last=days_ago(8))
        assert key(category) in find("news_stale")


@pytest.mark.parametrize(
    ("last", "today", "is_stale"),
    [
        ("2025-03-01", "2025-09-01", False),
        ("2025-03-01", "2025-09-02", True),
        ("2025-08-31", "2026-02-28", False),
        ("2025-08-31", "2026-03-01", True),
        ("2025-08-28", "2026-03-01", True),
        ("2024-02-29", "2024-08-29", False),
        ("2024-02-29", "2024-08-30", True),
    ],
)
def test_notices_are_stale_after_six_months(column, last, today, is_stale):
    category = make_category(column, "notice", last=date.fromisoformat(last))
    found = find("notice_stale", date.fromisoformat(today))
    assert (key(category) in found) == is_stale


class TestUnchanged:
    @pytest.mark.parametrize(("days", "is_late"), [(89, False), (90, False), (91, True)])
    def test_the_interval_of_the_category(self, column, days, is_late):
        category = make_category(column, "other", last=days_ago(days), update_interval_days=90)
        assert (key(category) in find("long_unchanged")) == is_late

    def test_without_an_interval_nothing_is_asked(self, column):
        make_category(column, "other", last=days_ago(3000))
        assert find("long_unchanged") == {}

    def test_what_is_stale_by_its_kind_is_not_told_twice(self, column):
        both = make_category(column, "news", last=days_ago(20), update_interval_days=10)
        strict = make_category(column, "news", last=days_ago(11), update_interval_days=10)
        assert set(find("long_unchanged")) == {key(strict)}
        assert set(find("news_stale")) == {key(both)}


class TestBlank:
    def test_categories_that_should_have_items(self, column):
        expected = {key(page) for page in (*column.categories, column.policies)}
        assert set(find("blank_category")) == expected

    def test_items_of_a_part_fill_the_whole(self, column):
        make_item(column, column.categories[1], days_ago(1))
        found = find("blank_category")
        assert key(column.categories[0]) not in found
        assert key(column.categories[1]) not in found

    def test_some_need_none(self, column):
        category = make_category(column, "other", items_required=False)
        assert key(category) not in find("blank_category")


class TestVetoes:
    @pytest.mark.parametrize(("number", "is_veto"), [(4, False), (5, True), (6, True)])
    def test_news_and_notices_are_counted_together(self, column, number, is_veto):
        for each in range(number):
            kind = "news" if each % 2 else "notice"
            make_category(column, kind, last=days_ago(15 if each % 2 else 200))
        found = find("veto_stale")
        assert bool(found) == is_veto
        if found:
            assert found[f"column:{column.home.pk}"].facts["number"] == number

    @pytest.mark.parametrize(("number", "is_veto"), [(9, False), (10, True)])
    def test_long_unchanged(self, column, number, is_veto):
        for _each in range(number):
            make_category(column, "other", last=days_ago(91), update_interval_days=90)
        assert bool(find("veto_unchanged")) == is_veto

    @pytest.mark.parametrize(("more", "is_veto"), [(0, False), (1, True)])
    def test_blank(self, column, more, is_veto):
        for _each in range(more):
            make_category(column, "other")
        assert len(find("blank_category")) == 4 + more
        assert bool(find("veto_blank")) == is_veto

    def test_each_column_by_itself(self, column):
        other = make_column(name="低塘镇", slug="other", as_site_root=False)
        for each in range(6):
            make_category(column if each < 3 else other, "news", last=days_ago(15))
        assert find("veto_stale") == {}

    def test_a_veto_is_warned_of_two_weeks_ahead_with_its_day(self, column):
        for days in (15, 15, 15):
            make_category(column, "news", last=days_ago(days))
        # Fresh until 4 and 9 September: the fifth falls on the 10th.
        make_category(column, "news", last=date(2025, 8, 21))
        make_category(column, "news", last=date(2025, 8, 26))
        found = find("veto_stale_ahead")[f"column:{column.home.pk}"]
        assert found.facts["veto_on"] == "2025-09-10"
        assert found.due_on == date(2025, 9, 9)
        assert find("veto_stale", date(2025, 9, 9)) == {}
        assert find("veto_stale", date(2025, 9, 10)) != {}

    def test_no_warning_of_what_is_further_away(self, column):
        for _each in range(4):
            make_category(column, "news", last=days_ago(15))
        make_category(column, "notice", last=date(2025, 3, 15))  # stale on 16 September
        assert find("veto_stale_ahead") == {}
        assert find("veto_stale_ahead", TODAY + timedelta(days=1)) != {}

    def test_no_warning_once_it_has_come(self, column):
        for _each in range(5):
            make_category(column, "news", last=days_ago(15))
        make_category(column, "news", last=days_ago(10))
        assert find("veto_stale_ahead") == {}

    def test_unchanged_is_warned_of_too(self, column):
        for each in range(10):
            last = days_ago(91 if each < 8 else 85)
            make_category(column, "other", last=last, update_interval_days=90)
        found = find("veto_unchanged_ahead")[f"column:{column.home.pk}"]
        assert found.facts["veto_on"] == "2025-09-07"

    @pytest.mark.parametrize(
        ("days", "severity"),
        [(7, None), (8, "warning"), (14, "warning"), (15, "veto"), (100, "veto")],
    )
    def test_the_home_page(self, column, days, severity):
        make_item(column, column.category, days_ago(days))
        found = find("home_stale")
        assert [each.severity for each in found.values()] == ([severity] if severity else [])

    def test_a_column_without_anything_fails(self, column):
        assert set(find("home_stale")) == {f"column:{column.home.pk}"}


class TestSoon:
    @pytest.mark.parametrize(
        ("days", "is_warned"), [(7, False), (8, True), (14, True), (15, False)]
    )
    def test_news_in_the_second_half_of_their_time(self, column, days, is_warned):
        category = make_category(column, "news", last=days_ago(days))
        assert (key(category) in find("stale_soon")) == is_warned

    @pytest.mark.parametrize(
        ("days", "is_warned"), [(351, False), (352, True), (365, True), (366, False)]
    )
    def test_long_intervals_two_weeks_ahead(self, column, days, is_warned):
        category = make_category(column, "other", last=days_ago(days), update_interval_days=365)
        found = find("stale_soon")
        assert (key(category) in found) == is_warned
        if is_warned:
            assert found[key(category)].due_on == days_ago(days - 365)
