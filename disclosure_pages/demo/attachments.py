"""Real PDF, DOCX and XLSX files for some thirty items, made when the demo is loaded.

The same item always gives the same bytes: every date inside the files is the item's own day.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from .shapes import Body, DemoItem, ParagraphBlock, TableBlock

Attachment = tuple[str, bytes]

WITH_PDF = frozenset(
    (
        "2013-xxgk-shencha",
        "2013-sgyc-fangan",
        "2013-zhazhi-feishui",
        "2013-fangxun-yuan",
        "2013-linshi-jiuzhu",
        "2013-zhaotoubiao",
        "2013-feite-daofang",
        "2013-qinliugan-yuan",
        "2026-jizi",
        "2026-chongdian",
    )
)
DOCX_PREFIXES = ("2013-banshi-",)
XLSX_PREFIXES = ("2013-jingji-", "2013-yusuan", "2013-juesuan", "2026-jingji-", "2013-caigou")
PDF_FONT = "STSong-Light"
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def blocks_of(body: Body) -> list[ParagraphBlock | TableBlock]:
    """Return a body as blocks, whichever shape it has."""
    return [{"type": "paragraph", "text": body}] if isinstance(body, str) else body


def attachments_for(item: DemoItem) -> list[Attachment]:
    """Return the file names and contents of an item's attachments; most items have none."""
    key = item["key"]
    if key in WITH_PDF:
        return [(f"{key}.pdf", _pdf(item))]
    if key.startswith(DOCX_PREFIXES):
        return [(f"{key}.docx", _docx(item))]
    if key.startswith(XLSX_PREFIXES):
        return [(f"{key}.xlsx", _xlsx(item))]
    return []


def has_attachments(item: DemoItem) -> bool:
    """Say whether an item has attachments, without making them."""
    key = item["key"]
    return key in WITH_PDF or key.startswith(DOCX_PREFIXES + XLSX_PREFIXES)


def _moment(item: DemoItem) -> datetime:
    return datetime.combine(date.fromisoformat(item["written_on"]), time(9))


def _pdf(item: DemoItem) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
    heading = ParagraphStyle("heading", fontName=PDF_FONT, fontSize=18, leading=28, alignment=1)
    number = ParagraphStyle("number", fontName=PDF_FONT, fontSize=12, leading=24, alignment=1)
    text = ParagraphStyle(
        "text", fontName=PDF_FONT, fontSize=12, leading=22, firstLineIndent=24, wordWrap="CJK"
    )
    story = [
        Paragraph(escape(item["title"]), heading),
        Paragraph(escape(item["document_number"]), number),
        Spacer(1, 12),
    ]
    for block in blocks_of(item["body"]):
        if block["type"] == "paragraph":
            story += [Paragraph(escape(line), text) for line in block["text"].splitlines()]
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        title=item["title"],
        author="泗门镇人民政府",
        invariant=True,  # no clock and no random identifier in the file
    )
    document.build(story)
    return buffer.getvalue()


def _docx(item: DemoItem) -> bytes:
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    font = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    font.set(qn("w:eastAsia"), "宋体")
    properties = document.core_properties
    properties.title = item["title"]
    properties.author = "泗门镇人民政府"
    properties.created = properties.modified = _moment(item)
    document.add_heading(item["title"], level=1)
    lines = [
        line
        for block in blocks_of(item["body"])
        if block["type"] == "paragraph"
        for line in block["text"].splitlines()
    ]
    grid = document.add_table(rows=0, cols=2, style="Table Grid")
    for line in lines:
        label, mark, rest = line.partition("：")
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = (label, rest) if mark else ("说明", line)
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_clock(buffer.getvalue())


def _xlsx(item: DemoItem) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "数据"
    sheet.append([item["title"]])
    sheet["A1"].font = Font(bold=True, size=14)
    for block in blocks_of(item["body"]):
        if block["type"] != "table":
            continue
        sheet.append([block["caption"]])
        sheet.append(block["header"])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
        for row in block["rows"]:
            sheet.append([_number(cell) for cell in row])
    sheet.column_dimensions["A"].width = 32
    workbook.properties.creator = "泗门镇人民政府"
    workbook.properties.title = item["title"]
    workbook.properties.created = _moment(item)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _same_clock(buffer.getvalue(), modified=_moment(item))


def _number(cell: str) -> str | float:
    try:
        return float(cell)
    except ValueError:
        return cell


def _same_clock(content: bytes, modified: datetime | None = None) -> bytes:
    """Return a zipped office file with fixed member dates, so that its bytes never differ.

    openpyxl writes the time of saving as the file's ``modified``; ``modified`` replaces it.
    """
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if modified is not None and name == "docProps/core.xml":
                data = _with_modified(data, modified)
            target.writestr(zipfile.ZipInfo(name, ZIP_DAY), data, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _with_modified(core: bytes, moment: datetime) -> bytes:
    mark, end = b'W3CDTF">', b"</dcterms:modified>"
    head, _, tail = core.rpartition(end)
    start = head.rindex(mark) + len(mark)
    return head[:start] + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode() + end + tail
