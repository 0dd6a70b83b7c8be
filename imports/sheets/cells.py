"""Cells as text: what a spreadsheet stores as numbers and days, written as people read them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .. import rooms
from .book import Broken, Cell

ERRORS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_HASHES = re.compile(r"#{4,}")
_AS_FORMULA = re.compile(r'\s*="([^"]*)"\s*')
_ZEROS = re.compile(r"0+")
# Spreadsheets keep fifteen digits of a number.
_EXACT = 10**15
_MIDNIGHT = time(0)


def text_of(value: Any, number_format: str = "") -> Cell:
    """The text of a cell's value; ``number_format`` is that of a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, str):
        return checked(value)
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int | float | Decimal):
        return _number(value, number_format)
    return str(value)


def yes_or_no(value: bool) -> Broken:
    """A truth value, which no field takes."""
    text = "TRUE" if value else "FALSE"
    return Broken(text, _("单元格里是逻辑值“%s”，不是文字，请重新填写。") % text)


def _day(value: date) -> str:
    if isinstance(value, datetime) and value.time() != _MIDNIGHT:
        return value.isoformat(" ", "seconds")
    return value.isoformat()[:10]


def checked(text: str) -> Cell:
    """Text of a cell, unless it is an error of the spreadsheet that wrote it."""
    bare = text.strip()
    if bare in ERRORS:
        return Broken(
            bare, _("单元格里是表格软件的错误值“%s”，请修正公式或者直接填写内容。") % bare
        )
    if _HASHES.fullmatch(bare):
        return Broken(
            bare, _("内容成了“%s”，是列宽不够造成的，请加宽这一列后重新保存。") % bare[:8]
        )
    return text


def unguarded(text: str) -> str:
    """Text of a CSV file without the apostrophe that exports put before what a spreadsheet would
    run as a formula (``catalogue.exports.guarded``), and without the formula in which others put a
    number lest its noughts are lost (``="0012"``)."""
    if wrapped := _AS_FORMULA.fullmatch(text):
        return wrapped[1]
    bare = text[1:]
    guarded = rooms.catalogue("exports").guarded
    return bare if text.startswith("'") and guarded(bare) == text else text


def _number(value: float | Decimal, number_format: str) -> Cell:
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - not a number
        return Broken(str(value), _("单元格里不是有效的数字，请重新填写。"))
    whole = int(value)
    if value == whole:
        text = str(whole)
        if abs(whole) >= _EXACT:
            return Broken(
                text,
                _("超过15位的数字已被表格软件改掉尾数，请把这一列设为文本格式后重新填写。"),
            )
        return text.zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else text
    return repr(value) if isinstance(value, float) else str(value)
