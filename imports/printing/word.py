"""The 目录 as a Word document: lying A4, the styles of official paper, headings on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from ..rooms import pages
from .entries import WIDTHS, PrintedCatalogue, headings

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Of lying paper, in millimetres.
_WIDTH, _HEIGHT, _MARGIN, _BOTTOM = 297, 210, 18, 20
_TWIPS_PER_MM = 56.6929
# 小五 on a line of 12 points.
_HALF_POINTS, _LINE = 18, 240
_CENTRED = {0, 4}


def render(printed: PrintedCatalogue) -> bytes:
    """The file."""
    styles = pages("downloads.word_styles")
    document = styles.new_document(printed.title, printed.organ, printed.title)
    _lay(document.sections[0])
    title = document.add_paragraph(printed.title, style="Title")
    title.paragraph_format.space_after = Pt(6)
    about = document.add_paragraph(printed.about)
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    about.runs[0].font.size = Pt(12)
    about.paragraph_format.space_after = Pt(6)
    # Written as text and read once: built element by element, two thousand lines take a minute.
    table = parse_xml("".join(_table(printed, styles.SONG, styles.HEADING)))
    document.element.body.insert(len(document.element.body) - 1, table)
    _number_pages(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _lay(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = Mm(_MARGIN)
    section.bottom_margin = Mm(_BOTTOM)
    section.footer_distance = Mm(10)


def _table(printed: PrintedCatalogue, song: str, heading: str) -> Iterator[str]:
    whole = (_WIDTH - 2 * _MARGIN) * _TWIPS_PER_MM
    widths = [round(whole * each / sum(WIDTHS)) for each in WIDTHS]
    yield f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    yield '<w:jc w:val="center"/><w:tblBorders>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        yield f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    yield '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
    for side, twips in (("top", 40), ("left", 70), ("bottom", 40), ("right", 70)):
        yield f'<w:{side} w:w="{twips}" w:type="dxa"/>'
    yield f"</w:tblCellMar><w:tblCaption w:val={quoteattr(printed.title)}/></w:tblPr><w:tblGrid>"
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid>"
    yield _row(headings(), widths, heading, centred=set(range(len(widths))), is_head=True)
    number = 0
    for group in printed.groups:
        yield _divider(group.heading, widths, heading)
        for entry in group.entries:
            number += 1
            yield _row(entry.cells(number), widths, song, centred=_CENTRED)
    yield "</w:tbl>"


def _row(
    texts: Sequence[str],
    widths: Sequence[int],
    font: str,
    *,
    centred: set[int],
    is_head: bool = False,
) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    cells = (
        _cell(text, f'<w:tcW w:w="{width}" w:type="dxa"/>', font, centred=place in centred)
        for place, (text, width) in enumerate(zip(texts, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _divider(text: str, widths: Sequence[int], font: str) -> str:
    """The name of a category over the whole width; it stays with the line below it."""
    place = (
        f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
        '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>'
    )
    cell = _cell(text, place, font, centred=False, keeps_next=True)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _cell(text: str, place: str, font: str, *, centred: bool, keeps_next: bool = False) -> str:
    keep = "<w:keepNext/>" if keeps_next else ""
    side = "center" if centred else "left"
    return (
        f'<w:tc><w:tcPr>{place}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>{keep}'
        f'<w:spacing w:before="0" w:after="0" w:line="{_LINE}" w:lineRule="exact"/>'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
        f' w:eastAsia="{font}" w:cs="Times New Roman"/>'
        f'<w:sz w:val="{_HALF_POINTS}"/><w:szCs w:val="{_HALF_POINTS}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def _number_pages(document: Any) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve">PAGE</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    ):
        run = paragraph.add_run()
        run.font.size = Pt(12)
        run._r.append(
            parse_xml(piece.replace(" ", f' xmlns:w="{_NAMESPACE}" ', 1))
            if " " in piece.partition(">")[0]
            else parse_xml(piece.replace(">", f' xmlns:w="{_NAMESPACE}">', 1))
        )
