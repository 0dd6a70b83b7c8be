"""The numbers of many organs at once, in a constant number of queries for any number of them.

Each is what ``statistics.services.values_of`` says of the organ alone; a test compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from wagtail import hooks

from ..statistics.cells import parts_by_code
from ..statistics.figures import plain
from ..statistics.models import AnnualStatistics, AnnualValue
from ..statistics.registry import HOOK, Number, Scope
from ..statutory.forms import form_for
from ..statutory.rules.structure import Values
from ..statutory.structure import Cell
from .bodies import Bodies


@dataclass(frozen=True)
class Counted:
    """What is counted of an organ, and what people entered for it or signed off."""

    statistics: AnnualStatistics | None
    values: Values


def input_cells(year: int) -> dict[str, Cell]:
    """Cells of the year's form that are no sums of others."""
    return {code: cell for code, cell in form_for(year).cells.items() if not cell.parts}


def add(numbers: Iterable[Number | None]) -> Number | None:
    """The sum of the numbers that there are; None where there is none."""
    there = [number for number in numbers if number is not None]
    return sum(there) if there else None


def values_of_many(organs: Sequence[Any], year: int, bodies: Bodies) -> dict[int, Counted]:
    """The effective values of every cell of the year's form, by the key of the organ."""
    stored = _Stored.of(organs, year)
    opened = [organ for organ in organs if not stored.is_frozen(organ.pk)]
    compiling = [organ for organ in opened if bodies.compiles(organ.pk)]
    others = [organ for organ in opened if not bodies.compiles(organ.pk)]
    computed = _counted(others, year, bodies) | compile_sums(compiling, year, bodies)
    return {
        organ.pk: Counted(
            stored.statistics.get(organ.pk),
            stored.frozen(organ.pk)
            if stored.is_frozen(organ.pk)
            else _effective(stored.rows[organ.pk], computed.get(organ.pk, {}), year),
        )
        for organ in organs
    }


def own_values(organ: Any, year: int, sums: Mapping[str, Number | None]) -> Counted:
    """The effective values of a compiling organ whose sums are known: two queries."""
    stored = _Stored.of([organ], year)
    values = (
        stored.frozen(organ.pk)
        if stored.is_frozen(organ.pk)
        else _effective(stored.rows[organ.pk], sums, year)
    )
    return Counted(stored.statistics.get(organ.pk), values)


def compile_sums(
    compiling: Sequence[Any], year: int, bodies: Bodies
) -> dict[int, dict[str, Number | None]]:
    """Sums of the members of each compiling organ, its members' members below them."""
    if not compiling:
        return {}
    members = {organ.pk: bodies.counted_members(organ.pk) for organ in compiling}
    below = [body.organ for found in members.values() for body in found]
    counted = reported(values_of_many(below, year, bodies), year)
    return {
        organ.pk: {
            code: add(
                counted[body.organ_id].values.get(code)
                for body in members[organ.pk]
                if body.organ_id in counted
            )
            for code in input_cells(year)
        }
        for organ in compiling
    }


def reported(counted: Mapping[int, Counted], year: int) -> dict[int, Counted]:
    """Those of which the year's statistics or report were begun.

    What is counted of others is nobody's statement yet, and goes into no sum.
    """
    pages = apps.get_model("gongkai_pages", "AnnualReportPage").objects.filter(year=year)
    without = [pk for pk, each in counted.items() if each.statistics is None]
    begun = organs_with_reports(pages, without) if without else {}
    return {pk: each for pk, each in counted.items() if each.statistics is not None or pk in begun}


def organs_with_reports(pages: Any, organ_ids: Iterable[int]) -> dict[int, Any]:
    """Reports among ``pages`` by the key of the organ whose column they stand in: two queries."""
    columns = apps.get_model("gongkai_pages", "DisclosureIndexPage").objects.filter(
        organ_id__in=list(organ_ids), alias_of__isnull=True
    )
    by_path = dict(columns.values_list("path", "organ_id"))
    if not by_path:
        return {}
    step = len(min(by_path, key=len))
    found = {}
    for page in pages.filter(alias_of__isnull=True).defer("body", "figures"):
        # A column may stand within another's tree; the innermost counts.
        path = page.path
        while len(path) > step and path not in by_path:
            path = path[: -page.steplen]
        if path in by_path:
            found[by_path[path]] = page
    return found


@dataclass(frozen=True)
class _Stored:
    """Statistics and their rows, by the key of the organ."""

    statistics: dict[int, AnnualStatistics]
    rows: dict[int, list[AnnualValue]]

    @classmethod
    def of(cls, organs: Iterable[Any], year: int) -> _Stored:
        found = AnnualStatistics.objects.filter(
            organ_id__in=[organ.pk for organ in organs], year=year
        ).order_by()
        statistics = {each.organ_id: each for each in found}
        organ_of = {each.pk: organ_id for organ_id, each in statistics.items()}
        rows: dict[int, list[AnnualValue]] = defaultdict(list)
        for row in AnnualValue.objects.filter(statistics_id__in=list(organ_of)).order_by():
            rows[organ_of[row.statistics_id]].append(row)
        return cls(statistics, rows)

    def is_frozen(self, organ_id: int) -> bool:
        return organ_id in self.statistics and self.statistics[organ_id].is_frozen

    def frozen(self, organ_id: int) -> dict[str, Number | None]:
        return {row.code: plain(row.frozen) for row in self.rows[organ_id]}


def _effective(
    rows: Iterable[AnnualValue], computed: Mapping[str, Number | None], year: int
) -> dict[str, Number | None]:
    """What was entered, else what is counted, else the sum by the form."""
    sums = parts_by_code(year)
    values: dict[str, Number | None] = dict(computed)
    values |= {row.code: plain(row.override) for row in rows if row.override is not None}

    def worth(code: str) -> Number | None:
        if values.get(code) is None and code in sums:
            numbers = [worth(part) for part in sums[code]]
            values[code] = None if None in numbers else add(numbers)
        return values.get(code)

    return {code: worth(code) for code in form_for(year).cells}


def _counted(
    organs: Sequence[Any], year: int, bodies: Bodies
) -> dict[int, dict[str, Number | None]]:
    """What the sources count now for organs that add up no others'."""
    scopes = _scopes(organs, year, bodies)
    found: dict[int, dict[str, Number | None]] = {pk: {} for pk in scopes}
    cells = form_for(year).cells
    for register in hooks.get_hooks(HOOK):
        source = register()
        codes = {row[0] for row in source(None).list_figures()} & cells.keys()
        everywhere = getattr(source, "counts_without_column", False)
        asked = [scope for scope in scopes.values() if everywhere or scope.column is not None]
        if not codes or not asked:
            continue
        for scope, numbers in zip(asked, _ask(source, asked), strict=True):
            # The last source that lists a code owns it, also where it counts nothing.
            owned = {code: numbers.get(code) for code in codes}
            found[scope.organ.pk] |= owned
    return found


def _ask(source: Any, scopes: Sequence[Scope]) -> Sequence[Mapping[str, Number]]:
    many = getattr(source, "compute_many", None)
    if many is not None:
        answers: Sequence[Mapping[str, Number]] = many(scopes)
        return answers
    return [source(scope).compute() for scope in scopes]


def _scopes(organs: Sequence[Any], year: int, bodies: Bodies) -> dict[int, Scope]:
    """Scopes by the key of the organ; its column is its own, or that of the nearest organ above."""
    if not organs:
        return {}
    columns = {
        column.organ_id: column
        for column in apps.get_model("gongkai_pages", "DisclosureIndexPage").objects.order_by(
            "-path"
        )
    }
    return {
        organ.pk: Scope(
            organ,
            year,
            next(
                (columns[pk] for pk in (organ.pk, *bodies.above(organ.pk)) if pk in columns), None
            ),
        )
        for organ in organs
    }
