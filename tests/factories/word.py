"""Word documents as offices write them, and HTML as Word puts it on the clipboard."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

TITLE = "泗门镇人民政府关于做好2013年农村公路养护工作的通知"
NUMBER = "泗政〔2013〕12号"


def png(colour="red", size=(40, 30)):
    """A picture."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    file.seek(0)
    return file


def upload(data, name="通知.docx"):
    """What a form gets."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


def saved(document):
    """The bytes of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def notice(picture=True):
    """A whole notice: red head, number, title, addressees, sections, list, table, signature."""
    document = docx.Document()
    for line in ("泗门镇人民政府文件", NUMBER, TITLE, "各村、各单位："):
        document.add_paragraph(line)
    document.add_heading("一、总体要求", 1)
    paragraph = document.add_paragraph("坚持")
    paragraph.add_run("建养并重").bold = True
    paragraph.add_run("。本通知自2013年5月1日起施行，有效期2年。")
    hidden = paragraph.add_run("领导手机号码十三八")
    hidden.font.hidden = True
    for each in ("修补路面", "疏通边沟"):
        document.add_paragraph(each, style="List Bullet")
    table = document.add_table(3, 3)
    for column, text in enumerate(("路线", "单位", "里程")):
        table.cell(0, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "泗周线"
    for row, column, text in ((1, 1, "公里"), (1, 2, "12.5"), (2, 1, "座"), (2, 2, "3")):
        table.cell(row, column).text = text
    if picture:
        document.add_picture(png())
    document.add_paragraph("泗门镇人民政府")
    document.add_paragraph("2013年3月1日")
    return document


def deleted(paragraph, text):
    """Add a tracked deletion to a paragraph."""
    mark = OxmlElement("w:del")
    mark.set(qn("w:author"), "某人")
    run, words = OxmlElement("w:r"), OxmlElement("w:delText")
    words.text = text
    run.append(words)
    mark.append(run)
    paragraph._p.append(mark)


def inserted(paragraph, text):
    """Add a tracked insertion to a paragraph."""
    mark = OxmlElement("w:ins")
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    mark.append(run)
    paragraph._p.append(mark)


def with_part(data, name, content):
    """A document with a part put in, or put in the place of another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


# As Word 2019 writes it, shortened.
CLIPBOARD = (Path(__file__).parent / "files" / "word_clipboard.html").read_text("utf-8")
