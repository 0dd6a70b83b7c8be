"""Which body's numbers go into whose: the forest of reporting bodies of a year.

There are hundreds of organs at most, so the tree is read whole and walked in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.utils.translation import gettext as _

from .models import ReportingBody

# Before and after any year that is given.
_FIRST, _LAST = 0, 9999


@dataclass(frozen=True)
class Bodies:
    """Reporting bodies by the key of their organ, and the tree of organs they stand in.

    Whatever the admin let through before the tree was changed: nobody is compiled into itself by
    any detour, and no body is counted beside one that has counted it already.
    """

    by_organ: Mapping[int, ReportingBody]
    parents: Mapping[int, int | None]

    @classmethod
    def of_year(cls, year: int) -> Bodies:
        """Bodies that owe a report of ``year``: two queries."""
        return cls.of(ReportingBody.objects.of_year(year).select_related("organ"))

    @classmethod
    def of(cls, bodies: Iterable[ReportingBody]) -> Bodies:
        """The given bodies in the tree of organs: one query."""
        organs = apps.get_model("gongkai_catalogue", "Organ").objects
        return cls(
            {body.organ_id: body for body in bodies},
            dict(organs.order_by().values_list("pk", "parent_id")),
        )

    def above(self, organ_id: int) -> list[int]:
        """Keys of the organs above one, the nearest first."""
        line: list[int] = []
        pk = self.parents.get(organ_id)
        while pk is not None and pk not in line and pk != organ_id:
            line.append(pk)
            pk = self.parents.get(pk)
        return line

    def compiles(self, organ_id: int) -> bool:
        """Whether an organ adds the reports of others up."""
        body = self.by_organ.get(organ_id)
        return bool(body and body.compiles)

    def target(self, body: ReportingBody) -> int | None:
        """Key of the organ that a body names, or of the nearest one above it that compiles."""
        if body.compiled_into_id:
            named = body.compiled_into_id
            return named if self.compiles(named) and named != body.organ_id else None
        return next((pk for pk in self.above(body.organ_id) if self.compiles(pk)), None)

    @cached_property
    def compilers(self) -> dict[int, int]:
        """By the key of an organ, that of the organ into whose tables its numbers go."""
        targets = {pk: self.target(body) for pk, body in self.by_organ.items()}
        return {
            pk: target
            for pk, target in targets.items()
            if target is not None and not _runs_in_circles(pk, targets)
        }

    @cached_property
    def members(self) -> dict[int, list[ReportingBody]]:
        """By the key of a compiling organ, its members in the order of the bodies."""
        found: dict[int, list[ReportingBody]] = defaultdict(list)
        for pk, body in self.by_organ.items():
            if pk in self.compilers:
                found[self.compilers[pk]].append(body)
        return dict(found)

    def counted_in(self, body: ReportingBody) -> ReportingBody | None:
        """The body whose statistics hold those of ``body`` already: they count the organs below it.

        Only one that goes into the same sum makes a number count twice.
        """
        target = self.compilers.get(body.organ_id)
        for pk in self.above(body.organ_id):
            if pk == target:
                return None
            upper = self.by_organ.get(pk)
            if upper and not upper.compiles and self.compilers.get(pk) == target:
                return upper
        return None

    def counted_members(self, organ_id: int) -> list[ReportingBody]:
        """Members of a compiling organ whose numbers go into its sums."""
        return [body for body in self.members.get(organ_id, []) if self.counted_in(body) is None]

    def uncovered(self, organ_id: int) -> list[int]:
        """Keys of organs below a compiling one for which no body reports, the outermost ones only.

        What they do is in no member's figures.
        """
        children: dict[int | None, list[int]] = defaultdict(list)
        for pk, parent in self.parents.items():
            children[parent].append(pk)
        return sorted(pk for pk in children[organ_id] if pk not in self.by_organ and pk != organ_id)


def _runs_in_circles(organ_id: int, targets: Mapping[int, int | None]) -> bool:
    """Whether the way up from an organ leads back to it."""
    seen: set[int] = set()
    pk = targets.get(organ_id)
    while pk is not None and pk not in seen:
        if pk == organ_id:
            return True
        seen.add(pk)
        pk = targets.get(pk)
    return False


def problems_of(body: ReportingBody) -> dict[str, str]:
    """Sentences, by field, on what would count twice or never end if ``body`` were saved so."""
    others = ReportingBody.objects.exclude(pk=body.pk).select_related("organ")
    bodies = Bodies.of([*(other for other in others if _at_the_same_time(other, body)), body])
    named = body.compiled_into_id
    if named and named == body.organ_id:
        return {"compiled_into": _("机构不能汇入自己，请另选或者留空。")}
    if named and not bodies.compiles(named):
        return {
            "compiled_into": _("“%s”不是汇总机构，请先把它登记为报告单位并勾选“汇总下级”。")
            % body.compiled_into
        }
    if bodies.target(body) is not None and body.organ_id not in bodies.compilers:
        return {"compiled_into": _("这样会循环汇总：汇入的机构又汇入本机构，请另选。")}
    return _repeated(bodies, body)


def _at_the_same_time(one: ReportingBody, other: ReportingBody) -> bool:
    """Whether there is a year in which both report."""
    first = max(one.active_from or _FIRST, other.active_from or _FIRST)
    return first <= min(one.active_to or _LAST, other.active_to or _LAST)


def _repeated(bodies: Bodies, body: ReportingBody) -> dict[str, str]:
    if upper := bodies.counted_in(body):
        return {
            "organ": _("上级机构“%s”也是报告单位，其统计已经包括本机构，再汇总会重复计算。") % upper
        }
    for other in bodies.by_organ.values():
        if other.organ_id != body.organ_id and bodies.counted_in(other) is body:
            return {
                "organ": _("下属机构“%s”已是报告单位，本机构的统计包括它，再汇总会重复计算。")
                % other
            }
    return {}
