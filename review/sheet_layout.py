"""A form as offices print it: a heading, and one ruled table on A4."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import (
    WD_CELL_VERTICAL_ALIGNMENT,
    WD_ROW_HEIGHT_RULE,
    WD_TABLE_ALIGNMENT,
)
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

# As 党政机关公文格式 (GB/T 9704) prescribes; who lacks them sees the second of each, which every
# Windows and WPS has (`w:altName` in the font table).
TITLE_FONT, TITLE_FALLBACK = "方正小标宋简体", "宋体"
TEXT_FONT, TEXT_FALLBACK = "仿宋_GB2312", "仿宋"
_LATIN = "Times New Roman"
_WIDTHS = (Cm(2.6), Cm(6.6), Cm(2.2), Cm(4.8))
_LOW, _HIGH = Cm(0.95), Cm(3.4)
_SIZE, _SMALL = Pt(12), Pt(8)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Form:
    """A table of four columns: a label and its value, twice, or once over the whole width."""

    def __init__(self, title: str, below: str) -> None:
        self.document = Document()
        _set_up(self.document, title)
        heading = self.document.add_paragraph()
        _write(heading, title, size=Pt(22), font=TITLE_FONT)
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line = self.document.add_paragraph()
        _write(line, below, size=Pt(10.5))
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._table = self.document.add_table(rows=0, cols=len(_WIDTHS))
        self._table.style = "Table Grid"
        self._table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._table.autofit = False
        # LibreOffice goes by the grid, Word by the cells.
        for column, width in zip(self._table.columns, _WIDTHS, strict=True):
            column.width = width

    def pair(self, label: str, value: str, other_label: str, other_value: str) -> None:
        """Two labels with short values."""
        cells = self._row()
        for place, (name, text) in enumerate(((label, value), (other_label, other_value))):
            _label(cells[2 * place], name)
            _fill(cells[2 * place + 1], [text])

    def wide(self, label: str, lines: Iterable[str], *, small: bool = False) -> None:
        """A label, and lines over the rest of the width."""
        cells = self._row()
        _label(cells[0], label)
        _fill(cells[1].merge(cells[3]), lines, size=_SMALL if small else _SIZE)

    def signed(self, label: str, lines: Iterable[str], name: str, day: str) -> None:
        """As :meth:`wide`, with room for a signature and the day of it."""
        cells = self._row(_HIGH)
        _label(cells[0], label)
        cell = cells[1].merge(cells[3])
        _fill(cell, lines)
        signature = cell.add_paragraph()
        _write(
            signature,
            _("签名：%(name)s　　日期：%(day)s") % {"name": name or "　" * 6, "day": day},
        )
        signature.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signature.paragraph_format.space_before = Pt(14)

    def note(self, text: str) -> None:
        """A line below the table."""
        line = self.document.add_paragraph()
        line.paragraph_format.space_before = Pt(4)
        _write(line, text, size=Pt(9))

    def _row(self, height: Any = _LOW) -> Any:
        row = self._table.add_row()
        row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        return row.cells


def _set_up(document: Any, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(1.8)
    document.core_properties.title = title
    # python-docx's own template names its author and a comment.
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = "zh-CN"
    style = document.styles["Normal"]
    properties = style.element.get_or_add_rPr()
    _set_font(properties, TEXT_FONT)
    _set_language(properties)
    style.font.size = _SIZE
    style.paragraph_format.space_after = Pt(0)
    _name_fallbacks(document)


def _label(cell: Any, text: str) -> None:
    first, *others = text.split("\n")
    for number, line in enumerate((first, *others)):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _write(paragraph, line)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fill(cell: Any, lines: Iterable[str], size: Any = _SIZE) -> None:
    paragraph = cell.paragraphs[0]
    for number, line in enumerate(lines):
        if number:
            paragraph = cell.add_paragraph()
        _write(paragraph, line, size=size)


def _write(paragraph: Any, text: str, *, size: Any = _SIZE, font: str = TEXT_FONT) -> None:
    run = paragraph.add_run(_FORBIDDEN.sub("", str(text)))
    run.font.size = size
    _set_font(run._element.get_or_add_rPr(), font)


def _set_font(properties: Any, font: str) -> None:
    """Chinese characters take the font from ``w:eastAsia``, which python-docx does not set."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name, value in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)
    fonts.set(qn("w:hint"), "eastAsia")


def _set_language(properties: Any) -> None:
    """Punctuation stands where it does in Chinese print, whatever font is found."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _name_fallbacks(document: Any) -> None:
    """Tell what stands in for a font that a computer lacks."""
    table = next(
        part
        for relation in document.part.rels.values()
        if (part := relation._target).partname.endswith("/fontTable.xml")
    )
    root = OxmlElement("w:fonts")
    for font, fallback in ((TITLE_FONT, TITLE_FALLBACK), (TEXT_FONT, TEXT_FALLBACK)):
        element = OxmlElement("w:font")
        element.set(qn("w:name"), font)
        for name, value in (("altName", fallback), ("charset", "86"), ("family", "auto")):
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), value)
            element.append(child)
        root.append(element)
    table._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
