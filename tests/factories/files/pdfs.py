"""PDF."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "STSong-Light"
_LINE = 34


def pdf(*pages: str, encrypt=None, finish=None, **properties: str) -> bytes:
    """A page for each text; a text of ``None`` is a scanned page. ``finish`` draws on the last."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt, invariant=1)
    for name, value in properties.items():
        getattr(canvas, f"set{name.capitalize()}")(value)
    for index, text in enumerate(pages):
        if text is None:
            canvas.drawImage(ImageReader(scan()), 0, 0, *A4)
        else:
            canvas.setFont(_FONT, 12)
            for number, line in enumerate(_lines(text)):
                canvas.drawString(60, 780 - 18 * number, line)
        if finish and index == len(pages) - 1:
            finish(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _lines(text):
    for paragraph in text.split("\n"):
        for start in range(0, max(len(paragraph), 1), _LINE):
            yield paragraph[start : start + _LINE]


def scan() -> Image.Image:
    """A picture of a page."""
    picture = Image.new("L", (200, 280), 255)
    draw = ImageDraw.Draw(picture)
    for y in range(30, 250, 12):
        draw.line((20, y, 180, y), fill=60, width=4)
    return picture


def encrypted_pdf(*pages: str) -> bytes:
    """Opened with a password only."""
    return pdf(*pages, encrypt=StandardEncryption("open-sesame", ownerPassword="owner"))


def protected_pdf(*pages: str) -> bytes:
    """Opened by anybody; printing and copying are forbidden."""
    return pdf(*pages, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))


def annotated_pdf(text: str, comment: str, **properties: str) -> bytes:
    """With a comment beside the text."""

    def annotate(canvas):
        canvas.textAnnotation(comment, Rect=[100, 100, 130, 130])

    return pdf(text, finish=annotate, **properties)


def stamped_scan(stamp: str) -> bytes:
    """A picture of a page with a number printed over it."""

    def draw(canvas):
        canvas.setFont(_FONT, 9)
        canvas.drawString(280, 20, stamp)

    return pdf(None, finish=draw)


def many_pages(number: int) -> bytes:
    """A page tree that names one page again and again."""
    kids = b"3 0 R " * number
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (number, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
    ]
    return raw_pdf(objects)


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)
