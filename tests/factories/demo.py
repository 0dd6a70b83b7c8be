"""A part of the demo town that has everything in it: files, tables, relations, other years."""

from __future__ import annotations

import io
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction

from disclosure_pages.demo import loader_items
from disclosure_pages.demo.items import demo_items

_PREFIXES = ("2013-xxgk", "2013-jingji", "2013-yusuan", "2013-banshi", "2013-linshi", "2010-linshi")


def a_part_of_the_demo():
    """Return some fifty of the demo's items, in their order."""
    return [
        item
        for item in demo_items()
        if item["key"].startswith(_PREFIXES) or item["key"].endswith("-0003")
    ]


@contextmanager
def part_of_the_demo_loaded(django_db_blocker, password):
    """Load a part into a transaction that is rolled back at the end; give its items by key."""
    items = a_part_of_the_demo()
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(loader_items, "demo_items", lambda: iter(items))
        load_demo(password=password)
        yield {item["key"]: item for item in items}
        transaction.set_rollback(True)


def load_demo(**options):
    """Run the command and return what it said."""
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()
