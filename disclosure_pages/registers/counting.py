"""What each figure counts: the rows it stands for, and what is added up of them.

One definition serves the number and the list behind it, so that they cannot disagree. The official
rule of 表三 (新收 + 上年结转 = 办理结果总计 + 结转下年度) follows from the conditions: whatever was
received by the end of a year was finished before the year, in it, or after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from ..statistics.cells import group_of
from ..statistics.figures import plain
from ..statistics.registry import Number
from ..statutory.applications import DISPUTES
from ..statutory.forms import every_cell
from ..statutory.structure import Cell
from .kinds import OTHER_BEFORE_2021, ActivityKind, ChargeKind, DecisionKind, MessageKind, Register
from .periods import alive_in, first_day, last_day

Rows = Callable[[int], Q]
YUAN, TEN_THOUSAND_YUAN = "元", "万元"
PLAIN_GROUP = "registers"
# Yuan, to the cent, as ten thousands of yuan.
_SMALLEST = Decimal("0.000001")
_OF_ONE = {TEN_THOUSAND_YUAN: Decimal(10_000), YUAN: Decimal(1)}


@dataclass(frozen=True)
class Counted:
    """One figure.

    Attributes:
        rows: the condition on the register's rows, for a year.
        measure: the field that is added up; empty: rows are counted.
        unknown: rows of which nobody can tell whether they belong here; while there is one of
            them, the figure has no value.
        parts: codes of the figures that it is the sum of by the form. Such a figure is not counted
            itself: it follows from what its parts are, corrections included.
    """

    code: str
    label: Any
    unit: Any
    group: str
    register: Register
    rows: Rows
    measure: str = ""
    unknown: Rows | None = None
    parts: tuple[str, ...] = ()

    def aggregate(self, year: int) -> Count | Sum:
        """The number, as SQL."""
        if self.measure:
            return Sum(self.measure, filter=self.rows(year))
        return Count("pk", filter=self.rows(year))

    def number(self, found: Number | None) -> Number:
        """What was added up, in the unit of the figure; amounts of money to the cent."""
        if self.unit not in _OF_ONE:
            return int(found or 0)
        amount = Decimal(found or 0) / _OF_ONE[self.unit]
        return plain(amount.quantize(_SMALLEST, rounding=ROUND_HALF_UP)) or 0


def in_year(field: str, **also: Any) -> Rows:
    """Rows with a day in the year, under further conditions."""
    return lambda year: Q(**{f"{field}__year": year}, **also)


def carried_in(year: int, begin: str = "received_on", end: str = "finished_on") -> Q:
    """Open when the year began."""
    return Q(**{f"{begin}__lt": first_day(year)}) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": first_day(year)})
    )


def carried_out(year: int, begin: str = "received_on", end: str = "finished_on") -> Q:
    """Open when the year ended."""
    return Q(**{f"{begin}__lte": last_day(year)}) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": last_day(year)})
    )


def finished(results: tuple[str, ...] = (), **also: Any) -> Rows:
    """Applications that were finished in the year, with one of ``results`` where there are any."""
    conditions = {"result__in": results} if results else {}
    return in_year("finished_on", **conditions, **also)


# What a line of either form takes of the results that rows may have: 其他处理 was not split before
# 2021, and whoever enters an application may have had the other form in hand.
_SPLIT = ("not_corrected", "unpaid", "other")
_RESULTS_OF = {
    "other": ("other", OTHER_BEFORE_2021),
    OTHER_BEFORE_2021: (OTHER_BEFORE_2021, *_SPLIT),
}


def _of_applicant(rows: Rows, applicant: str) -> Rows:
    return lambda year: rows(year) & Q(applicant=applicant)


def _applications(cell: Cell) -> Rows:
    """Rows of an input of 表三."""
    lines: dict[str, Rows] = {
        "received": in_year("received_on"),
        "carried_in": carried_in,
        "carried_out": carried_out,
    }
    line = lines.get(cell.row) or finished(_RESULTS_OF.get(cell.row, (cell.row,)))
    return _of_applicant(line, cell.column)


def _disputes(cell: Cell) -> Rows:
    """Rows of an input of 表四."""
    if cell.column != "pending":
        return in_year("concluded_on", block=cell.row, outcome=cell.column)
    block = cell.row
    return lambda year: carried_out(year, "accepted_on", "concluded_on") & Q(block=block)


_DECISIONS = {
    "licences": DecisionKind.LICENCE,
    "penalties": DecisionKind.PENALTY,
    "coercion": DecisionKind.COERCION,
}
_COURT = tuple(code for code, _label in DISPUTES if code != "reconsideration")
# The sheet of 2014 to 2018 asks for other kinds of answers than 表三: which results surely are of
# a kind, and which might be. 条例(2007) and 国办发〔2010〕5号 (内部管理信息、过程性信息 are no
# information in the sense of the regulation) decide; where they leave it open, the office does.
_ANSWERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "already_public": ((), ("granted", "publication")),
    "granted": ((), ("granted",)),
    "partial": (("partial",), ()),
    "refused_secret": (("secret",), ()),
    "refused_commercial": ((), ("third_party",)),
    "refused_privacy": ((), ("third_party",)),
    "refused_endangering": (("endangering",), ()),
    "refused_not_information": (("internal", "process"), ("confirmation", "needs_making")),
    "refused_other": (
        ("forbidden", "enforcement"),
        ("repeated", "excessive", "needs_making", "confirmation"),
    ),
    "other_organ": ((), ("not_held",)),
    "not_existing": ((), ("not_held", "needs_making")),
    "to_be_corrected": (("unclear",), ("not_corrected",)),
    "other_channel": (("enquiry", "petition"), ("publication",)),
}
# Of these nobody can tell which kind they are.
_ANY_ANSWER = ("unpaid", "other", OTHER_BEFORE_2021)


def _sheet() -> dict[str, tuple[Register, Rows, str]]:
    """The lines of the sheet of 2014 to 2018 that count rows: register, rows, measure."""
    lines: dict[str, tuple[Register, Rows, str]] = {
        f"by_{channel}": (Register.APPLICATIONS, in_year("received_on", channel=channel), "")
        for channel in ("counter", "fax", "network", "letter")
    }
    lines["on_time"] = (Register.APPLICATIONS, finished(is_extended=False), "")
    lines["extended"] = (Register.APPLICATIONS, finished(is_extended=True), "")
    for outcome in ("upheld", "corrected", "other"):
        for name, blocks in (("reconsiderations", ("reconsideration",)), ("lawsuits", _COURT)):
            rows = in_year("concluded_on", block__in=blocks, outcome=outcome)
            lines[f"{name}_{outcome}"] = (Register.DISPUTES, rows, "")
    complaints = in_year("received_on", kind=MessageKind.COMPLAINT)
    lines["complaints"] = (Register.MESSAGES, complaints, "quantity")
    charges = in_year("charged_on", kind=ChargeKind.PROCESSING)
    lines["charges"] = (Register.CHARGES, charges, "amount")
    meetings = in_year("held_on", kind=ActivityKind.MEETING)
    lines["meetings"] = (Register.ACTIVITIES, meetings, "")
    trainings = in_year("held_on", kind=ActivityKind.TRAINING)
    lines["trainings"] = (Register.ACTIVITIES, trainings, "")
    lines["trained"] = (Register.ACTIVITIES, trainings, "participants")
    return lines


def _inputs() -> Iterator[Counted]:
    """Inputs of the forms that some register knows."""
    sheet = _sheet()
    for cell in every_cell().values():
        table, _dot, name = cell.code.partition(".")
        what: dict[str, Any] = {}
        if cell.parts:
            continue
        if table == "t3":
            what = {"register": Register.APPLICATIONS, "rows": _applications(cell)}
        elif table == "t4":
            what = {"register": Register.DISPUTES, "rows": _disputes(cell)}
        elif table in {"t2", "t2a"} and cell.column == "decisions" and cell.row in _DECISIONS:
            rows = in_year("decided_on", kind=_DECISIONS[cell.row])
            what = {"register": Register.DECISIONS, "rows": rows, "measure": "quantity"}
        elif cell.code == "t2.fees.amount":
            rows = in_year("charged_on", kind=ChargeKind.ADMINISTRATIVE)
            what = {"register": Register.CHARGES, "rows": rows, "measure": "amount"}
        elif table == "s" and name in sheet:
            register, rows, measure = sheet[name]
            what = {"register": register, "rows": rows, "measure": measure}
        elif table == "s" and name in _ANSWERS:
            sure, perhaps = _ANSWERS[name]
            what = {
                "register": Register.APPLICATIONS,
                "rows": in_year("finished_on", result__in=sure),
                "unknown": in_year("finished_on", result__in=(*perhaps, *_ANY_ANSWER)),
            }
        if what:
            yield Counted(cell.code, cell.label, cell.unit, group_of(cell), **what)


_received, _meetings = in_year("received_on"), in_year("held_on", kind=ActivityKind.MEETING)
_trainings = in_year("held_on", kind=ActivityKind.TRAINING)
_processing = in_year("charged_on", kind=ChargeKind.PROCESSING)
_replied = in_year("received_on", replied_on__isnull=False)


def _in_hand(*blocks: str) -> Rows:
    """Disputes that were open in the year at some time; what 表四 adds up to."""
    return lambda year: alive_in(year, "accepted_on", "concluded_on") & Q(block__in=blocks)


_PIECES, _TIMES = _("件"), _("次")
# Figures of every year, for the text of a report: code, label, unit, register, rows, measure.
_PLAIN: tuple[tuple[str, Any, Any, Register, Rows, str], ...] = (
    (
        "applications.received",
        _("收到政府信息公开申请"),
        _PIECES,
        Register.APPLICATIONS,
        _received,
        "",
    ),
    (
        "applications.carried_in",
        _("上年结转的政府信息公开申请"),
        _PIECES,
        Register.APPLICATIONS,
        carried_in,
        "",
    ),
    (
        "applications.finished",
        _("办结政府信息公开申请"),
        _PIECES,
        Register.APPLICATIONS,
        finished(),
        "",
    ),
    (
        "applications.carried_out",
        _("结转下年度办理的政府信息公开申请"),
        _PIECES,
        Register.APPLICATIONS,
        carried_out,
        "",
    ),
    (
        "reconsiderations.total",
        _("因政府信息公开申请行政复议"),
        _PIECES,
        Register.DISPUTES,
        _in_hand("reconsideration"),
        "",
    ),
    (
        "lawsuits.total",
        _("因政府信息公开提起行政诉讼"),
        _PIECES,
        Register.DISPUTES,
        _in_hand(*_COURT),
        "",
    ),
    ("messages.total", _("收到留言"), _PIECES, Register.MESSAGES, _received, "quantity"),
    *(
        (
            f"messages.{kind.value}",
            kind.label,
            _PIECES,
            Register.MESSAGES,
            in_year("received_on", kind=kind),
            "quantity",
        )
        for kind in MessageKind
    ),
    ("messages.replied", _("已答复留言"), _PIECES, Register.MESSAGES, _replied, "quantity"),
    ("activities.meetings", _("召开会议"), _TIMES, Register.ACTIVITIES, _meetings, ""),
    ("activities.trainings", _("举办培训"), _TIMES, Register.ACTIVITIES, _trainings, ""),
    (
        "activities.trained",
        _("接受培训"),
        _("人次"),
        Register.ACTIVITIES,
        _trainings,
        "participants",
    ),
    ("fees.processing", _("信息处理费"), YUAN, Register.CHARGES, _processing, "amount"),
)


def _plain() -> Iterator[Counted]:
    for code, label, unit, register, rows, measure in _PLAIN:
        yield Counted(code, label, unit, PLAIN_GROUP, register, rows, measure)


def _sums(inputs: dict[str, Counted]) -> Iterator[Counted]:
    """Sums by the form whose parts are all counted in one register, sums of sums included."""
    found = dict(inputs)
    waiting = [cell for cell in every_cell().values() if cell.parts]
    while ready := [cell for cell in waiting if all(part in found for part in cell.parts)]:
        waiting = [cell for cell in waiting if cell not in ready]
        for cell in ready:
            parts = [found[code] for code in cell.parts]
            found[cell.code] = counted = Counted(
                cell.code,
                cell.label,
                cell.unit,
                group_of(cell),
                parts[0].register,
                _either([part.rows for part in parts]),
                parts[0].measure,
                parts=cell.parts,
            )
            yield counted


def _either(conditions: list[Rows]) -> Rows:
    def rows(year: int) -> Q:
        found = Q()
        for condition in conditions:
            found |= condition(year)
        return found

    return rows


@cache
def counted_figures() -> dict[str, Counted]:
    """Every figure that the registers know, by its code."""
    inputs = {each.code: each for each in _inputs()}
    sums = {each.code: each for each in _sums(inputs)}
    return {each.code: each for each in (*_plain(), *inputs.values(), *sums.values())}
