"""Uploaded files are what their names say: checked by content, not by extension.

``WAGTAILDOCS_DOCUMENT_FORM_BASE`` names :class:`DocumentForm`, the base of every form through which
Wagtail takes documents (upload, several at once, chooser, API).
"""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any, cast

import filetype
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from .conf import get_setting
from .reviewed import review_module

_HEAD = 8192
_PDF = b"%PDF-"
# Readers find the mark within the first kilobyte (ISO 32000-1, annex H, note 13).
_PDF_MARK_WITHIN = 1024
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCODINGS = ("utf-8-sig", "gb18030")
_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"<head", b"<body")
# A part that every file of the format holds.
_CONTAINER_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "ofd": "OFD.xml",
}


def validate_document(file: Any) -> None:
    """Refuse an uploaded file that is empty, too large, or not what its extension says.

    Extensions that are not known here are left to ``WAGTAILDOCS_EXTENSIONS``.

    Raises:
        ValidationError: with a sentence for the person who uploads.
    """
    limit = cast("int", get_setting("GONGKAI_CATALOGUE_MAX_UPLOAD_SIZE"))
    if not file.size:
        raise ValidationError(_("这个文件是空的，请检查后重新选择。"), code="empty")
    if file.size > limit:
        raise ValidationError(
            _("文件大小为%(size)s，超过上限%(limit)s，请压缩或拆分后再上传。")
            % {"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
            code="too_large",
        )
    extension = PurePath(file.name).suffix.lower().lstrip(".")
    matches = _CHECKS.get(extension)
    if matches is None:
        return
    file.seek(0)
    head = file.read(_HEAD)
    try:
        fits = matches(head, file, extension)
    finally:
        file.seek(0)
    if not fits:
        raise ValidationError(_mismatch(head, extension), code="mismatch")


def _mismatch(head: bytes, extension: str) -> str:
    kind = filetype.guess(head)
    message = _(
        "文件内容与扩展名“.%(extension)s”不符%(found)s。请用原来的软件另存为所需格式，不要只改文件名。"
    )
    found = _("（实际是%s文件）") % kind.extension if kind and kind.extension != extension else ""
    return message % {"extension": extension, "found": found}


def _is_pdf(head: bytes, file: IO[bytes], extension: str) -> bool:
    return _PDF in head[:_PDF_MARK_WITHIN] and not _is_markup(head)


def _is_compound_file(head: bytes, file: IO[bytes], extension: str) -> bool:
    """The binary formats of Office and WPS before 2007."""
    return head.startswith(_COMPOUND_FILE)


def _is_container(head: bytes, file: IO[bytes], extension: str) -> bool:
    part = _CONTAINER_PARTS.get(extension)
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError):
        return False
    return part is None or part in names


def _is_wps(head: bytes, file: IO[bytes], extension: str) -> bool:
    return _is_compound_file(head, file, extension) or _is_container(head, file, "docx")


def _is_text(head: bytes, file: IO[bytes], extension: str) -> bool:
    """Text in UTF-8 or GB 18030, which is neither a known binary format nor a web page."""
    if _is_markup(head) or b"\0" in head or filetype.guess(head) is not None:
        return False
    return any(_decodes(head, encoding) for encoding in _ENCODINGS)


def _is_markup(head: bytes) -> bool:
    return head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP)


def _decodes(head: bytes, encoding: str) -> bool:
    # Not final: the last character may be cut in two by the end of the head.
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


_CHECKS: dict[str, Callable[[bytes, IO[bytes], str], bool]] = {
    "pdf": _is_pdf,
    "doc": _is_compound_file,
    "xls": _is_compound_file,
    "ppt": _is_compound_file,
    "wps": _is_wps,
    "docx": _is_container,
    "xlsx": _is_container,
    "pptx": _is_container,
    "ofd": _is_container,
    "zip": _is_container,
    "txt": _is_text,
    "csv": _is_text,
}


class DocumentForm(BaseDocumentForm):
    """Form of a document whose file is checked by content."""

    def clean_file(self) -> Any:
        """Check a newly chosen file; one that is stored already was checked then."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            validate_document(file)
        return file

    def clean_title(self) -> str:
        """Refuse to rename what is public: the name stands on pages that were reviewed with it."""
        title: str = self.cleaned_data["title"]
        is_known = self.instance.pk is not None and "title" in self.changed_data
        if is_known and review_module("services.files").is_public_document(self.instance.pk):
            raise ValidationError(
                _(
                    "这个文件已经公开，改名也要经过审查。"
                    "请在条目的“附件名称”里写新的名称，提交审查后更新。"
                ),
                code="public",
            )
        return title
