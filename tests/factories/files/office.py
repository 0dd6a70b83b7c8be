"""DOCX, XLSX, PPTX and OFD; what no library writes is written as XML."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.shared import Cm
from openpyxl.comments import Comment

from .pdfs import scan

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def container(parts: dict[str, str | bytes], **options) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, **parts) -> bytes:
    """A container with other parts: ``word__document=…`` is ``word/document.xml``; None goes."""
    new = {f"{name.replace('__', '/')}.xml": content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as archive:
        for info in old.infolist():
            if info.filename not in new:
                archive.writestr(info.filename, old.read(info.filename))
        for name, content in new.items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def word(*paragraphs: str, header="", footer="", table=(), picture=False, **properties) -> bytes:
    """A DOCX as Word writes it."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    if picture:
        out = io.BytesIO()
        scan().save(out, "PNG")
        out.seek(0)
        document.add_picture(out, width=Cm(15))
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    document.core_properties.author = ""
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_of(body: str, **parts: str) -> bytes:
    """A DOCX of this XML; ``parts`` are others (``comments``, ``styles``)."""
    return container(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": word_xml("document", f"<w:body>{body}</w:body>"),
            **{f"word/{name}.xml": word_xml(name, text) for name, text in parts.items()},
        }
    )


def word_xml(root: str, content: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{content}</w:{root}>"
    )


def run(text: str, properties: str = "", tag: str = "t") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:{tag}>{escape(text)}</w:{tag}></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def word_with_everything_hidden() -> bytes:
    """Deleted, moved away, hidden directly and by a style, commented; a box said twice."""
    box = paragraph(run("方框里的字"))
    return word_of(
        paragraph(
            run("看得见的"), run("正文"), "<w:del>" + run("删掉的话", tag="delText") + "</w:del>"
        )
        + paragraph("<w:moveFrom>" + run("移走的话") + "</w:moveFrom>", run("留下的话"))
        + paragraph(run("隐藏的话", "<w:vanish/>"), run("显示的话", '<w:vanish w:val="0"/>'))
        + paragraph(run("样式隐藏", '<w:rStyle w:val="gone"/>'))
        + paragraph(run("整段隐藏"), properties='<w:pStyle w:val="gone"/>')
        + paragraph("<w:ins>" + run("新加的话") + "</w:ins>")
        + paragraph(
            "<w:r><mc:AlternateContent><mc:Choice>"
            + box
            + "</mc:Choice><mc:Fallback>"
            + box
            + "</mc:Fallback></mc:AlternateContent></w:r>",
            run("框外的字"),
        ),
        comments='<w:comment w:author="张三">' + paragraph(run("请核对金额")) + "</w:comment>",
        styles='<w:style w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>',
        footnotes="<w:footnote>" + paragraph(run("脚注的话")) + "</w:footnote>",
    )


def sheets(*, save=None, **tables) -> bytes:
    """An XLSX; each keyword is a sheet, its value the rows. ``save`` changes the workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.properties.creator = ""
    if save:
        save(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheets_with_everything_hidden() -> bytes:
    """Hidden sheets of both kinds, rows, columns; a comment; an author and a company."""

    def hide(book):
        first = book["汇总"]
        first.row_dimensions[2].hidden = True
        first.column_dimensions["C"].hidden = True
        first["A1"].comment = Comment("李四说要改", "李四")
        book["底稿"].sheet_state = "hidden"
        book["深藏"].sheet_state = "veryHidden"
        book.properties.creator = "王五"
        book.properties.title = "内部测算"

    return sheets(
        save=hide,
        汇总=[["户名", "金额", "身份证"], ["藏行户", 1, "x"], ["明户", 2.5, "藏列号"]],
        底稿=[["底稿内容"]],
        深藏=[["深藏内容"]],
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def slide_xml(*texts: str, more: str = "", attributes: str = "") -> str:
    shapes = "".join(
        f"<p:sp><p:txBody><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"
        for text in texts
    )
    return (
        f'<p:sld xmlns:p="{_P}" xmlns:a="{_A}" {attributes}>'
        f"<p:cSld><p:spTree>{shapes}{more}</p:spTree></p:cSld></p:sld>"
    )


def slides(*pages: str, notes: str = "", comment: str = "", media: bool = False) -> bytes:
    """A PPTX of these slides, in this order; notes and comment belong to the first."""
    ids = "".join(
        f'<p:sldId xmlns:r="{_R}" id="{255 + number}" r:id="r{number}"/>'
        for number in range(1, len(pages) + 1)
    )
    # Files are numbered from behind: the order is that of the presentation.
    names = [f"slides/slide{len(pages) - index}.xml" for index in range(len(pages))]
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": (
            f'<p:presentation xmlns:p="{_P}"><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": _relations(*(("slide", name) for name in names)),
    }
    parts |= {f"ppt/{name}": page for name, page in zip(names, pages, strict=True)}
    if notes or comment:
        parts[f"ppt/slides/_rels/slide{len(pages)}.xml.rels"] = _relations(
            ("notesSlide", "../notesSlides/notesSlide1.xml"),
            ("comments", "../comments/comment1.xml"),
        )
        parts["ppt/notesSlides/notesSlide1.xml"] = slide_xml(notes).replace("p:sld", "p:notes")
        parts["ppt/comments/comment1.xml"] = (
            f'<p:cmLst xmlns:p="{_P}"><p:cm><p:text>{comment}</p:text></p:cm></p:cmLst>'
        )
    if media:
        parts["ppt/media/image1.png"] = b"\x89PNG"
    return container(parts)


def ofd(*pages: str, author: str = "", extra: dict[str, str] | None = None, **info) -> bytes:
    """An OFD of these pages; a page of ``None`` shows a picture."""
    namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(
        f'<ofd:Page ID="{10 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(len(pages))
    )
    parts: dict[str, str] = {
        "OFD.xml": (
            f'<ofd:OFD {namespace} Version="1.0"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:Author>{author}</ofd:Author></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {namespace}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
            "0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        ),
    }
    for number, text in enumerate(pages):
        objects = (
            '<ofd:ImageObject ID="1" Boundary="0 0 210 297" ResourceID="2"/>'
            if text is None
            else "".join(
                f'<ofd:TextObject ID="{index + 20}" Boundary="20 {20 + 10 * index} 170 8" '
                f'Font="3" Size="5"><ofd:TextCode X="0" Y="5">{escape(line)}</ofd:TextCode>'
                "</ofd:TextObject>"
                for index, line in enumerate(text.split("\n"))
            )
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {namespace}><ofd:Content><ofd:Layer ID="4">{objects}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    return container({**parts, **(extra or {})}, **info)
