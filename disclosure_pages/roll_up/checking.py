"""What a compiling organ has to explain before it signs its sums off: who is not in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from ..statistics.models import AnnualStatistics
from ..statutory.rules.structure import Breach, Facts, Found, Rule, Severity
from .models import ReportingBody
from .sums import Member, roll_up

_NAMED = 5


def _nothing(facts: Facts) -> Iterator[Found]:
    """The numbers of one report do not say whose they are the sum of."""
    yield from ()


MEMBERS = Rule(
    id="roll_up.members",
    title="汇总的各报告单位都已报告，数据完整、无误。",
    severity=Severity.WARNING,
    source="汇总口径",
    find=_nothing,
)


def breaches_of(statistics: AnnualStatistics) -> list[Breach]:
    """Warnings on members that are missing, incomplete or wrong; none for other organs, and none
    for sums that are signed off. One query where the organ compiles nothing."""
    bodies = ReportingBody.objects.of_year(statistics.year)
    compiles = bodies.filter(organ=statistics.organ_id, compiles=True).exists()
    if statistics.is_frozen or not compiles:
        return []
    found = roll_up(statistics.organ, statistics.year)
    wrong = [member for member in found.counted if member.errors]
    said = (
        (_("还有%(number)d个单位未报，汇总不包括：%(names)s。"), found.missing),
        (_("%(number)d个单位有数据未填：%(names)s。"), found.incomplete),
        (_("%(number)d个单位的数据有错误：%(names)s。"), wrong),
    )
    return [
        Breach(MEMBERS, sentence % {"number": len(members), "names": _names(members)}, ())
        for sentence, members in said
        if members
    ]


def _names(members: Sequence[Member]) -> str:
    names = _("、").join(str(member.body) for member in members[:_NAMED])
    return _("%s等") % names if len(members) > _NAMED else names
