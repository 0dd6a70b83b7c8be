"""Sums of a form as formulas of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils.cell import coordinate_from_string

from ..statutory.rules.structure import Values
from ..statutory.structure import Cell


def formula_of(cell: Cell, values: Values, addresses: Mapping[str, str]) -> str:
    """The formula of a cell, or an empty string where its number is no sum of the parts.

    While a part is not filled in, the sum stays empty instead of counting it as 0. A number that
    disagrees with its parts, as in old reports, stays as it was reported.
    """
    if not cell.parts or any(part not in addresses for part in cell.parts):
        return ""
    parts = [values.get(part) for part in cell.parts]
    value = values.get(cell.code)
    known = [part for part in parts if part is not None]
    where = ",".join(ranges([addresses[part] for part in cell.parts]))
    if value is None:
        if len(known) == len(parts):
            return ""
        return f'=IF(COUNT({where})={len(parts)},SUM({where}),"")'
    return f"=SUM({where})" if len(known) == len(parts) and sum(known) == value else ""


def ranges(addresses: list[str]) -> list[str]:
    """Addresses in their order, neighbours in a row or a column as ranges: ``D4:D24``."""
    groups: list[list[str]] = []
    for address in addresses:
        if groups and _is_next(groups[-1], address):
            groups[-1].append(address)
        else:
            groups.append([address])
    return [group[0] if len(group) == 1 else f"{group[0]}:{group[-1]}" for group in groups]


def _is_next(group: list[str], address: str) -> bool:
    (first_column, first_row), (column, row) = map(_place, (group[0], address))
    last_column, last_row = _place(group[-1])
    down = column == last_column == first_column and row == last_row + 1
    right = row == last_row == first_row and column == last_column + 1
    return down or right


def _place(address: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(address)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, row
