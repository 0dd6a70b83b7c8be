"""条例第二十六条: the day by which an item has to be public, and which items were in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.db.models.functions import Length, Substr

from .conf import get_setting
from .models import CategoryPage, ItemPage
from .querysets import ItemQuerySet

_WORKDAYS = "gongkai_workdays"
_SATURDAY = 5
# Path of the category that holds an item.
CATEGORY_OF_ITEM = Substr("path", 1, Length("path") - ItemPage.steplen)


class Deadlines:
    """Days by which items are due. For one request: it keeps the calendar that it has read.

    Args:
        limits: working days by the tree path of a category, for those that say something else than
            the setting does.
    """

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._limits = limits
        self._found: dict[tuple[date, int], date] = {}

    @classmethod
    def load(cls) -> Deadlines:
        """Limits of all categories: one query."""
        return cls(limits_by_path())

    def due_on(self, written_on: date | None, category_path: str) -> date | None:
        """The last day in time: so many working days after the item was made or changed.

        None where nobody knows when that was.
        """
        if written_on is None:
            return None
        return self.after(written_on, self._limits.get(category_path) or self._usual)

    def after(self, day: date, days: int) -> date:
        """The day so many working days after ``day``."""
        key = (day, days)
        if key not in self._found:
            self._found[key] = self._count(*key)
        return self._found[key]

    def _count(self, day: date, days: int) -> date:
        if self._calendar is not None:
            due: date = self._calendar.add_workdays(day, days).date
            return due
        # Without the app of working days, Monday to Friday are taken for them.
        while days:
            day += timedelta(days=1)
            days -= day.weekday() < _SATURDAY
        return day

    @cached_property
    def _calendar(self) -> Any:
        if _WORKDAYS not in apps.app_configs:
            return None
        config: Any = apps.get_app_config(_WORKDAYS)
        return config.calendar()

    @cached_property
    def _usual(self) -> int:
        return int(str(get_setting("GONGKAI_CATALOGUE_PUBLICATION_DEADLINE")))


def limits_by_path() -> dict[str, int]:
    """Working days by the tree path of each category that says something else than the setting."""
    limited = CategoryPage.objects.filter(publication_deadline__gt=0).order_by()
    return dict(limited.values_list("path", "publication_deadline"))


@dataclass(frozen=True)
class Timeliness:
    """How many items were published in time, and how many late."""

    on_time: int
    late: int


def measure(items: ItemQuerySet, deadlines: Deadlines) -> Timeliness:
    """Timeliness of ``items``, in two queries; those that say no date count nowhere."""
    found = {True: 0, False: 0}
    rows = (
        items.order_by()
        .annotate(category=CATEGORY_OF_ITEM)
        .values_list("written_on", "published_on", "category")
        .annotate(n=Count("pk"))
    )
    for written_on, published_on, category, number in rows.iterator(chunk_size=2000):
        due = deadlines.due_on(written_on, category)
        if due is not None and published_on is not None:
            found[published_on > due] += number
    return Timeliness(on_time=found[False], late=found[True])


def late_ids(items: ItemQuerySet) -> Iterator[int]:
    """Ids of the items that were published after the day by which they were due."""
    deadlines = Deadlines.load()
    rows = items.order_by().annotate(category=CATEGORY_OF_ITEM)
    for pk, written_on, published_on, category in rows.values_list(
        "pk", "written_on", "published_on", "category"
    ).iterator(chunk_size=2000):
        due = deadlines.due_on(written_on, category)
        if due is not None and published_on is not None and published_on > due:
            yield pk
