"""Counting while others publish: nobody is shown an old number once a change is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction

from disclosure_pages.statistics import services
from serving import versions
from serving.models import ContentVersion
from tests.factories.catalogue import ItemPageFactory

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2013
PATIENCE = 30


class Undone(Exception):
    """What ends a transaction that is not to be."""


@contextmanager
def elsewhere(change, *, undo: bool = False):
    """Have ``change`` done by another connection, and not committed before the end of the block."""
    done, go_on = Event(), Event()

    def run() -> None:
        try:
            with transaction.atomic():
                change()
                done.set()
                assert go_on.wait(PATIENCE)
                if undo:
                    raise Undone
        except Undone:
            pass
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as other:
        running = other.submit(run)
        assert done.wait(PATIENCE)
        try:
            yield
        finally:
            go_on.set()
            running.result(PATIENCE)


def number(column) -> int:
    return services.figures_for(column.home, YEAR).get("items.total").value


def publish(column) -> None:
    day = date(YEAR, 5, 1)
    ItemPageFactory(parent=column.category, organ=column.office, published_on=day, written_on=day)


def test_a_publication_counts_from_its_commit_on(column):
    with elsewhere(lambda: publish(column)):
        # Read, and so kept, while the other has written but not yet committed.
        assert number(column) == 0
    assert number(column) == 1


def test_what_another_read_before_it_was_undone_is_shown_to_nobody(column):
    def publish_and_read() -> None:
        publish(column)
        assert number(column) == 1

    with elsewhere(publish_and_read, undo=True):
        assert number(column) == 0
    assert number(column) == 0
    day = date(YEAR - 1, 5, 1)
    ItemPageFactory(parent=column.category, organ=column.office, published_on=day, written_on=day)
    assert number(column) == 0


def test_what_is_counted_after_a_commit_is_not_kept_under_the_version_before(column, monkeypatch):
    """The version is read first: a publication between it and the count must not be lost."""
    from catalogue.statistics import ItemFigures

    count = ItemFigures.compute

    def publish_meanwhile(self):
        found = count(self)
        monkeypatch.setattr(ItemFigures, "compute", count)
        with elsewhere(lambda: publish(column)):
            pass
        return found

    monkeypatch.setattr(ItemFigures, "compute", publish_meanwhile)
    assert number(column) == 0
    assert number(column) == 1


@pytest.mark.postgres_only
def test_changes_at_the_same_time_do_not_wait_for_each_other(column):
    versions.renew()
    first = versions.current().of(None)
    with elsewhere(versions.renew):
        versions.renew()
        second = versions.current().of(None)
        assert second != first
    assert versions.current().of(None) not in {first, second}
    assert ContentVersion.objects.filter(scope=versions.EVERYTHING).count() == 2
