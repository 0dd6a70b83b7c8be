"""Which reader a file needs, by what is in it."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from ..conf import number
from ..fields import field_of
from .book import Book, CannotRead
from .excel import read_xlsx
from .json_lines import read_json_lines
from .layout import Meaning
from .old_excel import read_xls
from .text_file import read_text

_ZIP, _COMPOUND = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
# What systems of offices write under the name of a workbook.
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<meta", b"<style", b"<table", b"<?xml", b"mime-ver")
_BOM = b"\xef\xbb\xbf"
_JSON = (".jsonl", ".ndjson", ".json")
EXTENSIONS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".et", *_JSON)
_MIB = 1024 * 1024


def open_book(file: IO[bytes], name: str, means: Meaning = field_of) -> Book:
    """The sheets of an open file, which stays open as long as rows are read.

    Args:
        name: of the file; its extension tells apart what its content does not.
        means: code of the field that a heading means.

    Raises:
        CannotRead: with a sentence.
    """
    size = file.seek(0, 2)
    limit = number("GONGKAI_IMPORTS_MAX_FILE_SIZE")
    if not size:
        raise CannotRead(_("文件是空的，请检查后重新选择。"))
    if size > limit:
        raise CannotRead(_("文件超过%dMB，请拆成几个文件。") % (limit // _MIB))
    book = _read(file, PurePath(name).suffix.lower(), means)
    if not book.sheets:
        raise CannotRead(
            _(
                "没有找到列标题。应有一行写明“名称”“成文日期”“发布机构”等，"
                "写法不同的，请先建立列对应方案。"
            )
        )
    return book


def _read(file: IO[bytes], extension: str, means: Meaning) -> Book:
    file.seek(0)
    head = file.read(64)
    if head.startswith(_ZIP):
        return read_xlsx(file, means)
    if head.startswith(_COMPOUND):
        return read_xls(file, means)
    if head.startswith(b"%PDF"):
        raise CannotRead(_("这是PDF文件，不是表格。请提供XLSX、CSV或JSON Lines文件。"))
    if head.removeprefix(_BOM).lstrip().lower().startswith(_MARKUP):
        raise CannotRead(
            _("这是网页格式的表格，只是用了表格的扩展名。请用表格软件打开，另存为XLSX后再导入。")
        )
    if extension in _JSON:
        return read_json_lines(file)
    return read_text(file, means)
