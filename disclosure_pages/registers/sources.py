"""What the registers count for the yearly statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, DecimalField, Value
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from ..statistics.registry import Number, Scope
from ..statutory.forms import form_for
from .confirmations import RegisterConfirmation
from .counting import PLAIN_GROUP, Counted, counted_figures
from .kinds import Register
from .models import ROWS_OF

_ROWS = "rows"
_UNKNOWN = "unknown_"
_REGISTER = "of_register"
_PLACE = "place_"
# Figures of a register that are few enough to be asked with those of others.
_FEW = 40


class RegisterFigures:
    """Figures of one organ and year: its rows, and those of the organs below it.

    A register without any row of the year says nothing, unless the organ, or one above it, has
    confirmed that it is complete (台账确认): then nothing happened, and its figures are noughts.
    """

    counts_without_column = True
    counted_models = (
        "gongkai_catalogue.Organ",
        RegisterConfirmation._meta.label,
        *(model._meta.label for model in ROWS_OF.values()),
    )

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def list_figures(self) -> Iterator[tuple[str, str, str, str]]:
        """Code, label, unit and group of each figure; sums by the form too, for their lists."""
        for each in self._figures.values():
            yield each.code, str(each.label), str(each.unit), each.group

    def compute(self) -> dict[str, Number]:
        """The numbers of the registers that say something, in a constant number of queries."""
        return self.compute_many([self.scope])[0] if self.scope is not None else {}

    @classmethod
    def compute_many(cls, scopes: Sequence[Scope]) -> list[dict[str, Number]]:
        """As :meth:`compute` for each of several scopes of one year, in as many queries as one."""
        if not scopes or scopes[0].year > timezone.localdate().year:
            return [{} for _scope in scopes]
        return _Count(scopes[0].year, scopes[0].organs).of([scope.organ.pk for scope in scopes])

    def listing_url(self, code: str) -> str:
        """Registers are not public."""
        return ""

    def admin_url(self, code: str) -> str:
        """List of the rows that ``code`` counts, in the admin; empty in a site without one."""
        if self.scope is None or code not in self._figures:
            return ""
        return list_url(self._figures[code], self.scope.organ.pk, self.scope.year)

    @cached_property
    def _figures(self) -> dict[str, Counted]:
        return figures_of_year(self.scope.year if self.scope else None)


def figures_of_year(year: int | None) -> dict[str, Counted]:
    """What is counted for the form of a year, and for any year; without a year everything."""
    if year is None:
        return counted_figures()
    cells = form_for(year).cells
    return {
        code: each
        for code, each in counted_figures().items()
        if each.group == PLAIN_GROUP or code in cells
    }


def list_url(counted: Counted, organ_id: Any, year: int) -> str:
    """Address of the list in the admin that shows exactly what was counted."""
    model = ROWS_OF[counted.register]._meta
    query = {"organ": organ_id, "year": year, "counted": counted.code}
    try:
        index = reverse(f"{model.app_label}_{model.model_name}_modeladmin_index")
    except NoReverseMatch:
        return ""
    return f"{index}?{urlencode(query)}"


def _padded(asked: Mapping[str, Any], width: int) -> dict[str, Any]:
    """So many expressions of one type, with nothing in the places that are left."""
    expressions = [*asked.values(), *[Value(None)] * (width - len(asked))]
    number = DecimalField(max_digits=20, decimal_places=2)
    return {f"{_PLACE}{place}": Cast(each, number) for place, each in enumerate(expressions)}


class _Count:
    """All registers of one year, organ by organ, and then added up over what is below each."""

    def __init__(self, year: int, organs: Iterable[Any]) -> None:
        self._year = year
        self._figures = {
            code: each for code, each in figures_of_year(year).items() if not each.parts
        }
        self._parents: dict[int, int | None] = {each.pk: each.parent_id for each in organs}
        self._children: dict[int, list[int]] = {}
        for pk, parent in self._parents.items():
            if parent is not None:
                self._children.setdefault(parent, []).append(pk)

    def of(self, organs: Sequence[int]) -> list[dict[str, Number]]:
        """Numbers by code for each organ."""
        below = [self._below(organ) for organ in organs]
        everybody = set().union(*below)
        found = self._ask(everybody)
        confirmed = self._confirmed()
        return [
            self._add_up(found, members, self._confirmed_for(organ, confirmed))
            for organ, members in zip(organs, below, strict=True)
        ]

    def _confirmed_for(self, organ: int, confirmed: Mapping[str, set[int]]) -> set[str]:
        """Registers that the organ or one above it has confirmed."""
        above = self._above(organ)
        return {register for register, organs in confirmed.items() if organs & above}

    def _below(self, organ: int) -> set[int]:
        found, waiting = {organ}, [organ]
        while waiting:
            for child in self._children.get(waiting.pop(), []):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found

    def _above(self, organ: int) -> set[int]:
        found: set[int] = set()
        step: int | None = organ
        while step is not None and step not in found:
            found.add(step)
            step = self._parents.get(step)
        return found

    def _confirmed(self) -> dict[str, set[int]]:
        """Organs that have confirmed a register, by register."""
        confirmed: dict[str, set[int]] = {}
        rows = RegisterConfirmation.objects.filter(year=self._year).order_by()
        for register, organ in rows.values_list("register", "organ_id"):
            confirmed.setdefault(register, set()).add(organ)
        return confirmed

    def _ask(self, organs: set[int]) -> dict[Register, dict[int, dict[str, Any]]]:
        """What is counted of each register, by organ, in two queries.

        Registers with few figures are asked together. They count different things: the places
        that one has more than another stay empty, so those with many are left out of that.
        """
        asked = {register: self._asked(register) for register in Register}
        few = [register for register in Register if len(asked[register]) <= _FEW]
        width = max((len(asked[register]) for register in few), default=0)
        together = [self._rows(each, organs, _padded(asked[each], width)) for each in few]
        found: dict[Register, dict[int, dict[str, Any]]] = {each: {} for each in Register}
        for register in Register:
            if register not in few:
                rows = self._rows(register, organs, asked[register])
                found[register] = {row["organ_id"]: row for row in rows}
        for row in together[0].union(*together[1:], all=True) if together else ():
            register = Register(row[_REGISTER])
            numbers = [row[f"{_PLACE}{place}"] for place in range(width)]
            named = dict(zip(asked[register], numbers, strict=False))
            found[register][row["organ_id"]] = named
        return found

    def _asked(self, register: Register) -> dict[str, Any]:
        """Expressions for the figures of a register, by the name that :meth:`_add_up` reads."""
        asked: dict[str, Any] = {_ROWS: Count("pk")}
        for number, each in enumerate(self._of(register)):
            asked[f"n{number}"] = each.aggregate(self._year)
            if each.unknown:
                asked[f"{_UNKNOWN}{number}"] = Count("pk", filter=each.unknown(self._year))
        return asked

    def _rows(self, register: Register, organs: set[int], asked: Mapping[str, Any]) -> Any:
        model = ROWS_OF[register]
        return (
            model._default_manager.filter(model.alive_in(self._year), organ_id__in=organs)
            .order_by()
            .annotate(**{_REGISTER: Value(register.value, output_field=CharField())})
            .values(_REGISTER, "organ_id")
            .annotate(**asked)
        )

    def _of(self, register: Register) -> list[Counted]:
        return [each for each in self._figures.values() if each.register == register]

    def _add_up(
        self,
        found: Mapping[Register, Mapping[int, Mapping[str, Any]]],
        members: Iterable[int],
        confirmed: set[str],
    ) -> dict[str, Number]:
        members = list(members)
        numbers: dict[str, Number] = {}
        for register in Register:
            rows = [found[register][organ] for organ in members if organ in found[register]]
            if not rows and register.value not in confirmed:
                continue
            for number, each in enumerate(self._of(register)):
                if any(row.get(f"{_UNKNOWN}{number}") for row in rows):
                    continue
                numbers[each.code] = each.number(sum(row[f"n{number}"] or 0 for row in rows))
        return numbers
