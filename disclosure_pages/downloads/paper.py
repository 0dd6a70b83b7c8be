"""The look of official paper (党政机关公文格式, GB/T 9704): sizes in millimetres and points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..statutory.structure import GridCell, Table

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
TEXT_WIDTH, TEXT_HEIGHT = PAGE_WIDTH - LEFT - RIGHT, PAGE_HEIGHT - TOP - BOTTOM
# 二号, 三号, 四号, 小四, 五号, 小五.
TITLE_SIZE, TEXT_SIZE, FOLIO_SIZE, CAPTION_SIZE, TABLE_SIZE, NOTE_SIZE = 22, 16, 14, 12, 10.5, 9
# Of the title on one line.
TITLE_CHARACTERS = 20
# 22 lines on a page. The 28 characters of a line are 5 points wider than it; squeezing them makes
# LibreOffice break numbers in two, so a line has 27.
LINE_HEIGHT = 28.9
# Space between the lower edge of the text and the page number.
FOLIO_GAP = 7


@dataclass(frozen=True)
class TableLook:
    """How a table of a form is set: sizes in points."""

    size: float
    line: float
    padding: float
    side: float = 3
    # Labels of lines stand at the left; in a short table they stand in the middle.
    labels_left: bool = False

    def smaller(self, points: float) -> TableLook:
        """The same with smaller characters."""
        return replace(self, size=self.size - points, line=self.line - points)


ROOMY = TableLook(TABLE_SIZE, 15, 3)
LONG = TableLook(TABLE_SIZE, 15, 2.5, labels_left=True)
DENSE = TableLook(8.5, 10.5, 2, side=1.6, labels_left=True)
# Two characters of a heading beside each other: 结果 above 维持.
NARROW = TableLook(8.5, 11, 3, side=3)
# Columns beyond which labels need the small look, and lines beyond which a page is full.
# Rows that a page holds, of any table.
_PAGEFUL = 29
_MANY_COLUMNS, _MANY_LINES, _MANY_ROOMY_LINES = 7, 12, 40


def look_of(table: Table) -> TableLook:
    """Small where there is much to get onto a page."""
    if len(table.widths) <= _MANY_COLUMNS:
        return ROOMY if len(table.rows) <= _MANY_ROOMY_LINES else LONG
    return DENSE if len(table.rows) > _MANY_LINES else NARROW


def is_centred(cell: GridCell, look: TableLook) -> bool:
    """Whether the text of a cell stands in the middle rather than at the left."""
    is_label = cell.scope == "row" or (cell.scope == "rowgroup" and cell.rowspan == 1)
    return bool(cell.code) or not (look.labels_left and is_label)


def stays_whole(rows: int) -> bool:
    """Whether a table of so many rows is kept on one page rather than broken."""
    return rows <= _PAGEFUL


def title_lines(title: str, organ: str) -> list[str]:
    """A title that needs two lines is broken after the organ, not within a word."""
    if len(title) <= TITLE_CHARACTERS or not title.startswith(organ) or title == organ:
        return [title]
    return [organ, title.removeprefix(organ)]
