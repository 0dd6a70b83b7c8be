"""What the review did in a year is counted for the column and the organ that did it."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from disclosure_pages.statistics.registry import Scope, known_codes
from disclosure_pages.statistics.services import figures_for
from review.enums import Action, Decision
from review.services.exceptions import publish_exceptionally
from review.services.records import Entry, append
from review.statistics import ReviewFigures
from tests.factories.catalogue import ItemPageFactory, make_column, make_staff
from tests.factories.pages import GuidePageFactory, make_report, report_body
from tests.factories.review import decide
from tests.review.admin_forms import draft_of

pytestmark = pytest.mark.django_db

CODES = (
    "reviewed",
    "approved",
    "returned",
    "withheld",
    "partial",
    "exceptions",
    "imported",
    "withdrawn",
)


def item_of(column, organ=None, **fields):
    return ItemPageFactory(
        parent=column.category, organ=organ or column.office, draft=True, **fields
    )


def act(page, action, year=2014, month=6, **fields):
    at = timezone.make_aware(datetime(year, month, 15, 9))
    return append(Entry(**{"action": action, "page": page, "digest": "", "at": at} | fields))


def counted(column, organ=None, year=2014):
    scope = Scope(organ or column.government, year, column.home)
    return {code.removeprefix("review."): n for code, n in ReviewFigures(scope).compute().items()}


def test_each_act_is_counted_once(column):
    item = item_of(column)
    act(item, Action.RETURNED)
    act(item, Action.REVIEWED, decision=Decision.PUBLISH)
    act(item, Action.APPROVED, decision=Decision.PUBLISH)
    act(item, Action.REVIEWED, decision=Decision.PARTIAL)
    act(item, Action.APPROVED, decision=Decision.PARTIAL)
    act(item, Action.REVIEWED, decision=Decision.WITHHOLD)
    act(item, Action.EXCEPTION)
    act(item, Action.EXCEPTION)
    act(item, Action.IMPORTED)
    act(item, Action.WITHDRAWN)
    assert counted(column) == {
        "reviewed": 3,
        "approved": 2,
        "returned": 1,
        "withheld": 1,
        "partial": 1,
        "exceptions": 2,
        "imported": 1,
        "withdrawn": 1,
    }


def test_a_year_ends_at_midnight_where_the_office_is(column):
    item = item_of(column)
    for moment in ((2013, 12, 31, 23, 59), (2014, 1, 1, 0, 0), (2014, 12, 31, 23, 59)):
        at = timezone.make_aware(datetime(*moment))
        append(Entry(action=Action.EXCEPTION, page=item, digest="", at=at))
    assert [counted(column, year=year)["exceptions"] for year in (2013, 2014, 2015)] == [1, 2, 0]


def test_an_organ_is_told_its_own_and_the_column_everything(column):
    first, second = column.offices
    act(item_of(column, first), Action.EXCEPTION)
    act(item_of(column, second), Action.EXCEPTION)
    act(item_of(column, column.government), Action.EXCEPTION)
    act(GuidePageFactory(parent=column.home, live=False), Action.EXCEPTION)
    assert counted(column)["exceptions"] == 4
    assert counted(column, first)["exceptions"] == 1
    assert counted(column, second)["exceptions"] == 1


def test_another_town_does_not_count(column):
    other = make_column(name="临山镇", slug="other", as_site_root=False)
    other.home.move(Page.objects.get(depth=1), pos="last-child")
    other.home.refresh_from_db()
    other.category.refresh_from_db()
    act(item_of(other), Action.EXCEPTION)
    act(item_of(column), Action.EXCEPTION)
    assert counted(column)["exceptions"] == 1
    assert counted(other)["exceptions"] == 1


def test_what_was_moved_or_deleted_since_counts_where_it_was_decided_on(column):
    other = make_column(name="临山镇", slug="other", as_site_root=False)
    other.home.move(Page.objects.get(depth=1), pos="last-child")
    moved, deleted = item_of(column), item_of(column)
    act(moved, Action.EXCEPTION)
    act(deleted, Action.EXCEPTION)
    moved.move(Page.objects.get(pk=other.category.pk), pos="last-child")
    deleted.delete()
    assert counted(column)["exceptions"] == 2
    assert counted(other)["exceptions"] == 0


def test_a_column_within_a_column_counts_for_both(column):
    inner = make_column(name="临山镇", slug="other", as_site_root=False)
    act(item_of(inner), Action.EXCEPTION)
    assert counted(inner)["exceptions"] == 1
    assert counted(column)["exceptions"] == 1


def test_it_takes_as_many_queries_for_many_records_as_for_few(column):
    counts = []
    for number in (2, 20):
        for _ in range(number):
            act(item_of(column), Action.REVIEWED, decision=Decision.PUBLISH)
        for organ in (column.government, column.office):
            with CaptureQueriesContext(connection) as queries:
                counted(column, organ)
            counts.append(len(queries))
    assert counts[2:] <= counts[:2]
    assert max(counts) <= 4


def test_records_that_were_counted_are_counted_on_and_not_anew(column):
    act(item_of(column), Action.REVIEWED, decision=Decision.PUBLISH)
    assert counted(column)["reviewed"] == 1
    act(item_of(column), Action.REVIEWED, decision=Decision.PUBLISH)
    with CaptureQueriesContext(connection) as queries:
        assert counted(column)["reviewed"] == 2
    (asked,) = [each["sql"] for each in queries if "COUNT(" in each["sql"]]
    assert re.search(r'"number" >= [1-9]', asked)


def test_another_chain_is_counted_from_its_beginning(column):
    item = item_of(column)
    with pytest.raises(RuntimeError), transaction.atomic():
        for _each in range(3):
            act(item, Action.RETURNED)
        assert counted(column)["returned"] == 3
        raise RuntimeError
    for _each in range(3):
        act(item, Action.WITHDRAWN)
    assert (counted(column)["returned"], counted(column)["withdrawn"]) == (0, 3)


def test_the_statistics_know_every_figure():
    assert {f"review.{code}" for code in CODES} <= known_codes()


def test_what_people_do_is_counted(column):
    staff = make_staff(column)
    item = draft_of(column, staff)
    decide(item, staff.reviewer)
    decide(item, staff.approver)
    publish_exceptionally(item_of(column), staff.admin, "防汛Ⅰ级响应，镇长电话同意")
    found = counted(column, year=timezone.localdate().year)
    assert (found["reviewed"], found["approved"], found["exceptions"]) == (1, 1, 1)


def test_a_report_shows_them_as_any_figure(client, column):
    act(item_of(column), Action.EXCEPTION)
    prose = "<p>例外发布{{review.exceptions}}件次，退回{{review.returned}}件次。</p>"
    report = make_report(
        column,
        year=2014,
        title="2014年度报告",
        body=report_body(prose, codes="review.exceptions\nreview.reviewed", group="review"),
    )
    text = client.get(report.get_url()).text
    assert '例外发布<span class="figure">1</span>件次，退回<span class="figure">0</span>' in text
    assert '<th scope="row">例外发布</th><td><span class="figure">1</span></td>' in text


def test_a_report_tells_the_exceptions_of_its_year_whatever_its_text_says(client, column):
    report = make_report(column, year=2014, title="2014年度报告", body="[]")
    assert "例外发布 0 件次" in client.get(report.get_url()).text
    act(item_of(column), Action.EXCEPTION)
    assert "例外发布 1 件次" in client.get(report.get_url()).text


def test_the_home_of_the_column_tells_the_exceptions_of_the_year(client, column):
    ItemPageFactory(parent=column.category, organ=column.office)
    act(item_of(column), Action.EXCEPTION, year=2013)
    figures = figures_for(column.home, 2013)
    assert figures.get("review.exceptions").value == 1
    text = client.get(column.home.get_url()).text
    assert "没有经过保密审查和审签的例外发布 1 件次" in text
