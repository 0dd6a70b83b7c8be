"""One line for each organ: what it published, how much of it in time, and what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .enums import Severity
from .models import MonitorRun
from .reading import open_findings, organ_ids_of
from .rooms import catalogue
from .rules.base import all_rules
from .rules.places import disclosed_items

GROUPS: dict[str, tuple[Any, Any]] = {
    "stale": (
        _("不更新栏目"),
        _("动态类、通知类超期未更新和超过更新周期的栏目数。"),
    ),
    "blank": (_("空白栏目"), _("应有内容而没有已公开条目的栏目数。")),
    "late": (_("待发布超期"), _("成文后超过公开时限仍未公开的条目数。")),
    "links": (_("链接和附件"), _("链接、附件方面待整改的问题数。")),
    "other": (_("其他问题"), _("元数据、指南、年报、留言、答复等其他待整改的问题数。")),
}
NUMBERS: dict[str, tuple[Any, Any]] = {
    "published": (_("本年公开"), _("本年1月1日至监测日发布、现在仍公开的条目数。")),
    "rate": (
        _("按时率"),
        _("其中在公开时限（一般20个工作日）内发布的比例；没有成文日期的不计入。"),
    ),
    **GROUPS,
    "open": (_("待整改合计"), _("以上各项待整改问题与单项否决问题之和，不含提示。")),
}
# Of these more is better; of all others less.
_HIGHER_IS_BETTER = frozenset({"published", "rate"})
_COUNTED = (Severity.WARNING, Severity.VETO)


@dataclass
class Line:
    """The figures of one organ."""

    organ_id: int | None
    name: str
    on_time: int = 0
    late: int = 0
    published: int = 0
    open: int = 0
    groups: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))

    @property
    def rate(self) -> float | None:
        """The share published in time; None where no item says when it was written."""
        dated = self.on_time + self.late
        return self.on_time / dated if dated else None

    def number(self, key: str) -> float | None:
        """One figure by its key."""
        if key in self.groups:
            return self.groups[key]
        found: float | None = getattr(self, key)
        return found


def league(run: MonitorRun, user: Any, sort: str = "open") -> list[Line]:
    """Lines of the organs that the user sees, the best first: a constant number of queries.

    Args:
        sort: key of :data:`NUMBERS` or ``name``; with ``-`` before it the worst first.
    """
    lines = _named(user)
    _count_findings(run, user, lines)
    _count_items(run.day, lines)
    found = [each for each in lines.values() if each.published or each.open]
    return _sorted(found, sort)


def _named(user: Any) -> defaultdict[int | None, Line]:
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    seen = organ_ids_of(user)
    organs = organ.objects.order_by("sort_order", "pk").values_list("pk", "name")
    lines: defaultdict[int | None, Line] = defaultdict(lambda: Line(None, _now("未指定机构")))
    for pk, name in organs:
        if seen is None or pk in seen:
            lines[pk] = Line(pk, name)
    if seen is None:
        lines[None] = Line(None, _now("未指定机构"))
    return lines


def _count_findings(run: MonitorRun, user: Any, lines: dict[int | None, Line]) -> None:
    groups = {rule.code: getattr(rule, "group", "other") for rule in all_rules()}
    rows = (
        open_findings(user=user, run=run)
        .filter(severity__in=_COUNTED)
        .order_by()
        .values_list("organ_id", "rule")
        .annotate(number=Count("pk"))
    )
    for organ, rule, number in rows:
        # A rule that is no longer installed still counts in what it found.
        group = groups.get(rule, "other")
        if group and organ in lines:
            lines[organ].groups[group if group in GROUPS else "other"] += number
            lines[organ].open += number


def _count_items(day: date, lines: dict[int | None, Line]) -> None:
    timeliness = catalogue("timeliness")
    deadlines = timeliness.Deadlines.load()
    rows = (
        disclosed_items()
        .filter(published_year=day.year, published_on__lte=day)
        .annotate(category=timeliness.CATEGORY_OF_ITEM)
        .values_list("organ_id", "written_on", "published_on", "category")
        .annotate(number=Count("pk"))
    )
    for organ, written, published, category, number in rows.iterator(chunk_size=2000):
        line = lines.get(organ)
        if line is None:
            continue
        line.published += number
        due = deadlines.due_on(written, category)
        if due is not None:
            if published > due:
                line.late += number
            else:
                line.on_time += number


def _sorted(lines: Iterable[Line], sort: str) -> list[Line]:
    key, is_turned = sort.removeprefix("-"), sort.startswith("-")
    if key == "name":
        return sorted(lines, key=lambda line: line.name, reverse=is_turned)
    if key not in NUMBERS:
        key = "open"
    is_down = (key in _HIGHER_IS_BETTER) != is_turned
    known = [line for line in lines if line.number(key) is not None]
    unknown = [line for line in lines if line.number(key) is None]
    return sorted(known, key=lambda line: line.number(key) or 0, reverse=is_down) + unknown
