"""The form in force since the reports of 2021 (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from .applications import (
    GRANTED,
    NOT_AVAILABLE,
    NOT_HANDLED,
    PARTIAL,
    WITHHELD,
    Results,
    applications_table,
    disputes_table,
)
from .structure import Cell, GridCell, ReportForm, Table

OTHER_HANDLING = Results(
    "（六）其他处理",
    (
        ("not_corrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        (
            "unpaid",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        ),
        ("other", "3.其他"),
    ),
)

_MADE = (("made", "本年制发件数"), ("abolished", "本年废止件数"), ("in_force", "现行有效件数"))
_RULES = (("regulations", "规章"), ("normative", "行政规范性文件"))
_DECISIONS = "本年处理决定数量"
_FEES = "本年收费金额（单位：万元）"


def _block(article: str, columns: tuple[str, ...], lines: list[tuple[str, list[str]]]) -> list:
    """One of the four blocks that are stacked in 表二: its article, its columns, its lines."""
    span = 3 // len(columns)
    return [
        (GridCell(article, colspan=4, scope="colgroup"),),
        (
            GridCell("信息内容", scope="col"),
            *(GridCell(column, colspan=span, scope="col") for column in columns),
        ),
        *(
            (
                GridCell(label, scope="row"),
                *(GridCell(code=code, colspan=span) for code in codes),
            )
            for label, codes in lines
        ),
    ]


def _disclosure_table() -> Table:
    cells = [
        Cell(f"t2.{row}.{column}", f"{row_label}{column_label}", "件", row, column)
        for row, row_label in _RULES
        for column, column_label in _MADE
    ]
    decisions = (("licences", "行政许可"), ("penalties", "行政处罚"), ("coercion", "行政强制"))
    cells += [
        Cell(f"t2.{row}.decisions", f"{label}{_DECISIONS}", "件", row, "decisions")
        for row, label in decisions
    ]
    cells.append(Cell("t2.fees.amount", "行政事业性收费本年收费金额", "万元", "fees", "amount"))
    made = [(label, [f"t2.{row}.{column}" for column, _l in _MADE]) for row, label in _RULES]
    decided = {row: (label, [f"t2.{row}.decisions"]) for row, label in decisions}
    rows = [
        *_block("第二十条第（一）项", tuple(label for _c, label in _MADE), made),
        *_block("第二十条第（五）项", (_DECISIONS,), [decided["licences"]]),
        *_block("第二十条第（六）项", (_DECISIONS,), [decided["penalties"], decided["coercion"]]),
        *_block("第二十条第（八）项", (_FEES,), [("行政事业性收费", ["t2.fees.amount"])]),
    ]
    return Table(
        code="2",
        title="主动公开政府信息情况",
        cells=tuple(cells),
        rows=tuple(rows),
        # The blocks have headings of their own, all the way down.
        head_rows=0,
        widths=(4, 3, 3, 3),
    )


FORM_2021 = ReportForm(
    code="2021",
    label="2021年格式（六部分、三张表）",
    source="国办公开办函〔2021〕30号",
    first_year=2021,
    last_year=None,
    headings=(
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ),
    tables=(
        _disclosure_table(),
        applications_table(
            "3", (GRANTED, PARTIAL, WITHHELD, NOT_AVAILABLE, NOT_HANDLED, OTHER_HANDLING)
        ),
        disputes_table("4"),
    ),
    placement={"2": 1, "3": 2, "4": 3},
)
