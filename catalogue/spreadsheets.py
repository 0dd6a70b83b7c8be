"""A workbook written as it is sent: no temporary file, the same memory for any number of rows.

Office Open XML (ECMA-376). Texts stand inline in the sheet, typed as texts, so that no program
reads one of them as a formula.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPE = f"{_TYPES}.sheet"

# Styles by their place in styles.xml.
_DATE, _HEADING = 1, 2
_EPOCH = date(1899, 12, 30)
# Spreadsheets count a 29 February 1900 that never was; before it their dates are wrong.
_FIRST_RIGHT_DATE = date(1900, 3, 1)
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROWS_AT_ONCE = 500

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/>'
        '<xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}


def stream_workbook(
    title: str, headings: Sequence[str], rows: Iterable[Iterable[Any]], widths: Sequence[int]
) -> Iterator[bytes]:
    """The bytes of a workbook with one sheet.

    ``rows`` hold texts, dates, numbers and None; ``widths`` are in characters, one a column. A
    sheet holds 1,048,576 rows; what opens it leaves out the rest.
    """
    sink = Sink()
    letters = [_letters(number) for number in range(1, len(headings) + 1)]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in {**_PARTS, "xl/workbook.xml": _workbook(title)}.items():
            archive.writestr(name, _DECLARATION + xml)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_opening(letters, headings, widths).encode())
            numbered = enumerate(rows, start=2)
            while batch := list(islice(numbered, _ROWS_AT_ONCE)):
                sheet.write("".join(_row(number, letters, row) for number, row in batch).encode())
                yield sink.take()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.take()


class Sink:
    """Where the archive is written to and the response takes from."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


def _workbook(title: str) -> str:
    # A sheet's name has 31 characters at most, and none of these.
    name = re.sub(r"[\[\]:*?/\\']", " ", _FORBIDDEN.sub("", title))[:31].strip() or "Sheet1"
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _opening(letters: Sequence[str], headings: Sequence[str], widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    cells = "".join(
        _text_cell(f"{letter}1", heading, _HEADING)
        for letter, heading in zip(letters, headings, strict=True)
    )
    return (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    )


def _row(number: int, letters: Sequence[str], values: Iterable[Any]) -> str:
    cells = (
        _cell(f"{letter}{number}", value) for letter, value in zip(letters, values, strict=True)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        if value >= _FIRST_RIGHT_DATE:
            return f'<c r="{place}" s="{_DATE}"><v>{(value - _EPOCH).days}</v></c>'
        value = value.isoformat()
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f'<c r="{place}"><v>{value}</v></c>'
    return _text_cell(place, str(value))


def _text_cell(place: str, text: str, style: int = 0) -> str:
    text = escape(_FORBIDDEN.sub("", text))
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _letters(number: int) -> str:
    """Name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
