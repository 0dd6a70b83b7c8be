"""What the catalogue counts for the statutory forms, as a source of the yearly statistics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q

from .form_counts import TIMELINESS, FormCount, Period, form_counts
from .models import Genre, ItemPage
from .organ_tree import organ_links, with_subordinates
from .querysets import ItemQuerySet
from .statistics import FigureRow, ItemFigures, Scope
from .timeliness import CATEGORY_OF_ITEM, Deadlines, limits_by_path, measure

_RATE = "timeliness.rate"
_TENTH = Decimal("0.1")


class FormFigures:
    """Numbers of 表二 and of the sheet before it, and how much was public in time.

    They count what anybody may read in the column, so that the public list holds as many items.
    """

    counted_models = (
        *ItemFigures.counted_models,
        "gongkai_catalogue.Genre",
        "gongkai_workdays.WorkdayOverride",
    )

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def list_figures(self) -> Iterator[FigureRow]:
        """Code, label, unit and group of each figure."""
        for count in self._counts:
            yield count.code, str(count.label), str(count.unit), count.form
        for code, (label, unit) in TIMELINESS.items():
            yield code, str(label), str(unit), "timeliness"

    def compute(self) -> dict[str, int | Decimal]:
        """The number of each figure, in six queries at most.

        The rate, in per cent with one decimal place, is left out where nothing was published.
        """
        if self.scope is None or Period.of(self.scope.year).is_ahead:
            return {}
        period = Period.of(self.scope.year)
        figures: dict[str, int | Decimal] = {**self._count(period)}
        times = measure(self._items.published_in(self.scope.year), self._deadlines)
        figures |= {"timeliness.on_time": times.on_time, "timeliness.late": times.late}
        if known := times.on_time + times.late:
            rate = Decimal(100 * times.on_time) / known
            figures[_RATE] = rate.quantize(_TENTH, rounding=ROUND_HALF_UP)
        return figures

    def _count(self, period: Period) -> dict[str, int]:
        """Numbers of the form. Documents of a statutory class are few, and are found by genre."""
        found: dict[str, int] = {}
        for chosen, items in (
            ([each for each in self._counts if each.statutory_class], {"genre__in": self._genres}),
            ([each for each in self._counts if not each.statutory_class], {}),
        ):
            if chosen:
                conditions = [count.items(period) for count in chosen]
                asked = {
                    f"n{number}": Count("pk", filter=condition)
                    for number, condition in enumerate(conditions)
                }
                rows = self._items.filter(reduce(or_, conditions), **items).order_by()
                numbers = rows.aggregate(**asked)
                found |= {each.code: numbers[f"n{n}"] for n, each in enumerate(chosen)}
        return found

    @classmethod
    def compute_many(cls, scopes: Sequence[Scope]) -> list[dict[str, int]]:
        """Numbers of the form, for each of several scopes of one year; a county adds them up.

        All that is counted of any scope is asked for at once, by organ and category, and then
        shared out: three queries for any number of scopes.
        """
        if not scopes or Period.of(scopes[0].year).is_ahead:
            return [{} for _scope in scopes]
        period = Period.of(scopes[0].year)
        counts = [count for count in form_counts() if count.covers(period.year)]
        conditions = [count.items(period) for count in counts]
        asked: dict[str, Any] = {
            f"n{number}": Count("pk", filter=condition)
            for number, condition in enumerate(conditions)
        }
        rows = list(
            ItemPage.objects.disclosed()
            .filter(reduce(or_, conditions, Q(pk__in=())))
            .order_by()
            .annotate(category=CATEGORY_OF_ITEM)
            .values("organ_id", "category")
            .annotate(**asked)
        )
        parents = organ_links(scopes[0].organs)
        found = []
        for scope in scopes:
            within = with_subordinates(parents, [scope.organ.pk])
            own = [
                row
                for row in rows
                if row["organ_id"] in within and row["category"].startswith(scope.column.path)
            ]
            found.append(
                {
                    count.code: sum(row[f"n{number}"] for row in own)
                    for number, count in enumerate(counts)
                }
            )
        return found

    def listing_url(self, code: str) -> str:
        """Address of the list of what ``code`` counts; empty for a rate, and without a list."""
        if self.scope is None or code == _RATE:
            return ""
        base = self._list_url
        query = {"organ": self.scope.organ.slug, "counted": f"{code}.{self.scope.year}"}
        return f"{base}?{urlencode(query)}" if base else ""

    @cached_property
    def _list_url(self) -> str:
        return ItemFigures(self.scope).listing_url("items.total").partition("?")[0]

    @cached_property
    def _counts(self) -> list[FormCount]:
        year = self.scope.year if self.scope else None
        return [count for count in form_counts() if year is None or count.covers(year)]

    @cached_property
    def _genres(self) -> list[int]:
        """Keys of the genres that are of a statutory class."""
        scope: Any = self.scope
        genres = Genre.objects.exclude(statutory_class="").order_by("pk")
        rows = genres.values_list("pk", flat=True)
        found: list[int] = scope.keep(
            "statutory genres", ["gongkai_catalogue.Genre"], lambda: list(rows), of_all=True
        )
        return found

    @cached_property
    def _items(self) -> ItemQuerySet:
        scope: Any = self.scope
        items: ItemQuerySet = ItemPage.objects.descendant_of(scope.column)
        within = with_subordinates(organ_links(scope.organs), [scope.organ.pk])
        return items.disclosed(scope.hidden).of_organs(within)

    @cached_property
    def _deadlines(self) -> Deadlines:
        scope: Any = self.scope
        labels = ["gongkai_catalogue.CategoryPage", "wagtailcore.Page"]
        return Deadlines(scope.keep("deadlines", labels, limits_by_path, of_all=True))
