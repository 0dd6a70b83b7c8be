"""The roll-up as a source of the yearly statistics."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from ..statistics.cells import group_of
from ..statistics.registry import Number, Scope
from ..statutory.forms import form_for
from .bodies import Bodies
from .models import ReportingBody
from .values import compile_sums

ROLL_UP = "gongkai_roll_up"
MEMBERS = "members"


def roll_up_url(organ_id: Any, year: int, code: str = "") -> str:
    """Address of the admin's page of a compiling organ; with a code, of what each contributed."""
    query = {"organ": organ_id, "year": year, **({"cell": code} if code else {})}
    return f"{reverse(ROLL_UP)}?{urlencode(query)}{f'#{MEMBERS}' if code else ''}"


class RollUpFigures:
    """The cells of a compiling organ: sums over its members, in place of all other counts.

    Of an organ that compiles nothing in the year it says nothing.
    """

    counts_without_column = True

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    @cached_property
    def _compiles(self) -> bool:
        if self.scope is None:
            return False
        bodies = ReportingBody.objects.of_year(self.scope.year)
        compiling = bodies.filter(organ=self.scope.organ.pk, compiles=True)
        return self.scope.keep("compiles", [ReportingBody._meta.label], compiling.exists)

    def list_figures(self) -> Iterator[tuple[str, str, str, str]]:
        """Every cell of the year's form, its own sums too: what is computed of them follows from
        the inputs, and their lists are here."""
        if self.scope is not None and self._compiles:
            for code, cell in form_for(self.scope.year).cells.items():
                yield code, cell.label, cell.unit, group_of(cell)

    def compute(self) -> dict[str, Number]:
        """Sums over the members that have reported; without cells that none of them filled in."""
        if self.scope is None or not self._compiles:
            return {}
        bodies = Bodies.of_year(self.scope.year)
        sums = compile_sums([self.scope.organ], self.scope.year, bodies)[self.scope.organ.pk]
        return {code: number for code, number in sums.items() if number is not None}

    def listing_url(self, code: str) -> str:
        """None: what each member contributed is in the admin."""
        return ""

    def admin_url(self, code: str) -> str:
        """What each member contributed."""
        scope = self.scope
        return roll_up_url(scope.organ.pk, scope.year, code) if scope is not None else ""
