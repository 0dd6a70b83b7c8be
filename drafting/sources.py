"""What a draft can be made from, and what it is turned into before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .catalogue_app import catalogue_module
from .search_app import search_module
from .word import plain
from .word.clean import clean
from .word.notes import Notes
from .word.pieces import Piece, Prose
from .word.process import CannotConvert, Picture, convert_docx

EXTENSIONS = ("docx", "doc", "wps", "pdf", "ofd", "txt")
# A pasted text of more is no document of an office.
MOST_PASTED = 8 * 1024 * 1024
_CONTAINER = b"PK\x03\x04"
_AS_PAGES = {"pdf", "ofd"}

_REASONS: Mapping[str, Any] = {
    "encrypted": _lazy(
        "这个文件有密码，读不出来。"
        "请去掉密码后重新上传，或者打开后复制、粘贴正文。"
    ),
    "broken": _lazy(
        "这个文件已损坏，或者不是Word文档。"
        "请用Word、WPS打开检查，另存为DOCX后重新上传。"
    ),
    "too_large": _lazy("这个文件太大，没有读取。请压缩其中的图片，或者拆分后上传。"),
    "timeout": _lazy(
        "这个文件太复杂，没有在限定时间内读完。"
        "请拆分后上传，或者打开后复制、粘贴正文。"
    ),
    "out_of_memory": _lazy(
        "这个文件太复杂，读取时占用内存过多。"
        "请拆分后上传，或者打开后复制、粘贴正文。"
    ),
    "nested": _lazy(
        "这个文件里的表格套得太深，读不出来。"
        "请简化表格后上传，或者打开后复制、粘贴正文。"
    ),
    "no_text": _lazy(
        "这是扫描件或者图片，没有文字可以带入。"
        "请上传由原文档导出的文件，或者先做文字识别。"
    ),
    "empty": _lazy("没有读到文字，请检查是否选错了文件。"),
    "unsupported": _lazy("不支持这种格式。请上传DOCX、DOC、WPS、PDF、OFD或者TXT文件。"),
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A text ready to become a draft."""

    pieces: list[Piece]
    pictures: tuple[Picture, ...]
    notes: Notes
    name: str

    def title(self) -> str:
        """The title that a style marks as one; empty where none does."""
        first = next((each for each in self.pieces if isinstance(each, Prose)), None)
        return " ".join(first.plain.split()) if first and first.is_title else ""


def from_file(upload: Any) -> Source:
    """Read an uploaded file.

    Raises:
        ValidationError: it cannot be read; says why, and what to do.
    """
    catalogue_module("uploads").validate_document(upload)
    name = PurePath(upload.name)
    if name.suffix.lower().lstrip(".") not in EXTENSIONS:
        raise ValidationError(_REASONS["unsupported"], code="unsupported")
    upload.seek(0)
    head = upload.read(len(_CONTAINER))
    upload.seek(0)
    notes = Notes()
    pictures: tuple[Picture, ...] = ()
    if head == _CONTAINER and name.suffix.lower() in {".docx", ".wps"}:
        try:
            converted = convert_docx(upload)
        except CannotConvert as error:
            raise ValidationError(_reason(error.reason), code=error.reason) from error
        notes, pictures = converted.notes, converted.pictures
        notes["formats"] = 1
        pieces = clean(converted.html, notes)
    else:
        pieces = clean(_text_html(upload, notes), notes)
    upload.seek(0)
    return _source(pieces, pictures, notes, name.stem)


def from_paste(html: str, text: str = "") -> Source:
    """Take what was pasted: HTML of the clipboard, else plain text.

    Raises:
        ValidationError: it is too long, or nothing is in it.
    """
    if len(html) > MOST_PASTED or len(text) > MOST_PASTED:
        raise ValidationError(
            _("粘贴的内容太长（可能带有图片数据）。请改用上传文件。"), code="too_large"
        )
    notes = Notes()
    pieces = clean(html, notes) if html.strip() else clean(plain.paragraphs(text), notes)
    return _source(pieces, (), notes, "")


def _source(pieces: list[Piece], pictures: tuple[Picture, ...], notes: Notes, name: str) -> Source:
    if not pieces:
        raise ValidationError(_REASONS["empty"], code="empty")
    return Source(pieces, pictures, notes, name)


def _text_html(upload: IO[bytes], notes: Notes) -> str:
    """Visible text of a file of another format, read by the search's process for files."""
    found = search_module("extract.process").extract(
        upload, search_module("services.extraction").limits()
    )
    if found.status != "done":
        raise ValidationError(_reason(str(found.status)), code=str(found.status))
    kinds = [str(part.kind) for part in found.hidden]
    notes["comments"] += kinds.count("comment")
    notes["deleted"] += kinds.count("deletion")
    notes["hidden"] += kinds.count("text")
    notes["embedded"] += kinds.count("embedded")
    if found.was_cut:
        notes["cut"] = 1
    places = ("页眉", "页脚")
    texts = [part.text for part in found.parts if not part.place.startswith(places)]
    if len(texts) < len(found.parts):
        notes["headers"] = 1
    text = "\n".join(texts)
    notes["lines_joined"] = 1
    if found.format in _AS_PAGES:
        return plain.joined_paragraphs(text)
    return plain.paragraphs(text)


def _reason(reason: str) -> str:
    return str(_REASONS.get(reason, _REASONS["broken"]))
