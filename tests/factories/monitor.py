"""A column with categories of each kind, and what the monitor finds in it."""

from __future__ import annotations

from datetime import date, timedelta

from monitor.models import WatchedCategory
from monitor.rules.base import all_rules
from monitor.scene import shared_scene
from tests.factories.catalogue import CategoryPageFactory, Column, ItemPageFactory

TODAY = date(2025, 9, 1)


def find(code: str, today: date = TODAY) -> dict[str, object]:
    """What one rule finds, by key."""
    rule = next(rule for rule in all_rules() if rule.code == code)
    with shared_scene():
        found = list(rule.find(today))
    assert len({each.key for each in found}) == len(found)
    return {each.key: each for each in found}


def make_category(column: Column, watch: str = "", *, last: date | None = None, **fields):
    """A category; with ``last`` it has one item of that day."""
    category = CategoryPageFactory(parent=column.catalogue, **fields)
    if watch:
        WatchedCategory.objects.create(category=category, watch=watch)
    if last is not None:
        make_item(column, category, last)
    return category


def make_item(column: Column, category, day: date, **fields):
    """A public item that was written and published on ``day``."""
    values = {"written_on": day, "published_on": day, "organ": column.office, **fields}
    return ItemPageFactory(parent=category, **values)


def days_ago(number: int, today: date = TODAY) -> date:
    """So many days before ``today``."""
    return today - timedelta(days=number)
