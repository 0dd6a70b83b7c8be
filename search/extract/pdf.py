"""PDF, by PDFium."""

from __future__ import annotations

import ctypes
import re
from typing import IO, Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from .limits import Limits
from .lines import joined_lines
from .result import CannotRead, Collector, Hidden, Status

# Letters on a page that shows pictures, or is one: a number or a stamp does not make it text.
_FEW, _FEW_ON_A_PICTURE = 5, 30
# Share of the page that a picture covers, to be the page.
_COVERS = 0.5
# So many drawn shapes and no letter: text that was turned into outlines.
_OUTLINES = 100
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_LOOKED_AT = 500
_PROPERTIES = {
    "Title": "标题", "Author": "作者", "Subject": "主题", "Keywords": "关键词",
    "Creator": "创建程序", "Producer": "制作程序",
}  # fmt: skip


def read(file: IO[bytes], limits: Limits, found: Collector) -> None:
    """Read visible text page by page, then annotations, properties and names of embedded files.

    Raises:
        CannotRead: encrypted, broken, or too many pages.
    """
    document = _opened(file)
    try:
        found.pages = len(document)
        if found.pages > limits.pages:
            raise CannotRead(Status.TOO_LARGE, "pages")
        _read_properties(document, found)
        for number in range(found.pages):
            _read_page(document, number, found)
    finally:
        document.close()


def _opened(file: IO[bytes]) -> Any:
    try:
        return pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        if is_locked or "password" in str(error).lower():
            raise CannotRead(Status.ENCRYPTED) from error
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
            raise CannotRead(Status.ENCRYPTED, "security") from error
        raise CannotRead(Status.BROKEN) from error


def _read_properties(document: Any, found: Collector) -> None:
    for name, label in _PROPERTIES.items():
        found.hide(Hidden.PROPERTY, label, document.get_metadata_value(name))
    for index in range(min(document.count_attachments(), _LOOKED_AT)):
        found.hide(Hidden.EMBEDDED, "文件内的文件", document.get_attachment(index).get_name())


def _read_page(document: Any, number: int, found: Collector) -> None:
    place = f"第{number + 1}页"
    try:
        page = document[number]
    except pdfium.PdfiumError:
        # One page that is damaged: the others are worth having.
        found.pages_without_text += 1
        return
    try:
        text, visible_notes = _text_of(page), _read_annotations(page, place, found)
        text = "\n".join([joined_lines(text), *visible_notes])
        if _is_picture(page, sum(map(str.isalnum, text))):
            found.pages_without_text += 1
        found.see(place, text, number + 1)
    finally:
        page.close()


def _text_of(page: Any) -> str:
    textpage = page.get_textpage()
    try:
        # A hyphen at the end of a line, and what PDFium puts for it.
        text: str = _with_ends_of_rows(textpage, textpage.get_text_range())
        return text.replace("\ufffe\r\n", "").replace("\ufffe", "").replace("\x02", "")
    except pdfium.PdfiumError:
        return ""
    finally:
        textpage.close()


def _with_ends_of_rows(textpage: Any, text: str) -> str:
    """The text with line breaks where PDFium has a space between two rows of a wide table."""
    if textpage.count_chars() != len(text):
        return text
    characters = list(text)
    for match in _SPACE.finditer(text):
        left, bottom, _right, _top = textpage.get_charbox(match.start() - 1)
        next_left, _bottom, _right, next_top = textpage.get_charbox(match.end())
        if next_top < bottom and next_left < left:
            characters[match.start()] = "\n"
    return "".join(characters)


def _is_picture(page: Any, letters: int) -> bool:
    """Whether a page shows something, and no text worth the name."""
    if letters >= _FEW_ON_A_PICTURE:
        return False
    area = page.get_width() * page.get_height()
    pictures = shapes = 0
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
    for number, each in enumerate(page.get_objects(filter=kinds, max_depth=4)):
        if number >= _LOOKED_AT:
            break
        if each.type == raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
            continue
        pictures += 1
        if area and _area_of(each) / area >= _COVERS:
            return True
    return letters < _FEW and (pictures > 0 or shapes >= _OUTLINES)


def _area_of(each: Any) -> float:
    try:
        left, bottom, right, top = each.get_bounds()
    except (pdfium.PdfiumError, AttributeError):
        return 0.0
    return float(abs((right - left) * (top - bottom)))


def _read_annotations(page: Any, place: str, found: Collector) -> list[str]:
    """Hide what annotations say; what of them stands on the page is returned."""
    visible = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _LOOKED_AT)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if kind == raw.FPDF_ANNOT_WIDGET:
                visible.append(_string_of(annotation, b"V"))
            elif kind == raw.FPDF_ANNOT_FREETEXT:
                visible.append(_string_of(annotation, b"Contents"))
            elif kind not in {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}:
                said = [_string_of(annotation, key) for key in (b"T", b"Contents")]
                if said[1]:
                    found.hide(Hidden.COMMENT, f"{place}批注", "：".join(filter(None, said)))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return [text for text in visible if text]


def _string_of(annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:  # noqa: PLR2004 - an empty string is its two bytes of zero
        return ""
    buffer = ctypes.create_string_buffer(size)
    kept = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, key, kept, size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")
