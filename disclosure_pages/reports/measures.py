"""What reports of different years, and so of different forms, have in common to compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..statistics.figures import FigureValue
from ..statutory.applications import GRANTED, NOT_AVAILABLE, NOT_HANDLED, PARTIAL, WITHHELD, Results
from ..statutory.applications import application_code as cell_of

Number = int | Decimal
Find = Callable[[str], FigureValue | None]
Text = str | Promise
Ways = tuple[tuple[str, ...], ...]
Row = tuple[str, Text, Text, Text, Ways]

_TOTAL = "total"


@dataclass(frozen=True)
class Measure:
    """A number that reports of any form may have.

    Attributes:
        key: what files name it by.
        label: what it counts.
        unit: measure word.
        group: heading that it stands under.
        ways: sets of codes of which one, whichever is there in full, adds up to it.
    """

    key: str
    label: Text
    unit: Text
    group: Text
    ways: Ways

    def value(self, find: Find) -> Number | None:
        """The number in the figures of a year; None where they do not have it."""
        for codes in self.ways:
            values = [figure.value if (figure := find(code)) else None for code in codes]
            numbers = [value for value in values if value is not None]
            if len(numbers) == len(codes):
                return sum(numbers)
        return None


def _results(group: Results, *other: str) -> Ways:
    lines = tuple(cell_of(line, _TOTAL) for line, _label in group.lines)
    return (lines, tuple(other)) if other else (lines,)


@cache
def measures() -> tuple[Measure, ...]:
    """The main figures of a report, in the order of its parts."""
    disclosure, piece, item = _("主动公开"), _("件"), _("条")
    rows: list[Row] = [
        ("items", _("公开信息总数"), item, disclosure, (("items.total",), ("s.published",))),
        ("documents", _("文件"), item, disclosure, (("items.kind.document",),)),
        ("news", _("动态"), item, disclosure, (("items.kind.news",),)),
        ("messages", _("留言"), item, disclosure, (("items.kind.message",),)),
        (
            "normative_made",
            _("制发行政规范性文件"),
            piece,
            disclosure,
            (("t2.normative.made",), ("t2a.normative.made",), ("s.normative_made",)),
        ),
        (
            "normative_in_force",
            _("现行有效的行政规范性文件"),
            piece,
            disclosure,
            (("t2.normative.in_force",),),
        ),
        *(
            (
                code,
                label,
                piece,
                disclosure,
                ((f"t2.{code}.decisions",), (f"t2a.{code}.decisions",)),
            )
            for code, label in (
                ("licences", _("行政许可")),
                ("penalties", _("行政处罚")),
                ("coercion", _("行政强制")),
            )
        ),
        ("fees", _("行政事业性收费"), _("万元"), disclosure, (("t2.fees.amount",),)),
        *_applications(),
        *_disputes(),
    ]
    return tuple(Measure(*row) for row in rows)


def _applications() -> list[Row]:
    group, unit = _("依申请公开"), _("件")
    rows: list[tuple[str, Text, Ways]] = [
        (
            "received",
            _("新收申请"),
            ((cell_of("received", _TOTAL),), ("s.received",), ("applications.received",)),
        ),
        ("carried_in", _("上年结转申请"), ((cell_of("carried_in", _TOTAL),),)),
        ("granted", _("予以公开"), _results(GRANTED, "s.granted")),
        ("partial", _("部分公开"), _results(PARTIAL, "s.partial")),
        ("withheld", _("不予公开"), _results(WITHHELD, "s.refused")),
        ("not_available", _("无法提供"), _results(NOT_AVAILABLE)),
        ("not_handled", _("不予处理"), _results(NOT_HANDLED)),
        (
            "other_handling",
            _("其他处理"),
            (
                tuple(cell_of(line, _TOTAL) for line in ("not_corrected", "unpaid", "other")),
                (cell_of("other_handling", _TOTAL),),
            ),
        ),
        ("answered", _("办理结果总计"), ((cell_of("total", _TOTAL),), ("s.answered",))),
        ("carried_out", _("结转下年度继续办理"), ((cell_of("carried_out", _TOTAL),),)),
    ]
    return [(key, label, unit, group, ways) for key, label, ways in rows]


def _disputes() -> list[Row]:
    group, unit = _("行政复议、行政诉讼"), _("件")
    return [
        (
            "reconsiderations",
            _("行政复议"),
            unit,
            group,
            (
                ("t4.reconsideration.total",),
                ("s.reconsiderations",),
                ("reconsiderations.total",),
            ),
        ),
        (
            "lawsuits",
            _("行政诉讼"),
            unit,
            group,
            (("t4.lawsuit.total", "t4.appeal.total"), ("s.lawsuits",), ("lawsuits.total",)),
        ),
    ]


def measure(key: str) -> Measure:
    """The measure with ``key``."""
    return next(each for each in measures() if each.key == key)
