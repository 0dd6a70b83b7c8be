"""The report as a PDF, in the layout of an official document."""

from __future__ import annotations

from io import BytesIO
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
)

from . import paper
from .model import Block, FormTable, Heading, Paragraph, PlainTable, ReportDocument
from .pdf_fonts import Faces, faces
from .pdf_tables import form_table, plain_table
from .pdf_text import Look, Setter
from .wording import day_text, period_text

CONTENT_TYPE = "application/pdf"
# reportlab's fonts are shared, and remember where they are read while a file is written.
_ONE_AT_A_TIME = Lock()
_TEXT_HEIGHT = paper.TEXT_HEIGHT * mm
# What a heading and the air around take of a page with a table.
_BESIDE_TABLE = 2 * paper.LINE_HEIGHT
# Height below which a table does not begin.
_BEGINNING = 8 * paper.LINE_HEIGHT
_CENTRED = Look(align="centre", first=0)
_TITLE = _CENTRED.but(role="title", size=paper.TITLE_SIZE, leading=34)
_HEADING, _SUBHEADING = Look("heading", align="left"), Look("kai", align="left")
_CAPTION = _CENTRED.but(role="heading", size=paper.CAPTION_SIZE, leading=22)
_NOTE = Look(size=paper.CAPTION_SIZE, leading=20, first=0)


def render_pdf(report: ReportDocument) -> bytes:
    """The file."""
    with _ONE_AT_A_TIME:
        return _rendered(report, faces())


def _rendered(report: ReportDocument, fonts: Faces) -> bytes:
    file = BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=(paper.PAGE_WIDTH * mm, paper.PAGE_HEIGHT * mm),
        title=report.title,
        author=report.organ,
        subject=period_text(report.period),
        lang="zh-CN",
        displayDocTitle=True,
        initialFontName=fonts.by_role["text"].name,
        pageTemplates=[_page(fonts)],
    )
    document.build(_Story(Setter(fonts), report).flowables())
    return file.getvalue()


def _page(fonts: Faces) -> PageTemplate:
    frame = Frame(
        paper.LEFT * mm,
        paper.BOTTOM * mm,
        paper.TEXT_WIDTH * mm,
        _TEXT_HEIGHT,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def number(canvas: Any, document: Any) -> None:
        """“— 1 —”: at the right on odd pages, at the left on even ones."""
        canvas.saveState()
        y = (paper.BOTTOM - paper.FOLIO_GAP) * mm - paper.FOLIO_SIZE
        pieces = list(fonts.pieces(f"— {document.page} —", "text"))
        width = sum(canvas.stringWidth(text, name, paper.FOLIO_SIZE) for name, text in pieces)
        x = paper.LEFT * mm + paper.FOLIO_SIZE
        if document.page % 2:
            x = (paper.PAGE_WIDTH - paper.RIGHT) * mm - paper.FOLIO_SIZE - width
        for name, text in pieces:
            canvas.setFont(name, paper.FOLIO_SIZE)
            canvas.drawString(x, y, text)
            x += canvas.stringWidth(text, name, paper.FOLIO_SIZE)
        canvas.restoreState()

    return PageTemplate("page", [frame], onPage=number)


def _is_whole(block: FormTable | PlainTable) -> bool:
    rows = block.table.rows if isinstance(block, FormTable) else block.rows
    return paper.stays_whole(len(rows))


class _Story:
    """What stands on the pages, in order."""

    def __init__(self, setter: Setter, report: ReportDocument) -> None:
        self._setter = setter
        self._report = report
        self._flow: list[Flowable] = []

    def flowables(self) -> list[Flowable]:
        """All of it."""
        self._head()
        for part in self._report.parts:
            lead = [self._setter.text(part.heading, _HEADING, 0)] if part.heading else []
            for block in part.blocks:
                self._block(block, lead)
                lead = []
            self._flow += lead
        self._signature()
        self._notes()
        return self._flow

    def _head(self) -> None:
        report, setter = self._report, self._setter
        for line in paper.title_lines(report.title, report.organ):
            self._flow.append(setter.text(line, _TITLE))
        if report.is_draft:
            self._flow.append(setter.text(_("（草稿）"), _CENTRED))
        self._flow.append(Spacer(1, paper.LINE_HEIGHT))

    def _block(self, block: Block, lead: list[Flowable]) -> None:
        """A block, after the heading of its part where it is the first."""
        if isinstance(block, Paragraph):
            look = Look(left=2 * paper.TEXT_SIZE * max(0, block.depth - 1))
            self._flow += [*lead, self._setter.running(block.marker, block.runs, look)]
        elif isinstance(block, Heading):
            self._flow += [*lead, self._setter.text(block.text, _SUBHEADING, 1)]
        elif _is_whole(block):
            self._flow.append(KeepTogether([*lead, *self._table(block)]))
        else:
            # It goes over pages: only its beginning stays with what stands above.
            for each in lead:
                each.keepWithNext = False
            self._flow += [CondPageBreak(_BEGINNING), *lead, *self._table(block)]

    def _table(self, block: FormTable | PlainTable) -> list[Flowable]:
        above: list[Flowable] = [Spacer(1, 6)]
        if block.caption:
            above.append(self._setter.text(block.caption, _CAPTION))
        room = _TEXT_HEIGHT - _BESIDE_TABLE
        if isinstance(block, FormTable):
            table = form_table(self._setter, block, room)
        else:
            table = plain_table(self._setter, block)
        return [*above, table, Spacer(1, 10)]

    def _signature(self) -> None:
        """The date four characters from the edge, the organ centred on it."""
        report, setter = self._report, self._setter
        day = day_text(report.reported_on) if report.reported_on else ""
        look = Look(align="right", first=0)
        four = 4 * paper.TEXT_SIZE
        overhang = (setter.width(day, look) - setter.width(report.organ, look)) / 2
        right = four + overhang if day else four / 2
        lines: list[Flowable] = [Spacer(1, paper.LINE_HEIGHT)]
        for text, edge in ((report.organ, max(0, right)), (day, four - min(0, right))):
            if text:
                lines.append(setter.text(text, look.but(right=edge)))
        self._flow.append(KeepTogether(lines))

    def _notes(self) -> None:
        if self._report.notes:
            self._flow.append(Spacer(1, paper.LINE_HEIGHT))
        self._flow += [self._setter.text(note, _NOTE) for note in self._report.notes]
