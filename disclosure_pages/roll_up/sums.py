"""汇总: a compiling organ's tables as the sums of its members', and what each contributed.

A member is a body whose numbers go into the organ's tables (``bodies.py``). What the organ does
itself is reported by an office of its own, a member like the others: its own registers, and
whatever the sources count of the organ and everything below it, are left aside, since the members'
figures hold all that already. A member counts from when its statistics or its report are begun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps

from ..reports.checking import CheckedBreach, open_breaches
from ..statistics.models import RuleRemark
from ..statistics.registry import Number
from ..statutory.forms import form_for
from ..statutory.rules.registry import check
from ..statutory.rules.structure import Facts, Values
from ..statutory.structure import ReportForm
from .bodies import Bodies
from .models import Level, ReportingBody
from .standings import Standing, State, standings_of
from .values import add, input_cells, own_values, values_of_many


@dataclass(frozen=True)
class Member:
    """What one body contributes to the sums.

    Attributes:
        values: its numbers by the code of the cell; empty where it has not begun to report.
        gaps: codes of the cells that nobody filled in.
        breaches: rules that its numbers break, with the remarks on them.
        counted_in: the body whose figures hold its own already, so that it adds nothing itself.
    """

    body: ReportingBody
    standing: Standing
    values: Values
    gaps: tuple[str, ...]
    breaches: tuple[CheckedBreach, ...]
    counted_in: ReportingBody | None

    @property
    def is_missing(self) -> bool:
        """Whether it has not reported anything."""
        return self.standing.state == State.ABSENT

    @property
    def is_incomplete(self) -> bool:
        """Whether it reported, but not every number."""
        return not self.is_missing and bool(self.gaps)

    @property
    def errors(self) -> list[CheckedBreach]:
        """What has to be corrected."""
        return [each for each in self.breaches if each.breach.is_error]

    @property
    def warnings(self) -> list[CheckedBreach]:
        """What nobody has explained."""
        return [each for each in open_breaches(self.breaches) if not each.breach.is_error]

    def contribution(self, code: str) -> Number | None:
        """What it adds to a cell."""
        return None if self.counted_in else self.values.get(code)


@dataclass(frozen=True)
class RollUp:
    """The sums of a compiling organ and year.

    Attributes:
        sums: by the code of the cell.
        own: the organ's own effective values, which differ where it is frozen or overridden.
        uncovered: organs directly below it for which no body reports.
    """

    organ: Any
    year: int
    form: ReportForm
    members: Sequence[Member]
    sums: Mapping[str, Number | None]
    own: Values
    is_frozen: bool
    uncovered: Sequence[Any]

    @property
    def counted(self) -> list[Member]:
        """Members that add to the sums."""
        return [member for member in self.members if member.counted_in is None]

    @property
    def missing(self) -> list[Member]:
        """Members that have not reported anything."""
        return [member for member in self.counted if member.is_missing]

    @property
    def incomplete(self) -> list[Member]:
        """Members that left cells empty."""
        return [member for member in self.counted if member.is_incomplete]

    def late(self, today: date) -> list[Member]:
        """Members that were, or are, past their date."""
        return [member for member in self.members if member.standing.is_late(today)]

    def differs(self, code: str) -> bool:
        """Whether the organ's own statistics say something else than the sum."""
        return self.own.get(code) != self.sums.get(code)


def compiling_organs(year: int) -> list[Any]:
    """Organs that add up the reports of others in ``year``."""
    bodies = ReportingBody.objects.of_year(year).filter(compiles=True).select_related("organ")
    return [body.organ for body in bodies]


def roll_up(organ: Any, year: int) -> RollUp:
    """The sums of ``organ``, in a constant number of queries for any number of members."""
    bodies = Bodies.of_year(year)
    bodies_before = Bodies.of_year(year - 1)
    found = bodies.members.get(organ.pk, [])
    organs = [body.organ for body in found]
    now = values_of_many(organs, year, bodies)
    before = values_of_many(organs, year - 1, bodies_before)
    standings = standings_of(found, year)
    remarks = _remarks([each.statistics.pk for each in standings if each.statistics])
    members = [
        _member(
            standing,
            now[standing.body.organ_id].values,
            before[standing.body.organ_id].values,
            remarks,
            bodies.counted_in(standing.body),
        )
        for standing in standings
    ]
    sums = add_up(members, year)
    own = own_values(organ, year, sums)
    organ_model = apps.get_model("gongkai_catalogue", "Organ")
    return RollUp(
        organ=organ,
        year=year,
        form=form_for(year),
        members=members,
        sums=sums,
        own=own.values,
        is_frozen=bool(own.statistics and own.statistics.is_frozen),
        uncovered=list(organ_model.objects.filter(pk__in=bodies.uncovered(organ.pk))),
    )


def add_up(members: Sequence[Member], year: int) -> dict[str, Number | None]:
    """Every cell: inputs are added up over the members, the form's own sums follow from these."""
    cells = form_for(year).cells
    found: dict[str, Number | None] = {
        code: add(member.contribution(code) for member in members) for code in input_cells(year)
    }

    def worth(code: str) -> Number | None:
        if code not in found:
            numbers = [worth(part) for part in cells[code].parts]
            found[code] = None if None in numbers else add(numbers)
        return found[code]

    return {code: worth(code) for code in cells}


def _member(
    standing: Standing,
    values: Values,
    last_year: Values,
    remarks: Mapping[tuple[int, str], RuleRemark],
    counted_in: ReportingBody | None,
) -> Member:
    form = form_for(standing.year)
    if standing.state == State.ABSENT:
        return Member(standing.body, standing, {}, tuple(form.cells), (), counted_in)
    facts = Facts(
        form=form,
        year=standing.year,
        values=values,
        last_year=last_year,
        reported_on=standing.report.reported_on if standing.report else None,
        is_township=standing.body.level == Level.TOWNSHIP,
    )
    key = standing.statistics.pk if standing.statistics else 0
    breaches = tuple(
        CheckedBreach(breach, remarks.get((key, breach.key))) for breach in check(facts)
    )
    gaps = tuple(code for code in form.cells if values.get(code) is None)
    return Member(standing.body, standing, values, gaps, breaches, counted_in)


def _remarks(statistics_ids: Sequence[int]) -> dict[tuple[int, str], RuleRemark]:
    found = RuleRemark.objects.filter(statistics_id__in=statistics_ids)
    return {(remark.statistics_id, remark.key): remark for remark in found}
