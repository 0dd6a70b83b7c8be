"""Builds the table of applications (表三) and of disputes (表四), which two forms share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .structure import Cell, GridCell, Table

UNIT = "件"

# 申请人情况; the last column is the sum of the others.
APPLICANTS: tuple[tuple[str, str], ...] = (
    ("person", "自然人"),
    ("company", "商业企业"),
    ("research", "科研机构"),
    ("charity", "社会公益组织"),
    ("legal", "法律服务机构"),
    ("other", "其他"),
)
TOTAL = "total"
COLUMNS: tuple[tuple[str, str], ...] = (*APPLICANTS, (TOTAL, "总计"))

RECEIVED = ("received", "一、本年新收政府信息公开申请数量")
CARRIED_IN = ("carried_in", "二、上年结转政府信息公开申请数量")
RESULTS_LABEL = "三、本年度办理结果"
ALL_RESULTS = ("total", "（七）总计")
CARRIED_OUT = ("carried_out", "四、结转下年度继续办理")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class Results:
    """One heading below 三、: a line of its own, or several lines.

    ``lines`` are codes and labels; a single line with an empty label has its number beside the
    heading itself.
    """

    label: str
    lines: tuple[tuple[str, str], ...]

    @property
    def is_single(self) -> bool:
        """Whether the heading is the line."""
        return len(self.lines) == 1 and not self.lines[0][1]


GRANTED = Results("（一）予以公开", (("granted", ""),))
PARTIAL = Results("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", (("partial", ""),))
WITHHELD = Results(
    "（三）不予公开",
    (
        ("secret", "1.属于国家秘密"),
        ("forbidden", "2.其他法律行政法规禁止公开"),
        ("endangering", "3.危及“三安全一稳定”"),
        ("third_party", "4.保护第三方合法权益"),
        ("internal", "5.属于三类内部事务信息"),
        ("process", "6.属于四类过程性信息"),
        ("enforcement", "7.属于行政执法案卷"),
        ("enquiry", "8.属于行政查询事项"),
    ),
)
NOT_AVAILABLE = Results(
    "（四）无法提供",
    (
        ("not_held", "1.本机关不掌握相关政府信息"),
        ("needs_making", "2.没有现成信息需要另行制作"),
        ("unclear", "3.补正后申请内容仍不明确"),
    ),
)
NOT_HANDLED = Results(
    "（五）不予处理",
    (
        ("petition", "1.信访举报投诉类申请"),
        ("repeated", "2.重复申请"),
        ("publication", "3.要求提供公开出版物"),
        ("excessive", "4.无正当理由大量反复申请"),
        ("confirmation", "5.要求行政机关确认或重新出具已获取信息"),
    ),
)


def applications_table(code: str, results: Sequence[Results]) -> Table:
    """表三: lines by columns, with merged headings as in the form."""
    handled = [line for group in results for line in group.lines]
    lines = [
        RECEIVED,
        CARRIED_IN,
        *((line, _line_label(group, label)) for group in results for line, label in group.lines),
        (ALL_RESULTS[0], f"{RESULTS_LABEL}{ALL_RESULTS[1]}"),
        CARRIED_OUT,
    ]
    handled_codes = [line for line, _label in handled]
    cells = tuple(
        _cell(line, label, column, column_label, handled_codes)
        for line, label in lines
        for column, column_label in COLUMNS
    )
    return Table(
        code=code,
        title="收到和处理政府信息公开申请情况",
        cells=cells,
        rows=(*_head(), *_body(results, len(handled) + 1)),
        head_rows=3,
        widths=(5, 8, 22, 8, 8, 8, 9, 9, 8, 8),
    )


def application_code(line: str, column: str) -> str:
    """Code of a number of 表三."""
    return f"t3.{line}.{column}"


def _line_label(group: Results, label: str) -> str:
    return f"{RESULTS_LABEL}{group.label}{label}"


def _cell(line: str, label: str, column: str, column_label: str, handled: list[str]) -> Cell:
    parts: tuple[str, ...] = ()
    if column == TOTAL:
        parts = tuple(application_code(line, applicant) for applicant, _label in APPLICANTS)
    elif line == ALL_RESULTS[0]:
        parts = tuple(application_code(each, column) for each in handled)
    return Cell(
        code=application_code(line, column),
        label=f"{label}（{column_label}）",
        unit=UNIT,
        row=line,
        column=column,
        parts=parts,
    )


def _head() -> tuple[tuple[GridCell, ...], ...]:
    organisations = [GridCell(label, scope="col") for _code, label in APPLICANTS[1:]]
    return (
        (
            GridCell(CORNER, rowspan=3, colspan=3),
            GridCell("申请人情况", colspan=7, scope="colgroup"),
        ),
        (
            GridCell("自然人", rowspan=2, scope="col"),
            GridCell("法人或其他组织", colspan=5, scope="colgroup"),
            GridCell("总计", rowspan=2, scope="col"),
        ),
        tuple(organisations),
    )


def _numbers(line: str) -> tuple[GridCell, ...]:
    return tuple(GridCell(code=application_code(line, column)) for column, _label in COLUMNS)


def _body(results: Sequence[Results], height: int) -> tuple[tuple[GridCell, ...], ...]:
    rows = [
        (GridCell(label, colspan=3, scope="row"), *_numbers(line))
        for line, label in (RECEIVED, CARRIED_IN)
    ]
    within: list[tuple[GridCell, ...]] = []
    for group in results:
        if group.is_single:
            head = GridCell(group.label, colspan=2, scope="row")
            within.append((head, *_numbers(group.lines[0][0])))
            continue
        for place, (line, label) in enumerate(group.lines):
            above = GridCell(group.label, rowspan=len(group.lines), scope="rowgroup")
            labels = (GridCell(label, scope="row"),)
            within.append((*((above,) if place == 0 else ()), *labels, *_numbers(line)))
    within.append((GridCell(ALL_RESULTS[1], colspan=2, scope="row"), *_numbers(ALL_RESULTS[0])))
    results_head = GridCell(RESULTS_LABEL, rowspan=height, scope="rowgroup")
    within[0] = (results_head, *within[0])
    rows += within
    rows.append((GridCell(CARRIED_OUT[1], colspan=3, scope="row"), *_numbers(CARRIED_OUT[0])))
    return tuple(rows)


OUTCOMES: tuple[tuple[str, str], ...] = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
)
DISPUTES: tuple[tuple[str, str], ...] = (
    ("reconsideration", "行政复议"),
    ("lawsuit", "未经复议直接起诉"),
    ("appeal", "复议后起诉"),
)


def dispute_code(block: str, outcome: str) -> str:
    """Code of a number of 表四."""
    return f"t4.{block}.{outcome}"


def disputes_table(code: str) -> Table:
    """表四: one line of three blocks of five numbers."""
    columns = (*OUTCOMES, (TOTAL, "总计"))
    cells = tuple(
        Cell(
            code=dispute_code(block, outcome),
            label=f"{'行政诉讼' if block != 'reconsideration' else ''}{block_label}{label}",
            unit=UNIT,
            row=block,
            column=outcome,
            parts=tuple(dispute_code(block, each) for each, _label in OUTCOMES)
            if outcome == TOTAL
            else (),
        )
        for block, block_label in DISPUTES
        for outcome, label in columns
    )
    labels = [label for _code, label in columns]
    rows = (
        (
            GridCell("行政复议", colspan=5, scope="colgroup"),
            GridCell("行政诉讼", colspan=10, scope="colgroup"),
        ),
        (
            *(GridCell(label, rowspan=2, scope="col") for label in labels),
            GridCell("未经复议直接起诉", colspan=5, scope="colgroup"),
            GridCell("复议后起诉", colspan=5, scope="colgroup"),
        ),
        tuple(GridCell(label, scope="col") for label in (*labels, *labels)),
        tuple(GridCell(code=cell.code) for cell in cells),
    )
    return Table(
        code=code,
        title="政府信息公开行政复议、行政诉讼情况",
        cells=cells,
        rows=rows,
        head_rows=3,
        widths=(1,) * 15,
    )
