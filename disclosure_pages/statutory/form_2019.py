"""The form of the reports of 2019 and 2020 (国办公开办函〔2019〕60号).

Its 表二 has other columns than today's, and its 表三 does not split 其他处理. The text of the
document was not read; the labels are those of reports of 2019 that were published, which is enough
to read and to keep such reports. Whoever has the text before them should compare.
"""

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

_MADE = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
_CHANGED = ("上一年项目数量", "本年增/减", "处理决定数量")
_Line = tuple[str, str]
# Article, columns with codes, lines with codes, unit.
_BLOCKS: tuple[tuple[str, tuple[_Line, ...], tuple[_Line, ...]], ...] = (
    (
        "第二十条第（一）项",
        tuple(zip(("made", "disclosed", "total"), _MADE, strict=True)),
        (("regulations", "规章"), ("normative", "规范性文件")),
    ),
    (
        "第二十条第（五）项",
        tuple(zip(("before", "change", "decisions"), _CHANGED, strict=True)),
        (("licences", "行政许可"), ("services", "其他对外管理服务事项")),
    ),
    (
        "第二十条第（六）项",
        tuple(zip(("before", "change", "decisions"), _CHANGED, strict=True)),
        (("penalties", "行政处罚"), ("coercion", "行政强制")),
    ),
    (
        "第二十条第（八）项",
        tuple(zip(("before", "change"), _CHANGED[:2], strict=True)),
        (("fees", "行政事业性收费"),),
    ),
    (
        "第二十条第（九）项",
        (("projects", "采购项目数量"), ("amount", "采购总金额")),
        (("procurement", "政府集中采购"),),
    ),
)
# Both two and three columns have to fit.
_WIDTH = 6


def _disclosure_table() -> Table:
    cells: list[Cell] = []
    rows: list[tuple[GridCell, ...]] = []
    for article, columns, lines in _BLOCKS:
        span = _WIDTH // len(columns)
        rows.append((GridCell(article, colspan=_WIDTH + 1, scope="colgroup"),))
        rows.append(
            (
                GridCell("信息内容", scope="col"),
                *(GridCell(label, colspan=span, scope="col") for _code, label in columns),
            )
        )
        for line, line_label in lines:
            made = [
                Cell(
                    f"t2a.{line}.{code}",
                    f"{line_label}{label}",
                    "万元" if code == "amount" else "项",
                    line,
                    code,
                )
                for code, label in columns
            ]
            cells += made
            rows.append(
                (
                    GridCell(line_label, scope="row"),
                    *(GridCell(code=cell.code, colspan=span) for cell in made),
                )
            )
    return Table(
        code="2",
        title="主动公开政府信息情况",
        cells=tuple(cells),
        rows=tuple(rows),
        head_rows=0,
        widths=(8, *(2,) * _WIDTH),
    )


FORM_2019 = ReportForm(
    code="2019",
    label="2019年格式（六部分、三张表）",
    source="国办公开办函〔2019〕60号",
    first_year=2019,
    last_year=2020,
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
            "3",
            (
                GRANTED,
                PARTIAL,
                WITHHELD,
                NOT_AVAILABLE,
                NOT_HANDLED,
                Results("（六）其他处理", (("other_handling", ""),)),
            ),
        ),
        disputes_table("4"),
    ),
    placement={"2": 1, "3": 2, "4": 3},
)
