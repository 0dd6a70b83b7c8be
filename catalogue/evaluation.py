"""How the organs of a column do: items, timeliness, categories that were left alone.

For the evaluation sheet (考核表) of an office. Every measure takes the same number of queries for
any number of organs, categories and items, and can be asked for the list of what it counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Max
from wagtail.models import Page

from .enums import Kind
from .models import CategoryPage, ItemPage
from .querysets import ItemQuerySet
from .timeliness import CATEGORY_OF_ITEM, Deadlines


@dataclass(frozen=True)
class CategoryNote:
    """A category that was left alone: whose it is, and its newest item before the day looked at."""

    pk: int
    title: str
    organ_id: int | None
    interval_days: int | None
    newest: date | None


@dataclass
class Measures:
    """What is measured of one organ, without the organs below it.

    Attributes:
        items: published in the period.
        by_kind: the same by kind of information.
        on_time: published within the working days that their category allows.
        late: published after that.
        undated: without the day on which they were made, so that nobody can tell.
        overdue: categories whose newest item is older than their interval.
        empty: categories that should have items and have none.
    """

    items: int = 0
    by_kind: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Kind.values, 0))
    on_time: int = 0
    late: int = 0
    undated: int = 0
    overdue: list[CategoryNote] = field(default_factory=list)
    empty: list[CategoryNote] = field(default_factory=list)

    def add(self, other: Measures) -> None:
        """Take what is measured of another organ in."""
        self.items += other.items
        for kind, number in other.by_kind.items():
            self.by_kind[kind] = self.by_kind.get(kind, 0) + number
        self.on_time += other.on_time
        self.late += other.late
        self.undated += other.undated
        self.overdue += other.overdue
        self.empty += other.empty

    @property
    def rate(self) -> float | None:
        """Share of items that were on time among those of which it is known; None without any."""
        known = self.on_time + self.late
        return self.on_time / known if known else None


@dataclass(frozen=True)
class CountedItem:
    """An item that was counted, with the day by which it was due."""

    pk: int
    title: str
    organ_id: int | None
    kind: str
    written_on: date | None
    published_on: date
    due_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether it was published after the day by which it was due."""
        return self.due_on is not None and self.published_on > self.due_on


class Evaluation:
    """Measures of a column, or of the whole platform, in a period (both days included).

    Counted are items that anybody may read. Categories are looked at as they stood on the last
    day of the period, or today where it is not over.
    """

    def __init__(self, column: Page | None, first: date, last: date, today: date) -> None:
        self._column = column
        self._first, self._last = first, last
        self._day = min(last, today)

    def measures(self) -> dict[int | None, Measures]:
        """By the key of the organ; an organ of which there is nothing to say is left out."""
        found: dict[int | None, Measures] = defaultdict(Measures)
        rows = (
            self._items.order_by()
            .annotate(category=CATEGORY_OF_ITEM)
            .values("organ_id", "kind", "written_on", "published_on", "category")
            .annotate(n=Count("pk"))
        )
        for row in rows.iterator(chunk_size=2000):
            measures = found[row["organ_id"]]
            measures.items += row["n"]
            measures.by_kind[row["kind"]] = measures.by_kind.get(row["kind"], 0) + row["n"]
            due = self._deadlines.due_on(row["written_on"], row["category"])
            if due is None:
                measures.undated += row["n"]
            elif row["published_on"] > due:
                measures.late += row["n"]
            else:
                measures.on_time += row["n"]
        for note in self.overdue():
            found[note.organ_id].overdue.append(note)
        for note in self.empty():
            found[note.organ_id].empty.append(note)
        return dict(found)

    def items(self, organ_ids: set[int] | None = None) -> Iterator[CountedItem]:
        """Items that were counted, the newest first; those of some organs only."""
        items = self._items if organ_ids is None else self._items.of_organs(organ_ids)
        rows = items.order_by("-published_on", "-pk").annotate(category=CATEGORY_OF_ITEM)
        names = ("pk", "title", "organ_id", "kind", "written_on", "published_on", "category")
        for row in rows.values(*names).iterator(chunk_size=2000):
            due_on = self._deadlines.due_on(row["written_on"], row.pop("category"))
            yield CountedItem(**row, due_on=due_on)

    def overdue(self) -> list[CategoryNote]:
        """Categories that have items, but none as new as their interval asks."""
        return [
            note
            for note in self._notes.values()
            if note.interval_days
            and note.newest
            and note.newest < self._day - timedelta(days=note.interval_days)
        ]

    def empty(self) -> list[CategoryNote]:
        """Categories that should have items and have none, the innermost ones only."""
        blank = [path for path in self._notes if self._is_blank(path)]
        return [
            self._notes[path]
            for path in blank
            if not any(other != path and other.startswith(path) for other in blank)
        ]

    @cached_property
    def _items(self) -> ItemQuerySet:
        items: ItemQuerySet = ItemPage.objects.all()
        if self._column is not None:
            items = items.descendant_of(self._column)
        return items.disclosed().filter(published_on__range=(self._first, self._last))

    @cached_property
    def _categories(self) -> dict[str, CategoryPage]:
        categories = CategoryPage.objects.live().only(
            "path",
            "depth",
            "title",
            "organ_id",
            "update_interval_days",
            "publication_deadline",
            "items_required",
        )
        if self._column is not None:
            categories = categories.descendant_of(self._column)
        return {category.path: category for category in categories.order_by("path")}

    @cached_property
    def _notes(self) -> Mapping[str, CategoryNote]:
        newest = self._newest_by_category()
        return {
            path: CategoryNote(
                category.pk,
                category.title,
                self._responsible(path),
                category.update_interval_days,
                newest.get(path),
            )
            for path, category in self._categories.items()
        }

    def _newest_by_category(self) -> dict[str, date]:
        """Day of the newest item of each category and of the categories below it."""
        items: ItemQuerySet = ItemPage.objects.all()
        if self._column is not None:
            items = items.descendant_of(self._column)
        step = ItemPage.steplen
        newest: dict[str, date] = {}
        for path, day in (
            items.disclosed()
            .filter(published_on__lte=self._day)
            .order_by()
            .annotate(category=CATEGORY_OF_ITEM)
            .values_list("category")
            .annotate(day=Max("published_on"))
        ):
            above = path
            while above:
                if above in self._categories and day > newest.get(above, date.min):
                    newest[above] = day
                above = above[:-step]
        return newest

    def _responsible(self, path: str) -> int | None:
        """Organ of a category, or of the nearest one above it that names one, or of the column."""
        step = CategoryPage.steplen
        while path:
            category = self._categories.get(path)
            if category is not None and category.organ_id:
                return int(category.organ_id)
            path = path[:-step]
        return getattr(self._column, "organ_id", None)

    def _is_blank(self, path: str) -> bool:
        return self._categories[path].items_required and self._notes[path].newest is None

    @cached_property
    def _deadlines(self) -> Deadlines:
        return Deadlines(
            {
                path: category.publication_deadline
                for path, category in self._categories.items()
                if category.publication_deadline
            }
        )
