"""Reports as towns publish them: the same 200 numbers in many layouts.

Layouts and wordings are those of pages that were published; the numbers are made up.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from html import escape

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from disclosure_pages.statutory.applications import APPLICANTS, DISPUTES, OUTCOMES, TOTAL
from disclosure_pages.statutory.forms import REPORT_FORMS


def consistent_values(seed: int = 1, form: str = "2021") -> dict[str, int]:
    """Numbers of a report of ``form`` that all agree, none of them like its neighbours."""
    chance = random.Random(seed)
    cells = REPORT_FORMS[form].cells
    values = {code: chance.randrange(1, 900) for code, cell in cells.items() if not cell.parts}
    for applicant, _label in APPLICANTS if "t3.received.total" in cells else ():
        handled = sum(
            values[code]
            for code, cell in cells.items()
            if code.startswith("t3.")
            and cell.column == applicant
            and not cell.parts
            and cell.row not in {"received", "carried_in", "carried_out"}
        )
        carried = values[f"t3.carried_in.{applicant}"]
        values[f"t3.received.{applicant}"] = handled + 1000
        values[f"t3.carried_out.{applicant}"] = 1000 + carried
    while missing := [code for code, cell in cells.items() if code not in values]:
        for code in missing:
            if all(part in values for part in cells[code].parts):
                values[code] = sum(values[part] for part in cells[code].parts)
    return {code: values[code] for code in cells}


@dataclass
class Cell:
    """A cell of a layout: a text or a number (by its code), and its spans."""

    text: str = ""
    code: str = ""
    rowspan: int = 1
    colspan: int = 1


Table = list[list[Cell]]


def printed_table(form: str, code: str) -> Table:
    """The table exactly as the form has it."""
    table = REPORT_FORMS[form].table(code)
    return [[Cell(c.text, c.code, c.rowspan, c.colspan) for c in row] for row in table.rows]


def filled(table: Table, values: dict[str, object]) -> Table:
    """The numbers in their places; a cell without one is empty."""
    for row in table:
        for cell in row:
            if cell.code:
                number = values.get(cell.code)
                cell.text = "" if number is None else str(number)
    return table


def in_lines_of_five(form: str = "2021") -> Table:
    """表四 with a line for each block."""
    rows = [[Cell("类别"), *(Cell(label) for _c, label in OUTCOMES), Cell("总计")]]
    for block, label in DISPUTES:
        outcomes = [*(code for code, _l in OUTCOMES), TOTAL]
        rows.append([Cell(label), *(Cell(code=f"t4.{block}.{each}") for each in outcomes)])
    return rows


def standing(form: str = "2021") -> Table:
    """表四 turned: fifteen lines."""
    rows = []
    for block, label in DISPUTES:
        for number, (code, outcome) in enumerate((*OUTCOMES, (TOTAL, "总计"))):
            head = [Cell("行政复议" if block == "reconsideration" else "行政诉讼", rowspan=5)]
            head.append(Cell(label, rowspan=5))
            start = head if number == 0 else []
            rows.append([*start, Cell(outcome), Cell(code=f"t4.{block}.{code}")])
    return rows


def three_tables() -> list[Table]:
    """表四 as three tables."""
    tables = []
    for block, label in DISPUTES:
        outcomes = [*OUTCOMES, (TOTAL, "总计")]
        tables.append(
            [
                [Cell(label, colspan=5)],
                [Cell(each) for _code, each in outcomes],
                [Cell(code=f"t4.{block}.{code}") for code, _label in outcomes],
            ]
        )
    return tables


def suits_apart() -> list[Table]:
    """表四 as two tables: what was reconsidered, and what was taken to court."""
    outcomes = [*OUTCOMES, (TOTAL, "总计")]
    tables = []
    for title, blocks in (("行政复议", DISPUTES[:1]), ("行政诉讼", DISPUTES[1:])):
        cells = [(block, code, label) for block, _l in blocks for code, label in outcomes]
        named = [[Cell(label, colspan=5) for _code, label in blocks]] if len(blocks) > 1 else []
        tables.append(
            [
                [Cell(title, colspan=len(cells))],
                *named,
                [Cell(label) for _block, _code, label in cells],
                [Cell(code=f"t4.{block}.{code}") for block, code, _label in cells],
            ]
        )
    return tables


def blocks_apart(form: str = "2021") -> list[Table]:
    """The blocks of 表二, each a table."""
    tables: list[Table] = []
    for row in printed_table(form, "2"):
        if row[0].text.startswith("第二十条"):
            tables.append([])
        tables[-1].append(row)
    return tables


@dataclass
class Report:
    """A report to be written in one format or another.

    ``parts`` are texts and tables in their order.
    """

    title: str = "测试镇人民政府2025年政府信息公开工作年度报告"
    form: str = "2021"
    values: dict[str, object] = field(default_factory=dict)
    parts: list[str | Table] = field(default_factory=list)

    @classmethod
    def make(
        cls,
        values: dict[str, object],
        *,
        form: str = "2021",
        year: int = 2025,
        two: list[Table] | None = None,
        three: list[Table] | None = None,
        four: list[Table] | None = None,
    ) -> Report:
        """A whole report; tables in another layout than the form's replace those of the form."""
        headings = REPORT_FORMS[form].headings
        tables = {
            1: two or [printed_table(form, "2")],
            2: three or [printed_table(form, "3")],
            3: four or [printed_table(form, "4")],
        }
        report = cls(f"测试镇人民政府{year}年政府信息公开工作年度报告", form, values)
        report.parts.append(f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。")
        for number, heading in enumerate(headings):
            report.parts.append(heading)
            if number in tables:
                report.parts += [filled(table, values) for table in tables[number]]
            else:
                report.parts.append(f"{year}年，我镇认真做好政府信息公开工作。第{number + 1}部分。")
        report.parts.append(f"{year + 1}年1月20日")
        return report

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, list)]

    def html(self, *, head: str = '<meta charset="utf-8">', table: str = "", cell: str = "") -> str:
        """A plain page; ``cell`` is a pattern for what stands in a cell, such as <p>%s</p>."""
        body = "".join(
            f"<p>{escape(part)}</p>\n" if isinstance(part, str) else html_of(part, table, cell)
            for part in self.parts
        )
        return (
            f"<!DOCTYPE html><html><head>{head}<title>{self.title}</title></head><body>"
            f'<div class="nav"><ul><li>首页</li><li>政府信息公开年报</li></ul></div>'
            f'<h1>{self.title}</h1><div id="zoom">{body}</div>'
            '<div class="foot">主办单位：测试镇人民政府 ICP备00000000号</div></body></html>'
        )

    def docx(self) -> bytes:
        """A document of Word."""
        document = docx.Document()
        document.add_paragraph(self.title)
        for part in self.parts:
            if isinstance(part, str):
                document.add_paragraph(part)
            else:
                _add_table(document, part)
        return saved(document)

    def xlsx(self, *, one_sheet: bool = True) -> bytes:
        """A workbook: everything below each other, or a sheet for each table."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append([self.title])
        for part in self.parts:
            if isinstance(part, str):
                sheet.append([part])
                continue
            if not one_sheet:
                sheet = book.create_sheet()
            _fill_sheet(sheet, part)
        return saved(book)


def saved(document) -> bytes:
    """The bytes of a document or workbook."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def html_of(table: Table, attributes: str = "", pattern: str = "") -> str:
    """A table of HTML."""
    rows = "".join(
        "<tr>" + "".join(_td(cell, pattern or "%s") for cell in row) + "</tr>\n" for row in table
    )
    return f"<table {attributes}>\n{rows}</table>\n"


def _td(cell: Cell, pattern: str) -> str:
    spans = "".join(
        f' {name}="{span}"'
        for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if span > 1
    )
    return f"<td{spans}>{pattern.replace('%s', escape(cell.text, quote=False))}</td>"


def expanded(table: Table) -> list[list[Cell | None]]:
    """The cell in each place."""
    places: list[list[Cell | None]] = []
    for number, row in enumerate(table):
        for cell in row:
            while len(places) < number + cell.rowspan:
                places.append([])
            column = 0
            while column < len(places[number]) and places[number][column] is not None:
                column += 1
            for line in places[number : number + cell.rowspan]:
                line.extend([None] * (column + cell.colspan - len(line)))
                line[column : column + cell.colspan] = [cell] * cell.colspan
    width = max(len(line) for line in places)
    return [line + [None] * (width - len(line)) for line in places]


def unmerged(table: Table, *, repeat: bool) -> Table:
    """No merged cells at all: labels repeated in each place, or in the first only."""
    seen: set[int] = set()
    rows = []
    for line in expanded(table):
        row = []
        for cell in line:
            is_again = cell is None or (id(cell) in seen and (not repeat or bool(cell.code)))
            row.append(Cell("" if is_again else cell.text))
            seen.add(id(cell))
        rows.append(row)
    return rows


def _add_table(document, table: Table) -> None:
    places = expanded(table)
    grid = document.add_table(len(places), len(places[0]))
    for number, row in enumerate(table):
        for cell in row:
            column = next(n for n, each in enumerate(places[number]) if each is cell)
            target = grid.cell(number, column)
            if cell.rowspan > 1 or cell.colspan > 1:
                target = target.merge(
                    grid.cell(number + cell.rowspan - 1, column + cell.colspan - 1)
                )
            target.text = cell.text


def _fill_sheet(sheet, table: Table) -> None:
    start = sheet.max_row + 1
    places = expanded(table)
    for number, row in enumerate(table):
        for cell in row:
            column = next(n for n, each in enumerate(places[number]) if each is cell)
            top, left = start + number, column + 1
            value = int(cell.text) if cell.text.isdigit() else cell.text
            sheet.cell(top, left, value)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=top,
                    start_column=left,
                    end_row=top + cell.rowspan - 1,
                    end_column=left + cell.colspan - 1,
                )


def in_text_box(document, table_element) -> None:
    """Move a table of a Word document into a text box, as some layouts have it."""
    paragraph = document.add_paragraph()
    picture = OxmlElement("w:pict")
    box = OxmlElement("w:txbxContent")
    picture.append(box)
    paragraph.add_run()._r.append(picture)
    box.append(table_element)
    box.append(OxmlElement("w:p"))


def in_control(element) -> None:
    """Put an element of a Word document into a content control."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    element.getparent().replace(element, control)
    control.append(content)
    content.append(element)


def with_vertical_merge_lost(document) -> None:
    """What other programs make of vertically merged cells: empty ones."""
    for merge in list(document.element.iter(qn("w:vMerge"))):
        merge.getparent().remove(merge)
