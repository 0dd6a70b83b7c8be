"""Figures are counted once, and anew as soon as anything that they count has changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemPage
from catalogue.services.bulk import Publication, publish_items
from disclosure_pages.registers.sources import RegisterFigures
from disclosure_pages.statistics import services
from disclosure_pages.statistics.registry import Readings
from serving import versions
from serving.models import ContentVersion
from tests.factories.catalogue import (
    CategoryPageFactory,
    ItemPageFactory,
    OrganFactory,
    UserFactory,
    imported,
)
from tests.factories.pages import make_report
from tests.factories.registers import ActivityFactory

pytestmark = pytest.mark.django_db
YEAR = 2013


@pytest.fixture
def item(column):
    return publish(column)


def publish(column, **fields):
    fields = {"parent": column.category, "organ": column.office} | fields
    day = fields.setdefault("published_on", date(YEAR, 5, 1))
    fields.setdefault("written_on", day)
    return ItemPageFactory(**fields)


def number(column, code: str = "items.total") -> int | None:
    """What a new request is told."""
    figure = services.figures_for(column.home, YEAR).get(code)
    return figure.value if figure else None


def counting(column) -> int:
    """Queries that go to the table of items while a new request reads the figures."""
    with CaptureQueriesContext(connection) as captured:
        number(column)
    table = ItemPage._meta.db_table
    return sum(table in query["sql"] for query in captured.captured_queries)


class TestKeeping:
    def test_counts_once(self, column, item):
        assert counting(column)
        assert counting(column) == 0
        assert number(column) == 1

    def test_reading_writes_nothing(self, column, item):
        before = list(ContentVersion.objects.values_list())
        with CaptureQueriesContext(connection) as captured:
            number(column)
        written = [
            query["sql"]
            for query in captured.captured_queries
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        assert written == []
        assert list(ContentVersion.objects.values_list()) == before

    def test_counts_anew_when_the_cache_forgot(self, column, item):
        number(column)
        cache.clear()
        assert counting(column)

    def test_keeps_each_year_organ_and_column_for_itself(self, column, item):
        assert number(column) == 1
        assert services.figures_for(column.home, YEAR - 1).get("items.total").value == 0

    def test_counts_anew_on_another_day(self, column, item, monkeypatch):
        number(column)
        tomorrow = timezone.localdate() + timedelta(days=1)
        monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)
        assert counting(column)

    def test_asks_for_the_version_once_a_request(self, column, item):
        request = RequestFactory().get("/")
        with CaptureQueriesContext(connection) as captured:
            for year in (YEAR, YEAR - 1, YEAR - 2):
                list(services.figures_for(column.home, year, request))
        table = ContentVersion._meta.db_table
        assert sum(table in query["sql"] for query in captured.captured_queries) == 1

    def test_a_request_that_changes_something_sees_its_own_change(self, column, item):
        request = RequestFactory().post("/")
        assert services.figures_for(column.home, YEAR, request).get("items.total").value == 1
        publish(column)
        assert services.figures_for(column.home, YEAR, request).get("items.total").value == 2

    def test_frozen_figures_are_not_counted(self, column, item):
        statistics = services.get_or_create(column.government, YEAR)
        services.freeze(statistics, UserFactory(admin=True))
        cache.clear()
        assert counting(column) == 0

    def test_a_signed_report_is_not_counted(self, client, column, item):
        report = make_report(
            column,
            reported_on=None,
            figures=[["items.total", "公开信息总数", "条", "items", "1048"]],
        )
        cache.clear()
        versions.renew()
        with CaptureQueriesContext(connection) as captured:
            html = client.get(report.url).content.decode()
        assert "1048" in html
        counts = [
            query["sql"]
            for query in captured.captured_queries
            if ItemPage._meta.db_table in query["sql"]
        ]
        assert counts == []


class TestTheNextRequestSees:
    def test_a_publication(self, column, item):
        assert number(column) == 1
        draft = publish(column, live=False)
        assert number(column) == 1
        with imported():
            draft.save_revision().publish()
        assert number(column) == 2

    def test_what_was_taken_back(self, column, item):
        assert number(column) == 1
        item.unpublish()
        assert number(column) == 0

    def test_a_change_of_a_public_item(self, column, item):
        assert number(column, "items.month.05") == 1
        item.published_on = date(YEAR, 6, 1)
        with imported():
            item.save_revision().publish()
        assert (number(column, "items.month.05"), number(column, "items.month.06")) == (0, 1)

    def test_a_deletion(self, column, item):
        assert number(column) == 1
        item.delete()
        assert number(column) == 0

    def test_the_deletion_of_a_whole_category(self, column):
        category = CategoryPageFactory(parent=column.category, code="20-09", title="别的")
        publish(column, parent=category)
        assert number(column) == 1
        Page.objects.get(pk=category.pk).delete()
        assert number(column) == 0

    def test_a_move_to_another_category(self, column, item):
        other = CategoryPageFactory(parent=column.category, code="20-09", title="别的")
        assert number(column, "items.category.20-09") == 0
        item.move(other, pos="last-child")
        assert number(column, "items.category.20-09") == 1

    def test_a_restriction_and_its_end(self, column, item):
        assert number(column) == 1
        restriction = PageViewRestriction(
            page=Page.objects.get(pk=column.category.pk), restriction_type="login"
        )
        restriction.save()
        assert number(column) == 0
        restriction.delete()
        assert number(column) == 1

    def test_an_organ_that_comes_under_another(self, column):
        office = OrganFactory()
        publish(column, organ=office)
        assert number(column) == 0
        office.parent = column.government
        office.save()
        assert number(column) == 1

    def test_a_new_name_of_an_organ(self, column, item):
        code = f"items.organ.{column.office.slug}"
        assert services.figures_for(column.home, YEAR).get(code)
        column.office.short_name = "新办"
        column.office.save()
        assert services.figures_for(column.home, YEAR).get(code).label == "新办"

    def test_a_new_category(self, column, item):
        assert number(column, "items.category.20-09") is None
        CategoryPageFactory(parent=column.category, code="20-09", title="别的")
        assert number(column, "items.category.20-09") == 0

    def test_a_bulk_load(self, column, item):
        assert number(column) == 1
        day = date(YEAR, 3, 1)
        pairs = [
            (
                column.category,
                ItemPage(
                    title=f"批量导入的条目{n}",
                    organ=column.office,
                    written_on=day,
                    published_on=day,
                ),
            )
            for n in range(3)
        ]
        assert publish_items(pairs, Publication(reason="导入测试")) == 3
        assert number(column) == 4

    def test_records_of_the_review(self, column, item):
        before = number(column, "review.imported")
        publish(column)
        this_year = services.figures_for(column.home, timezone.localdate().year)
        assert before == 0
        assert this_year.get("review.imported").value == 2

    def test_what_new_code_counts(self, column, item, django_db_blocker):
        number(column)
        before = versions.current().of(None)
        versions._migrated()
        assert versions.current().of(None) != before


class TestNothingIsCountedAnewFor:
    def test_registers_when_something_is_published(self, column, item, monkeypatch):
        number(column)
        asked = []
        compute = RegisterFigures.compute
        monkeypatch.setattr(
            RegisterFigures, "compute", lambda self: [asked.append(1), compute(self)][1]
        )
        publish(column)
        number(column)
        assert asked == []
        ActivityFactory(organ=column.office)
        number(column)
        assert asked == [1]

    def test_a_draft_of_a_public_item(self, column, item):
        number(column)
        item.title = "修改中的标题"
        item.save_revision()
        assert counting(column) == 0

    def test_a_user(self, column, item):
        number(column)
        UserFactory(groups=[Group.objects.create(name="别的组")])
        assert counting(column) == 0


class TestUndone:
    def test_an_undone_change_leaves_the_old_number(self, column, item):
        assert number(column) == 1
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            publish(column)
            # Read, and so kept, before the change is undone.
            assert number(column) == 2
            raise ZeroDivisionError
        assert number(column) == 1
        publish(column, published_on=date(YEAR - 1, 1, 1))
        assert number(column) == 1


def test_a_version_is_never_given_again():
    seen = {versions.current().of(None)}
    for _ in range(20):
        versions.renew()
        assert versions.current().of(None) not in seen
        seen.add(versions.current().of(None))
    assert ContentVersion.objects.filter(scope=versions.EVERYTHING).count() == 1


def test_every_source_is_asked_again_after_a_change(column, item):
    first = Readings(services.Scope(column.government, YEAR, column.home)).computed
    publish(column)
    second = Readings(services.Scope(column.government, YEAR, column.home)).computed
    assert first.keys() == second.keys()
    assert second["items.total"] == first["items.total"] + 1


class TestTheNextRequestOfAnotherOrganSees:
    """A county adds up what its towns have: what is entered for one may be counted for another."""

    @pytest.fixture
    def changes(self, column):
        statistics = services.get_or_create(column.government, YEAR)
        admin = UserFactory(admin=True)

        def run(change) -> bool:
            before = versions.current().of(None)
            change(statistics, admin)
            return versions.current().of(None) != before

        return run

    def test_what_was_entered(self, changes):
        numbers = {"applications.received": 3}
        assert changes(lambda each, user: services.enter_many(each, numbers, "台账", user))
        assert changes(lambda each, user: services.enter(each, "lawsuits.total", 1, "台账"))

    def test_what_was_frozen_and_released(self, changes):
        assert changes(services.freeze)
        assert changes(lambda each, user: services.unfreeze(each, user, "更正"))
