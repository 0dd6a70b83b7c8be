"""What holds within one report: the official balance, the sums, and that all is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from ..applications import (
    ALL_RESULTS,
    APPLICANTS,
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    RECEIVED,
    TOTAL,
    application_code,
)
from ..structure import Cell, Table
from .naming import (
    column_name,
    dispute_name,
    gap_text,
    line_name,
    listed,
    number_text,
    sum_text,
    table_name,
)
from .structure import Facts, Found, Number, Rule, Severity

# An amount in 万元 with six decimal places is exact to one 分; there is no smaller money.
_SMALLEST_PLACES = 6
# The sheet of statistics came with the reports of 2014.
_FIRST_SHEET = 2014


def _numbers(facts: Facts, codes: Sequence[str]) -> list[Number] | None:
    """Numbers of all the cells, or None while one of them is missing."""
    numbers = [facts.value(code) for code in codes]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(numbers) else None


def _added(numbers: Sequence[Number]) -> Number:
    total: Number = 0
    for number in numbers:
        total += number
    return total


def _table_3(facts: Facts) -> Table | None:
    return facts.form.table("3")


def _handled_lines(table: Table) -> list[str]:
    """Codes of the lines of results, which 总计 adds up."""
    lines = list(dict.fromkeys(cell.row for cell in table.cells))
    return lines[lines.index(CARRIED_IN[0]) + 1 : lines.index(ALL_RESULTS[0])]


def _balance(facts: Facts) -> Iterator[Found]:
    if _table_3(facts) is None:
        return
    lines = (RECEIVED[0], CARRIED_IN[0], ALL_RESULTS[0], CARRIED_OUT[0])
    for column, _label in COLUMNS:
        codes = [application_code(line, column) for line in lines]
        numbers = _numbers(facts, codes)
        if numbers is None:
            continue
        new, before, done, after = numbers
        if new + before == done + after:
            continue
        sentence = _(
            "表三%(column)s列：本年新收%(new)s+上年结转%(before)s＝%(left)s，办理结果总计%(done)s"
            "+结转下年度%(after)s＝%(right)s，相差%(gap)s。请核对这一列的这四个数字。"
        ) % {
            "column": column_name(column),
            "new": number_text(new),
            "before": number_text(before),
            "left": number_text(new + before),
            "done": number_text(done),
            "after": number_text(after),
            "right": number_text(done + after),
            "gap": gap_text(new + before, done + after),
        }
        yield Found(sentence, tuple(codes))


def _results_sum(facts: Facts) -> Iterator[Found]:
    table = _table_3(facts)
    if table is None:
        return
    lines = _handled_lines(table)
    for column, _label in COLUMNS:
        parts = [application_code(line, column) for line in lines]
        total = application_code(ALL_RESULTS[0], column)
        numbers, stated = _numbers(facts, parts), facts.value(total)
        if numbers is None or stated is None or _added(numbers) == stated:
            continue
        sentence = _(
            "表三%(column)s列：各项办理结果相加为%(sum)s（%(parts)s），“（七）总计”填的是"
            "%(stated)s，相差%(gap)s。请核对这一列第三项的各行。"
        ) % {
            "column": column_name(column),
            "sum": number_text(_added(numbers)),
            "parts": sum_text(numbers),
            "stated": number_text(stated),
            "gap": gap_text(_added(numbers), stated),
        }
        yield Found(sentence, (*parts, total))


def _applicants_sum(facts: Facts) -> Iterator[Found]:
    table = _table_3(facts)
    if table is None:
        return
    for cell in table.cells:
        if cell.column != TOTAL:
            continue
        parts = [application_code(cell.row, column) for column, _label in APPLICANTS]
        numbers, stated = _numbers(facts, parts), facts.value(cell.code)
        if numbers is None or stated is None or _added(numbers) == stated:
            continue
        sentence = _(
            "表三%(line)s行：自然人与法人或其他组织各列相加为%(sum)s（%(parts)s），"
            "“总计”列填的是%(stated)s，相差%(gap)s。请核对这一行。"
        ) % {
            "line": line_name(cell),
            "sum": number_text(_added(numbers)),
            "parts": sum_text(numbers),
            "stated": number_text(stated),
            "gap": gap_text(_added(numbers), stated),
        }
        yield Found(sentence, (*parts, cell.code))


def _disputes_sum(facts: Facts) -> Iterator[Found]:
    table = facts.form.table("4")
    for cell, numbers, stated in _sums(facts, table):
        sentence = _(
            "表四%(block)s：结果维持、结果纠正、其他结果、尚未审结相加为%(sum)s（%(parts)s），"
            "总计填的是%(stated)s，相差%(gap)s。请核对这一组数字。"
        ) % {
            "block": dispute_name(cell.row),
            "sum": number_text(_added(numbers)),
            "parts": sum_text(numbers),
            "stated": number_text(stated),
            "gap": gap_text(_added(numbers), stated),
        }
        yield Found(sentence, (*cell.parts, cell.code))


def _sheet_sum(facts: Facts) -> Iterator[Found]:
    table = facts.form.table("sheet")
    for cell, numbers, stated in _sums(facts, table):
        sentence = _(
            "统计表“%(label)s”：下列各项相加为%(sum)s（%(parts)s），填的是%(stated)s，"
            "相差%(gap)s。请核对；确实不止所列各项的，请说明。"
        ) % {
            "label": cell.label,
            "sum": number_text(_added(numbers)),
            "parts": sum_text(numbers),
            "stated": number_text(stated),
            "gap": gap_text(_added(numbers), stated),
        }
        yield Found(sentence, (*cell.parts, cell.code))


def _sums(facts: Facts, table: Table | None) -> Iterator[tuple[Cell, list[Number], Number]]:
    """Cells of a table that are not the sum they should be, with their parts' numbers."""
    for cell in table.cells if table else ():
        if not cell.parts:
            continue
        numbers, stated = _numbers(facts, cell.parts), facts.value(cell.code)
        if numbers is not None and stated is not None and _added(numbers) != stated:
            yield cell, numbers, stated


def _counts(facts: Facts) -> Iterator[Found]:
    for cell in facts.form.cells.values():
        number = facts.value(cell.code)
        if cell.is_amount or number is None:
            continue
        if number < 0 and not cell.may_be_negative:
            told = _("“%(label)s”填的是%(number)s，件数不能小于0。请改正。")
        elif number != int(number):
            told = _("“%(label)s”填的是%(number)s，不是整数。请改正。")
        else:
            continue
        yield Found(told % {"label": cell.label, "number": number_text(number)}, (cell.code,))


def _amounts(facts: Facts) -> Iterator[Found]:
    for cell in facts.form.cells.values():
        number = facts.value(cell.code)
        if not cell.is_amount or number is None:
            continue
        if number < 0:
            told = _("“%(label)s”填的是%(number)s，金额不能小于0。请改正。")
        elif round(number, _SMALLEST_PLACES) != number:
            told = _("“%(label)s”填的是%(number)s万元，比1分还细。请按万元为单位填写。")
        else:
            continue
        yield Found(told % {"label": cell.label, "number": number_text(number)}, (cell.code,))


def _tables_complete(facts: Facts) -> Iterator[Found]:
    """Of the forms that a document prescribes."""
    if facts.form.source:
        yield from _missing(facts)


def _sheet_complete(facts: Facts) -> Iterator[Found]:
    if not facts.form.source and facts.year >= _FIRST_SHEET:
        yield from _missing(facts)


def _missing(facts: Facts) -> Iterator[Found]:
    for table in facts.form.tables:
        missing = [cell for cell in table.cells if facts.value(cell.code) is None]
        if not missing:
            continue
        # A sum that waits for its parts is filled in with them.
        named = [cell for cell in missing if not cell.parts] or missing
        sentence = (
            _("%(table)s的%(count)d个数字都没有填写。没有发生的，请填0。")
            if len(missing) == len(table.cells)
            else _("%(table)s有%(count)d个数字没有填写：%(labels)s。没有发生的，请填0。")
        ) % {
            "table": table_name(table),
            "count": len(missing),
            "labels": listed([f"“{cell.label}”" for cell in named]),
        }
        yield Found(sentence, tuple(cell.code for cell in missing))


_FORM = "国办公开办函〔2021〕30号所附表格"

ARITHMETIC: tuple[Rule, ...] = (
    Rule(
        "t3.balance",
        "表三每一列：本年新收与上年结转之和，等于办理结果总计与结转下年度继续办理之和。",
        Severity.ERROR,
        f"{_FORM}（表三左上角“本列数据的勾稽关系”）",
        _balance,
    ),
    Rule(
        "t3.results_sum",
        "表三每一列：各项办理结果之和等于“（七）总计”。",
        Severity.ERROR,
        f"{_FORM}（表三“总计”行）",
        _results_sum,
    ),
    Rule(
        "t3.applicants_sum",
        "表三每一行：自然人与法人或其他组织五列之和等于“总计”列。",
        Severity.ERROR,
        f"{_FORM}（表三“总计”列）",
        _applicants_sum,
    ),
    Rule(
        "t4.sum",
        "表四每一组：维持、纠正、其他、尚未审结之和等于总计。",
        Severity.ERROR,
        f"{_FORM}（表四“总计”）",
        _disputes_sum,
    ),
    # The lines of the sheet are remembered, not read; a town may have counted more than they say.
    Rule(
        "sheet.sum",
        "统计表中有下列分项的，各分项之和等于该项。",
        Severity.WARNING,
        "惯例（2014—2018年统计表的行次）",
        _sheet_sum,
    ),
    Rule(
        "values.count",
        "件数、次数、人数是不小于0的整数。",
        Severity.ERROR,
        "表格的计量单位",
        _counts,
    ),
    Rule(
        "values.amount",
        "金额以万元为单位，不小于0。",
        Severity.ERROR,
        "表格的计量单位",
        _amounts,
    ),
    Rule(
        "values.complete",
        "规定表格的每一格都有数字，没有发生的填0。",
        Severity.ERROR,
        f"{_FORM}",
        _tables_complete,
    ),
    Rule(
        "sheet.complete",
        "统计表的每一格都有数字，没有发生的填0。",
        Severity.WARNING,
        "惯例（2014—2018年统计表）",
        _sheet_complete,
    ),
)

# Rules that only ask whether there is a number.
COMPLETENESS = frozenset({"values.complete", "sheet.complete"})
