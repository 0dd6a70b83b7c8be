"""DOCX, as Word and WPS write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from .document import Document
from .extraction import limits_module, office_module, open_limited
from .grids import MOST_COLUMNS, Grid, GridBuilder, TooLarge
from .html import read_html

_MAIN = "word/document.xml"
_CORE = "docProps/core.xml"
# Deleted text, and what older programs show in place of the choice before it.
_UNSEEN = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_LONGEST_CELL = 300


def read_word(file: IO[bytes]) -> Document:
    """Read the body of a document.

    Raises:
        CannotRead: it is broken, encrypted, or unpacks to too much (search.extract).
    """
    limits = limits_module()
    with open_limited(file) as archive:
        root = limits.parse_xml(limits.read_entry(archive, _MAIN))
        document = Document(has_pictures=any("/media/" in name for name in archive.namelist()))
        if _CORE in archive.namelist():
            document.title = _title_of(limits.parse_xml(limits.read_entry(archive, _CORE)))
        body = next((each for each in root if _name(each) == "body"), None)
        if body is not None:
            _read_blocks(body, document)
        if not document.grids:
            _read_pages(archive, document)
    return document


def _read_pages(archive: Any, document: Document) -> None:
    """Web pages that a document is made of (altChunk), as some sites offer theirs."""
    for kind, name in office_module().relations(archive, _MAIN).values():
        if kind == "aFChunk" and name in archive.namelist():
            try:
                page = read_html(limits_module().read_entry(archive, name))
            except ValueError:
                continue
            document.flow += page.flow
            document.lines += page.lines


def _title_of(core: Any) -> str:
    return next(("".join(each.itertext()) for each in core if _name(each) == "title"), "")


def _read_blocks(parent: Any, document: Document) -> None:
    for block in _blocks(parent):
        if _name(block) == "p":
            boxes = [each for each in block.iter("{*}txbxContent") if not _is_fallback(each)]
            for box in boxes:
                _read_blocks(box, document)
            document.add_text(_text_of(block))
        else:
            _read_table(block, document)


def _read_table(table: Any, document: Document) -> None:
    if document.is_full:
        return
    try:
        grid, inner = _grid_of(table)
    except TooLarge:
        return
    texts = list(grid.texts())
    gives_shape = bool(inner) or any(len(text) > _LONGEST_CELL for text in texts)
    document.add_grid(grid)
    for text in texts:
        if gives_shape and (inner or len(text) > _LONGEST_CELL):
            for line in text.split("\n"):
                document.add_text(line)
        else:
            document.add_lines(text)
    for each in inner:
        _read_table(each, document)


def _grid_of(table: Any) -> tuple[Grid, list[Any]]:
    """A table, and the tables within its cells that are more than one cell."""
    builder = GridBuilder()
    inner: list[Any] = []
    heights = _heights(table)
    for number, row in enumerate(_within(table, "tr")):
        builder.start_row()
        builder.skip(_number(row, "trPr", "gridBefore", 0))
        column = _number(row, "trPr", "gridBefore", 0)
        for cell in _within(row, "tc"):
            width = _width(cell)
            height = heights.get((number, column), 1)
            column += width
            if _merge(cell) == "continue":
                # Its place was filled by the cell above, unless there is none.
                if height == 0:
                    continue
                height = 1
            text, tables = _cell_of(cell)
            inner += tables
            builder.add(text, height, width)
    return builder.grid(), inner


def _heights(table: Any) -> dict[tuple[int, int], int]:
    """Lines that each merged cell fills, by line and column; 0 for those that it swallows."""
    heights: dict[tuple[int, int], int] = {}
    open_cells: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(_within(table, "tr")):
        column = _number(row, "trPr", "gridBefore", 0)
        still: dict[int, tuple[int, int]] = {}
        for cell in _within(row, "tc"):
            merge = _merge(cell)
            above = open_cells.get(column)
            if merge == "continue" and above is not None:
                heights[above] += 1
                heights[number, column] = 0
                still[column] = above
            elif merge:
                heights[number, column] = 1
                still[column] = (number, column)
            column += _width(cell)
        open_cells = still
    return heights


def _merge(cell: Any) -> str:
    for properties in cell:
        if _name(properties) != "tcPr":
            continue
        for each in properties:
            if _name(each) == "vMerge":
                return _value(each) or "continue"
    return ""


def _width(cell: Any) -> int:
    return max(1, min(_number(cell, "tcPr", "gridSpan", 1), MOST_COLUMNS))


def _number(element: Any, properties: str, name: str, default: int) -> int:
    for each in element:
        if _name(each) == properties:
            for one in each:
                if _name(one) == name and re.fullmatch(r"\d{1,4}", _value(one)):
                    return int(_value(one))
    return default


def _cell_of(cell: Any) -> tuple[str, list[Any]]:
    texts: list[str] = []
    tables: list[Any] = []
    for block in _blocks(cell):
        if _name(block) == "p":
            texts.append(_text_of(block, boxes_too=True))
        elif len(list(block.iter("{*}tc"))) <= 1:
            texts += [_text_of(each) for each in block.iter("{*}p")]
        else:
            tables.append(block)
    return "\n".join(filter(None, (text.strip() for text in texts))), tables


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables below ``parent``, in controls and marks of changes, too."""
    for child in parent:
        name = _name(child)
        if name in {"p", "tbl"}:
            yield child
        elif name not in _UNSEEN and name != "tcPr":
            yield from _blocks(child)


def _within(parent: Any, wanted: str) -> Iterator[Any]:
    for child in parent:
        name = _name(child)
        if name == wanted:
            if not _is_deleted(child):
                yield child
        elif name not in _UNSEEN and name not in {"tbl", "tc", "p"}:
            yield from _within(child, wanted)


def _is_deleted(row: Any) -> bool:
    """Whether a line is marked as deleted."""
    return any(_name(each) == "del" for part in row if _name(part) == "trPr" for each in part)


def _text_of(paragraph: Any, *, boxes_too: bool = False) -> str:
    pieces: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        name = _name(element)
        if name in _UNSEEN or (name == "txbxContent" and not boxes_too):
            continue
        if name == "r" and _is_unseen(element):
            continue
        if name == "t":
            pieces.append(element.text or "")
        pieces.append(_BREAKS.get(name, ""))
        waiting += reversed(element)
    return "".join(pieces)


def _is_unseen(run: Any) -> bool:
    """Whether a run is hidden, struck out, or a raised mark that points to a note."""
    properties = next((each for each in run if _name(each) == "rPr"), ())
    found = {_name(each): _value(each).lower() for each in properties}
    looks = [found.get(look, "off") for look in ("vanish", "strike", "dstrike")]
    is_gone = any(look not in {"0", "false", "off"} for look in looks)
    return is_gone or found.get("vertAlign") == "superscript"


def _is_fallback(element: Any) -> bool:
    return any(_name(each) == "Fallback" for each in element.iterancestors())


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Any) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), ""
    )
