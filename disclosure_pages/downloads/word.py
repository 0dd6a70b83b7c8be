"""The report as a Word document, in the layout of an official document."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from . import paper
from .model import Block, FormTable, Heading, Paragraph, PlainTable, ReportDocument, Run
from .word_styles import CAPTION_STYLE, NOTE_STYLE, SONG, indent, new_document, set_font
from .word_tables import add_form_table, add_plain_table
from .wording import day_text, period_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_word(report: ReportDocument) -> bytes:
    """The file."""
    document = new_document(report.title, report.organ, period_text(report.period))
    title = document.add_paragraph(style="Title")
    for number, line in enumerate(paper.title_lines(report.title, report.organ)):
        if number:
            title.add_run().add_break()
        title.add_run(line)
    if report.is_draft:
        document.add_paragraph(_("（草稿）")).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph()
    for part in report.parts:
        if part.heading:
            document.add_paragraph(part.heading, "Heading 1")
        for block in part.blocks:
            _add_block(document, block)
    _sign(document, report)
    _add_notes(document, report)
    _number_pages(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_block(document: Any, block: Block) -> None:
    if isinstance(block, Paragraph):
        _add_paragraph(document, block)
    elif isinstance(block, Heading):
        document.add_paragraph(block.text, "Heading 2")
    else:
        _add_table(document, block)


def _add_table(document: Any, block: FormTable | PlainTable) -> None:
    if block.caption:
        document.add_paragraph(block.caption, CAPTION_STYLE)
    else:
        _gap(document, 6, keeps_next=True)
    if isinstance(block, FormTable):
        add_form_table(document, block)
    else:
        add_plain_table(document, block)
    _gap(document, 10)


def _gap(document: Any, points: float, *, keeps_next: bool = False) -> None:
    """Air around a table: two tables in a row would grow into one."""
    layout = document.add_paragraph().paragraph_format
    layout.line_spacing = Pt(points)
    layout.keep_with_next = keeps_next


def _add_paragraph(document: Any, block: Paragraph) -> None:
    paragraph = document.add_paragraph(style="Body Text")
    if block.depth > 1:
        indent(paragraph, left=200 * (block.depth - 1), firstLine=200)
    if block.marker:
        paragraph.add_run(block.marker)
    for run in block.runs:
        _add_run(paragraph, run)


def _add_run(paragraph: Any, run: Run) -> None:
    made = paragraph.add_run(run.text)
    if run.bold:
        made.bold = True
    if run.url:
        link = OxmlElement("w:hyperlink")
        target = paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), target)
        paragraph._p.append(link)
        link.append(made._r)


def _sign(document: Any, report: ReportDocument) -> None:
    """Organ and date at the right: the date four characters from the edge, the organ centred on
    it."""
    day = day_text(report.reported_on) if report.reported_on else ""
    gap = document.add_paragraph()
    gap.paragraph_format.keep_with_next = True
    organ = document.add_paragraph(report.organ)
    organ.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    organ.paragraph_format.keep_with_next = bool(day)
    overhang = (_width(day) - _width(report.organ)) / 2 if day else -2
    indent(organ, right=max(0, round(100 * (4 + overhang))))
    if day:
        date = document.add_paragraph(day)
        date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        date.paragraph_format.keep_with_next = bool(report.notes)
        indent(date, right=max(400, round(100 * (4 - min(0, 4 + overhang)))))


def _width(text: str) -> float:
    """Width in characters; digits and Latin letters are half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _add_notes(document: Any, report: ReportDocument) -> None:
    for number, note in enumerate(report.notes):
        line = document.add_paragraph(note, NOTE_STYLE)
        if number == 0:
            line.paragraph_format.space_before = Pt(paper.LINE_HEIGHT)


def _number_pages(document: Any) -> None:
    """“— 1 —”: at the right on odd pages, at the left on even ones, a character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, alignment, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        indent(paragraph, **{side: 100})
        for piece in ("— ", None, " —"):
            _add_folio(paragraph, piece)


def _add_folio(paragraph: Any, text: str | None) -> None:
    """A piece of the page number: text, or the number itself."""
    run = paragraph.add_run(text or "")
    run.font.size = Pt(paper.FOLIO_SIZE)
    set_font(run._element.get_or_add_rPr(), SONG, latin=SONG)
    if text is None:
        for kind, instruction in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", None)):
            run._r.append(_field_piece(kind, instruction))
        run._r.append(_field_piece("end", ""))


def _field_piece(kind: str, instruction: str | None) -> Any:
    if kind:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
    elif instruction:
        element = OxmlElement("w:instrText")
        element.text = instruction
    else:
        element = OxmlElement("w:t")
        element.text = "1"
    return element
