"""Late items and drafts, missing metadata, days that are past: a table for each rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalogue.enums import StatutoryClass
from catalogue.models import ItemPage
from monitor.models import MonitorSettings
from tests.factories.catalogue import (
    CategoryPageFactory,
    GenreFactory,
    ItemPageFactory,
    TopicFactory,
)
from tests.factories.monitor import TODAY, days_ago, find, make_item
from workdays.models import WorkdayOverride

pytestmark = pytest.mark.django_db


def key(page) -> str:
    return f"page:{page.pk}"


def day(text: str) -> date:
    return date.fromisoformat(text)


class TestPublishedLate:
    @pytest.mark.parametrize(
        ("written", "published", "is_late"),
        [
            # An ordinary month: 20 working days are four weeks.
            ("2025-07-01", "2025-07-29", False),
            ("2025-07-01", "2025-07-30", True),
            # Written on a Saturday: Monday is the first day.
            ("2025-07-05", "2025-08-01", False),
            ("2025-07-05", "2025-08-02", True),
            # 春节 of 2025: off from 28 January to 4 February, 26 January and 8 February are worked.
            ("2025-01-10", "2025-02-13", False),
            ("2025-01-10", "2025-02-14", True),
            # 国庆 and 中秋 of 2025: off from 1 to 8 October; 28 September and 11 October worked.
            ("2025-09-10", "2025-10-14", False),
            ("2025-09-10", "2025-10-15", True),
        ],
    )
    def test_twenty_working_days(self, column, written, published, is_late):
        item = ItemPageFactory(
            parent=column.category,
            organ=column.office,
            written_on=day(written),
            published_on=day(published),
        )
        assert (key(item) in find("published_late", day("2025-10-31"))) == is_late

    def test_the_finding_names_all_three_days(self, column):
        item = make_item(column, column.category, day("2025-07-30"), written_on=day("2025-07-01"))
        found = find("published_late")[key(item)]
        assert found.due_on == day("2025-07-29")
        for text in ("2025-07-01", "2025-07-29", "2025-07-30", "晚1天"):
            assert text in found.detail
        assert found.organ_id == column.office.pk

    def test_a_category_may_be_quicker_or_slower(self, column):
        slow = CategoryPageFactory(
            parent=column.catalogue, title="慢", code="slow", publication_deadline=30
        )
        quick = CategoryPageFactory(
            parent=column.catalogue, title="快", code="quick", publication_deadline=3
        )
        usual = column.category
        written, published = day("2025-07-01"), day("2025-07-30")
        items = [
            make_item(column, each, published, written_on=written) for each in (slow, quick, usual)
        ]
        soon = make_item(column, quick, day("2025-07-04"), written_on=written)
        found = find("published_late")
        assert [key(item) in found for item in items] == [False, True, True]
        assert key(soon) not in found

    def test_a_local_day_off_counts(self, column):
        item = make_item(column, column.category, day("2025-07-30"), written_on=day("2025-07-01"))
        WorkdayOverride.objects.create(
            date=day("2025-07-15"), is_workday=False, name="停工", source="本地"
        )
        assert key(item) not in find("published_late")

    @pytest.mark.parametrize(("days", "is_told"), [(364, True), (365, False)])
    def test_old_ones_are_not_told_again(self, column, days, is_told):
        published = days_ago(days)
        item = make_item(
            column, column.category, published, written_on=published - timedelta(days=90)
        )
        assert (key(item) in find("published_late")) == is_told

    def test_the_window_is_the_columns(self, column):
        MonitorSettings.objects.create(column=column.home, late_window_days=30)
        make_item(column, column.category, days_ago(40), written_on=days_ago(140))
        near = make_item(column, column.category, days_ago(29), written_on=days_ago(140))
        assert set(find("published_late")) == {key(near)}


class TestDrafts:
    @pytest.mark.parametrize(
        ("written", "severity"),
        [
            ("2025-08-15", None),  # due on 12 September, with 14 days of warning from 29 August
            ("2025-08-22", None),
            ("2025-08-01", "info"),  # due on 29 August
            ("2025-07-31", "info"),
        ],
    )
    def test_severity_follows_the_day(self, column, written, severity):
        today = day("2025-08-20") if severity else day("2025-08-22")
        item = ItemPageFactory(
            parent=column.category, organ=column.office, draft=True, written_on=day(written)
        )
        found = find("draft_late", today)
        assert (key(item) in found) == bool(severity)
        if severity:
            assert found[key(item)].severity == severity

    @pytest.mark.parametrize(
        ("today", "severity"),
        [
            ("2025-07-15", None),
            ("2025-07-16", "info"),
            ("2025-07-29", "info"),
            ("2025-07-30", "warning"),
        ],
    )
    def test_warned_of_before_and_told_after(self, column, today, severity):
        item = ItemPageFactory(
            parent=column.category, organ=column.office, draft=True, written_on=day("2025-07-01")
        )
        found = find("draft_late", day(today))
        assert [each.severity for each in found.values()] == ([severity] if severity else [])
        if severity:
            assert found[key(item)].due_on == day("2025-07-29")

    def test_what_was_public_once_is_no_draft(self, column):
        item = make_item(column, column.category, day("2025-01-02"))
        item.unpublish()
        assert find("draft_late") == {}

    @pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (30, True)])
    def test_in_force_and_not_public(self, column, days, is_told):
        item = ItemPageFactory(
            parent=column.category,
            organ=column.office,
            draft=True,
            written_on=days_ago(40),
            effective_on=days_ago(days),
        )
        assert (key(item) in find("effective_unpublished")) == is_told


class TestMetadata:
    def test_each_missing_field_is_counted_by_category_and_organ(self, column):
        topic = TopicFactory()
        complete = {"summary": "概述", "topic": topic}
        make_item(column, column.category, days_ago(3), **complete)
        make_item(column, column.category, days_ago(3), **{**complete, "summary": ""})
        second = make_item(column, column.category, days_ago(3), **{**complete, "summary": ""})
        make_item(column, column.category, days_ago(3), **{**complete, "topic": None})
        found = find("metadata_missing")
        prefix = f"page:{column.category.pk}/{column.office.pk}"
        assert {each: finding.facts["number"] for each, finding in found.items()} == {
            f"{prefix}/summary": 2,
            f"{prefix}/topic": 1,
        }
        assert found[f"{prefix}/summary"].facts["first"] < second.pk

    def test_normative_documents_need_more(self, column):
        genre = GenreFactory(statutory_class=StatutoryClass.NORMATIVE)
        make_item(
            column, column.category, days_ago(3), summary="概述", topic=TopicFactory(), genre=genre
        )
        fields = {each.facts["field"] for each in find("metadata_missing").values()}
        assert fields == {"document_number", "effective_on"}

    def test_drafts_are_not_looked_at(self, column):
        ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        assert find("metadata_missing") == {}


@pytest.mark.parametrize(
    ("days", "is_told"), [(31, False), (30, True), (1, True), (0, True), (-30, True), (-31, False)]
)
def test_documents_whose_last_day_is_near(column, days, is_told):
    item = make_item(column, column.category, days_ago(300), expires_on=days_ago(days))
    assert (key(item) in find("validity_ending")) == is_told


def test_what_was_repealed_needs_no_look(column):
    make_item(
        column, column.category, days_ago(300), expires_on=days_ago(1), repealed_on=days_ago(20)
    )
    assert find("validity_ending") == {}


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, False), (1, True)])
def test_review_days(column, days, is_told):
    if not any(field.name == "review_by" for field in ItemPage._meta.fields):
        pytest.skip("items have no day of review here")
    item = make_item(column, column.category, days_ago(300), review_by=days_ago(days))
    assert (key(item) in find("review_due", TODAY)) == is_told
