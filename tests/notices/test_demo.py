"""The demo's boards and postings, entered as an editor does, once."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure_pages.demo.items import items_of
from disclosure_pages.demo.organs import BY_SLUG
from disclosure_pages.demo.others import others_2013
from disclosure_pages.statistics.registry import Readings, Scope
from notices.demo import BOARDS, POSTINGS, load
from notices.enums import Standing
from notices.models import NoticeBoard, Posting
from tests.factories.catalogue import ItemPageFactory, OrganFactory
from tests.factories.pages import GuidePageFactory

pytestmark = pytest.mark.django_db
TITLES = {each.title for each in POSTINGS} - {""}


@pytest.fixture(scope="module")
def newest():
    """The newest of the demo's items that are posted, by title."""
    items = [*others_2013(), *items_of(2026)]
    return {item["title"]: item for item in items if item["title"] in TITLES}


@pytest.fixture
def town(column, newest):
    for slug in {each.organ for each in BOARDS}:
        OrganFactory(slug=slug, parent=column.office, organisation_code="")
    for title, item in newest.items():
        days = {name: date.fromisoformat(item[name]) for name in ("written_on", "published_on")}
        ItemPageFactory(parent=column.category, title=title, **days)
    GuidePageFactory(parent=column.home)
    return column


def test_what_is_posted_exists_and_was_public_by_then(newest):
    assert {each.organ for each in BOARDS} <= set(BY_SLUG)
    names = {each.name for each in BOARDS}
    for posting in POSTINGS:
        assert set(posting.boards) <= names
        if posting.title:
            published = date.fromisoformat(newest[posting.title]["published_on"])
            assert published <= posting.posted_on, posting.title


def test_some_are_up_some_overdue_some_taken_down(client, town, staff):
    load(town.home, staff.editor)
    assert Posting.objects.count() == sum(len(each.boards) for each in POSTINGS)
    today = date(2026, 11, 29)
    for standing in (Standing.UP, Standing.OVERDUE, Standing.DOWN):
        assert Posting.objects.standing(standing, today).exists(), standing
    assert set(NoticeBoard.objects.values_list("name", flat=True)) == {b.name for b in BOARDS}
    for year in (2013, 2026):
        computed = Readings(Scope(town.government, year, town.home)).computed
        assert computed["postings.total"] == Posting.objects.filter(posted_on__year=year).count()
    budget = Posting.objects.filter(title="2013年泗门镇财政预算").first().page
    html = client.get(budget.get_url()).content.decode()
    assert "已张贴公示：镇便民服务中心公告栏（2013-03-01至2013-04-01）。" in html


def test_entries_bear_the_day_on_which_they_belong(town, staff):
    load(town.home, staff.editor)
    for posting in Posting.objects.all():
        assert posting.recorded_by == staff.editor
        assert timezone.localtime(posting.recorded_at).date() == posting.posted_on
        days = {
            timezone.localtime(entry.timestamp).date()
            for entry in ModelLogEntry.objects.for_instance(posting)
        }
        assert days == {posting.posted_on, posting.removed_on} - {None}


def test_twice_is_as_once(town, staff):
    load(town.home, staff.editor)
    before = Posting.objects.count(), NoticeBoard.objects.count(), ModelLogEntry.objects.count()
    load(town.home, staff.editor)
    assert before == (
        Posting.objects.count(),
        NoticeBoard.objects.count(),
        ModelLogEntry.objects.count(),
    )


def test_what_was_not_loaded_is_not_posted(column, staff):
    for slug in {each.organ for each in BOARDS}:
        OrganFactory(slug=slug, parent=column.office, organisation_code="")
    load(column.home, staff.editor)
    assert NoticeBoard.objects.count() == len(BOARDS)
    assert not Posting.objects.exists()
