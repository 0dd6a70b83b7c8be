"""Tables of HTML as values of the table block: a grid of texts, and which cells are one."""

from __future__ import annotations

import re
from typing import Any

from .inline import Inline, Look, is_left_out
from .notes import Notes
from .pieces import PictureHere

_MOST_SPAN = 100
_MOST_CELLS = 20_000
_LONGEST_HEADING = 24
_NUMBER = re.compile(r"[\d.,%％\-—/ ]+")
_PLAIN = {"p", "div", "br", "span", "b", "strong", "font", "o:p"}


def table_value(element: Any, notes: Notes, pictures: list[PictureHere]) -> dict[str, Any] | None:
    """The value of the table block, or None for a table without text.

    Args:
        pictures: takes the pictures of cells, for which a cell has no place.
    """
    rows = _rows(element)
    grid, merges = _grid(rows, notes, pictures)
    if not any(text for row in grid for text in row):
        return None
    covered = [
        {"row": merge["row"] + down, "col": merge["col"] + right, "hidden": True}
        for merge in merges
        for down in range(merge["rowspan"])
        for right in range(merge["colspan"])
        if down or right
    ]
    has_head = _has_head(element, rows, grid, merges)
    return {
        "data": grid,
        "cell": covered,
        "mergeCells": merges,
        "first_row_is_table_header": has_head,
        "first_col_is_header": False,
        "table_header_choice": "row" if has_head else "neither",
        "table_caption": _caption(element, notes),
    }


def _rows(element: Any) -> list[Any]:
    """Rows of the table itself, not of those within its cells."""
    return [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element]


def _grid(
    rows: list[Any], notes: Notes, pictures: list[PictureHere]
) -> tuple[list[list[str]], list[dict[str, int]]]:
    taken: dict[tuple[int, int], str] = {}
    merges: list[dict[str, int]] = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in {"td", "th"} or is_left_out(cell, notes):
                continue
            while (number, column) in taken:
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            height = min(height, len(rows) - number)
            if len(taken) + width * height > _MOST_CELLS:
                break
            text = _text(cell, notes, pictures)
            for down in range(height):
                for right in range(width):
                    taken.setdefault((number + down, column + right), "" if down or right else text)
            if width > 1 or height > 1:
                merges.append({"row": number, "col": column, "rowspan": height, "colspan": width})
            column += width
    columns = max((column for _row, column in taken), default=-1) + 1
    grid = [[taken.get((row, column), "") for column in range(columns)] for row in range(len(rows))]
    return grid, merges


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    is_number = value.isdecimal() and len(value) <= len(str(_MOST_CELLS))
    return min(max(int(value), 1), _MOST_SPAN) if is_number else 1


def _text(cell: Any, notes: Notes, pictures: list[PictureHere]) -> str:
    inline = Inline(notes)
    inline.add(cell.text, Look())
    for child in cell:
        if not isinstance(child.tag, str):
            inline.add(child.tail, Look())
            continue
        if child.tag == "table":
            notes["tables_flattened"] += 1
        if child.tag in {"p", "div", "li", "ul", "ol", "table", "tr", "tbody"} and inline.plain:
            inline._append("\n", Look())
        if child.tag in {"table", "ul", "ol"}:
            _walk_lines(child, inline)
        else:
            inline.take(child, Look(), 0)
        inline.add(child.tail, Look())
    if inline.pictures:
        notes["cell_pictures"] += len(inline.pictures)
        pictures += inline.pictures
    if any(run.look != Look() for run in inline.runs) or cell.find(".//li") is not None:
        notes["cell_formats"] += 1
    return re.sub(r"\n{2,}", "\n", inline.plain)


def _walk_lines(element: Any, inline: Inline) -> None:
    """Items and rows of what stands within a cell, each on a line."""
    for line in element.iter("tr", "li"):
        words = Inline(inline.notes)
        for child in line if line.tag == "tr" else [line]:
            if isinstance(child.tag, str) and not is_left_out(child, inline.notes):
                words.walk(child, Look())
                words.add(" ", Look())
        inline.pictures += words.pictures
        if words.plain:
            inline._append(words.plain + "\n", Look())


def _has_head(
    element: Any, rows: list[Any], grid: list[list[str]], merges: list[dict[str, int]]
) -> bool:
    """Whether the first row says what stands below it."""
    if len(grid) == 1:
        return False
    first = rows[0]
    if next(first.iterancestors("thead"), None) is not None or all(
        cell.tag == "th" for cell in first if isinstance(cell.tag, str)
    ):
        return True
    if any(merge["row"] == 0 for merge in merges) or len(grid[0]) == 1:
        return False
    return all(
        text and len(text) <= _LONGEST_HEADING and not _NUMBER.fullmatch(text) for text in grid[0]
    )


def _caption(element: Any, notes: Notes) -> str:
    found = element.find("caption")
    if found is None or is_left_out(found, notes):
        return ""
    return " ".join("".join(found.itertext()).split())[:200]
