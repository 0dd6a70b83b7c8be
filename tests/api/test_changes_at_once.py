"""Changes that are made at the same time: a harvester never misses the slower one."""

from __future__ import annotations

import threading

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from wagtail.models import PageViewRestriction

from api.models import ItemChange
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.factories.harvest import Harvester
from tests.review.test_records_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def column(settings):
    settings.GONGKAI_API_RATE_LIMIT = None
    cache.clear()
    return make_column()


def test_what_was_slower_is_not_behind_what_was_read_already(column):
    slow = ItemPageFactory(parent=column.category, organ=column.office)
    harvester = Harvester(Client())
    harvester.read_all()
    is_noted, may_commit = threading.Event(), threading.Event()
    seen_meanwhile = []

    def slowly():
        with transaction.atomic():
            slow.delete()
            is_noted.set()
            assert may_commit.wait(timeout=30)

    def quickly():
        assert is_noted.wait(timeout=30)
        # What waits for the slower one lets it go on from another thread.
        threading.Timer(0.2, may_commit.set).start()
        ItemPageFactory(parent=column.categories[2], organ=column.office)

    def read():
        assert is_noted.wait(timeout=30)
        seen_meanwhile.append(harvester.read_page())
        connection.close()

    assert at_once(slowly, quickly, read) == [None] * 3
    assert slow.pk not in harvester.read_all()
    assert len(harvester.copy) == 1


def test_numbers_follow_each_other_however_many_write(column):
    items = [ItemPageFactory(parent=column.category, organ=column.office) for _ in range(8)]

    def close(item):
        return lambda: PageViewRestriction.objects.create(page=item, restriction_type="login")

    assert at_once(*map(close, items)) == [None] * 8
    rows = ItemChange.objects.filter(is_public=False)
    assert len(set(rows.values_list("number", flat=True))) == rows.count() == 8
    assert Harvester(Client()).read_all() == {}
