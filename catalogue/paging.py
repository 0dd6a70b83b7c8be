"""The pages of a list: any of them at the cost of the first, however long the list is.

A page is found in the narrow rows of the listed items, and its items are read by their keys. In the
order of publication the counts by year say in which years a page lies, so that no more than the
items of one year are passed over. In other orders, and where the tallies do not know a condition,
there is no such help, and a list ends after :data:`MOST_PASSED_OVER` items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .models import ItemPage

if TYPE_CHECKING:
    from collections import Counter

    from .filters import ItemFilterSet

# Items that a list may pass over one by one: some milliseconds.
MOST_PASSED_OVER = 10_000
_BY_DAY = "published_on"


class ListedItems:
    """The items of a valid filter set in its order; slices of it are lists."""

    def __init__(self, filterset: ItemFilterSet, total: int) -> None:
        self._filterset = filterset
        self._total = total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, wanted: slice) -> Sequence[ItemPage]:
        start, stop, _step = wanted.indices(self._total)
        return Shown(lambda: self._items(start, stop), max(0, stop - start))

    def _items(self, start: int, stop: int) -> list[ItemPage]:
        if stop <= start:
            return []
        keys = self._keys(start, stop)
        filterset = self._filterset
        # The items themselves say whether they may be shown, whatever was listed.
        items = (
            ItemPage.objects.disclosed(filterset.hidden)
            .filter(pk__in=keys)
            .select_related("organ")
            .defer("body")
            .with_validity(timezone.localdate())
        )
        found = {item.pk: item for item in items}
        return [found[pk] for pk in keys if pk in found]

    @cached_property
    def by_year(self) -> Mapping[int, int] | None:
        """Number of items of each year; None where it does not help to find a page."""
        filterset = self._filterset
        counts: Mapping[str, Counter[str]] | None = filterset.tallied()
        if counts is None or filterset.ordering.removeprefix("-") != _BY_DAY:
            return None
        if filterset.selection is None or filterset.selection.days is not None:
            return None
        chosen = filterset.chosen("year")
        years = {int(y): n for y, n in counts["year"].items() if not chosen or y in chosen}
        # What has no day stands at one of the ends: each database has its own opinion at which.
        return None if 0 in years or sum(years.values()) != self._total else years

    def _keys(self, start: int, stop: int) -> list[int]:
        filterset = self._filterset
        if filterset.selection is None:
            return list(filterset.qs.values_list("pk", flat=True)[start:stop])
        rows = filterset.selection.listed()
        if self.by_year is not None:
            passed, first, last = self._years(start, stop, self.by_year)
            days = (date(first, 1, 1), date(last, 12, 31))
            rows = rows.filter(published_on__range=days)
            start, stop = start - passed, stop - passed
        column = filterset.ordering.removeprefix("-")
        descends = "-" if filterset.ordering.startswith("-") else ""
        rows = rows.values_list("item_id", flat=True)
        if column != "written_on":
            return list(rows.order_by(f"{descends}{column}", f"{descends}item_id")[start:stop])
        # Those without a day come last, which no index says on every database.
        dated = rows.filter(written_on__isnull=False)
        dated = dated.order_by(f"{descends}written_on", f"{descends}item_id")
        keys = list(dated[start:stop])
        if len(keys) == stop - start:
            return keys
        others = rows.filter(written_on__isnull=True).order_by(f"{descends}item_id")
        number = self._total - others.count()
        return [*keys, *others[max(0, start - number) : max(0, stop - number)]]

    def _years(self, start: int, stop: int, by_year: Mapping[int, int]) -> tuple[int, int, int]:
        """Items in the years before the one in which a page begins, and the page's own years."""
        descending = self._filterset.ordering.startswith("-")
        passed = 0
        before = 0
        own: list[int] = []
        for year in sorted(by_year, reverse=descending):
            if passed + by_year[year] > start and passed < stop:
                before = before if own else passed
                own.append(year)
            passed += by_year[year]
        return before, min(own), max(own)


class Shown(Sequence["ItemPage"]):
    """The items of one page, read when something is asked of one of them: a page whose table is
    kept asks nothing."""

    def __init__(self, read: Callable[[], list[ItemPage]], number: int) -> None:
        self._read = read
        self._number = number

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, index: int) -> ItemPage: ...
    @overload
    def __getitem__(self, index: slice) -> list[ItemPage]: ...
    def __getitem__(self, index: int | slice) -> ItemPage | list[ItemPage]:
        return self._items[index]

    def __iter__(self) -> Iterator[ItemPage]:
        return iter(self._items)

    @cached_property
    def _items(self) -> list[ItemPage]:
        return self._read()


class ListPaginator(Paginator):
    """The pages of a list whose number of items is known."""

    def __init__(self, items: ListedItems, per_page: int, *, total: int) -> None:
        sliced: Any = items
        super().__init__(sliced, per_page)
        self._items = items
        self._total = total

    @cached_property
    def count(self) -> int:
        """Number of items on all pages."""
        return self._total

    @cached_property
    def num_pages(self) -> int:
        """Number of pages that can be turned to."""
        pages = int(super().num_pages)
        most = MOST_PASSED_OVER // int(self.per_page)
        return pages if pages <= most or self._items.by_year is not None else most

    @property
    def notice(self) -> str:
        """A sentence where not all of the items can be turned to; else empty."""
        if self.num_pages * int(self.per_page) >= self._total:
            return ""
        return _(
            "这样筛选、排序时只能翻到第%(pages)d页（%(items)d条）；"
            "其余条目请加上年份、类别等条件查阅，或者改按发布日期排序。"
        ) % {"pages": self.num_pages, "items": self.num_pages * int(self.per_page)}
