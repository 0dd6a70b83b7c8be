"""Tables of the statutory form as lists of numbers, each with the labels printed around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..rooms import room


def tables_of(document: Any) -> list[dict[str, Any]]:
    """The tables that a report (``ReportDocument``) has."""
    values = document.values
    return [
        {"code": table.code, "title": table.title, "cells": _cells(table, values)}
        for table in document.tables
    ]


def _cells(table: Any, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    json_number = room("gongkai_pages", "downloads.wording").json_number
    labels = labels_of(table)
    found = []
    for cell in table.cells:
        rows, columns = labels.get(cell.code, ([], []))
        found.append(
            {
                "code": cell.code,
                "label": cell.label,
                "row_labels": rows,
                "column_labels": columns,
                "unit": cell.unit,
                "value": json_number(values.get(cell.code)),
                "parts": list(cell.parts),
            }
        )
    return found


def labels_of(table: Any) -> dict[str, tuple[list[str], list[str]]]:
    """Labels beside and above each number of a table, by its code, from the widest down."""
    grid = _grid(table)
    found = {}
    for (row, column), cell in grid.items():
        if cell.code:
            beside = [grid.get((row, each)) for each in range(column - 1, -1, -1)]
            above = [grid.get((each, column)) for each in range(row - 1, -1, -1)]
            found[cell.code] = (_headers(beside, "row"), _headers(above, "col"))
    return found


def _headers(cells: list[Any], side: str) -> list[str]:
    """The nearest headers in a row of cells that leads away from a number, the farthest first.

    A block of a table has its own headers: what stands behind other numbers belongs to them.
    """
    texts: list[str] = []
    for cell in cells:
        if cell is not None and cell.scope.startswith(side):
            text = cell.text.strip()
            if text and text not in texts:
                texts.append(text)
        elif texts:
            break
    return texts[::-1]


def _grid(table: Any) -> dict[tuple[int, int], Any]:
    """Printed cells by the places that they cover."""
    grid: dict[tuple[int, int], Any] = {}
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in grid:
                column += 1
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    grid[row + down, column + right] = cell
            column += cell.colspan
    return grid
