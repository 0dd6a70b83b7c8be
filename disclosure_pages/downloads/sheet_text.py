"""Text in a spreadsheet that stays text."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.cell import TYPE_STRING

# What a spreadsheet takes for the beginning of a formula when somebody edits the cell.
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def put_text(cell: Any, text: str, font: Any, alignment: Any) -> None:
    """Write ``text`` typed as text, whatever it begins with."""
    cell.value = text
    if text:
        cell.data_type = TYPE_STRING
    if text.lstrip(" ").startswith(_FORMULA_STARTS):
        cell.quotePrefix = True
    cell.font, cell.alignment = font, alignment
