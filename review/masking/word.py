"""DOCX, by its XML: what is not masked stays as Word wrote it.

Comments, tracked changes, properties, names of people who worked on it, and data that controls are
bound to are left out: Word would put them in place of the stars again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..pieces import Pieces
from ..scan import Finding
from .common import Masked, mask_line, mask_pieces
from .package import Package, local

_TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_OTHER_TEXTS = re.compile(r"word/(?:charts|diagrams)/[^/]+\.xml")
_LEFT_OUT = re.compile(
    r"word/(?:comments\w*|people)\.xml|word/glossary/.*|customXml/.*|docProps/(?:custom\.xml|thumb.*)"
)
_EMBEDDED = re.compile(r".*/embeddings/.*")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_GONE = {
    "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange",
    "tblGridChange", "trPrChange", "tcPrChange", "numberingChange", "commentRangeStart",
    "commentRangeEnd", "commentReference", "annotationRef", "dataBinding",
}  # fmt: skip
_UNWRAPPED = {"ins", "moveTo"}
_MARKS = {"rPr", "trPr", "tcPr"}
_SETTINGS = {"docVars", "rsids", "trackRevisions", "mailMerge", "attachedTemplate"}
# Links to files of whoever wrote it; their addresses name people and machines.
_FOREIGN = {"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"}
_KEPT_PROPERTIES = {"created", "modified", "revision", "language"}
_PROGRAM = {"Application", "AppVersion", "DocSecurity", "Pages", "Words", "Characters", "Lines"}
_SAID_BY_ATTRIBUTES = ("descr", "title", "alt", "string")


def mask_docx(data: bytes, *, remove_hidden: bool = False) -> Masked:
    """Mask body, tables, headers, footers, notes, charts and addresses of links.

    Args:
        remove_hidden: leave out text that is formatted as hidden, and files inside the file.

    Raises:
        CannotMask: its XML is broken.
    """
    package = Package(data)
    found: list[Finding] = []
    package.remove(lambda name: bool(_LEFT_OUT.fullmatch(name)))
    if remove_hidden:
        package.remove(lambda name: bool(_EMBEDDED.fullmatch(name)))
    styles = _hidden_styles(package.tree("word/styles.xml"))
    for name in package.names(lambda name: bool(_TEXTS.fullmatch(name))):
        root = package.tree(name)
        _accept_changes(root)
        if remove_hidden:
            _remove_hidden(root, styles)
        _mask_paragraphs(root, styles, found)
        _mask_attributes(root, found)
    for name in package.names(lambda name: bool(_OTHER_TEXTS.fullmatch(name))):
        _mask_others(package.tree(name), found)
    for _owner, relation in package.relations():
        if (relation.get("Type") or "").rpartition("/")[2] in _FOREIGN:
            relation.getparent().remove(relation)
        elif relation.get("TargetMode") == "External":
            target = relation.get("Target") or ""
            relation.set("Target", mask_line(target, found))
    _clean(package)
    return Masked(package.data(), found)


def _accept_changes(root: Any) -> None:
    """What was deleted is gone, what was added is there, and nobody was asked."""
    for row in list(root.iter("{*}tr")):
        if row.find("{*}trPr/{*}del") is not None:
            row.getparent().remove(row)
    for element in list(root.iter()):
        name = local(element)
        parent = element.getparent()
        if parent is None:
            continue
        if name in _GONE:
            parent.remove(element)
        elif name in _UNWRAPPED:
            if local(parent) not in _MARKS:
                place = parent.index(element)
                parent[place : place + 1] = list(element)
            else:
                parent.remove(element)


def _hidden_styles(styles: Any) -> set[str]:
    if styles is None:
        return set()
    return {
        _attribute(style, "styleId")
        for style in styles.iter("{*}style")
        if (switch := style.find("{*}rPr/{*}vanish")) is not None and _is_on(switch)
    }


def _remove_hidden(root: Any, styles: set[str]) -> None:
    for run in list(root.iter("{*}r")):
        if _is_hidden(run, styles):
            run.getparent().remove(run)


def _is_hidden(run: Any, styles: set[str]) -> bool:
    properties = run.find("{*}rPr")
    if properties is not None:
        switch = properties.find("{*}vanish")
        if switch is not None:
            return _is_on(switch)
        style = properties.find("{*}rStyle")
        if style is not None and _attribute(style, "val") in styles:
            return True
    paragraph = next(run.iterancestors("{*}p"), None)
    style = paragraph.find("{*}pPr/{*}pStyle") if paragraph is not None else None
    return style is not None and _attribute(style, "val") in styles


def _mask_paragraphs(root: Any, styles: set[str], found: list[Finding]) -> None:
    """What is seen may differ from what is there, and a number may go over the cells of a row: it
    is looked at in each of these ways."""
    for is_seen, between_cells in ((True, "\t"), (False, "\t"), (False, "\n")):
        pieces = Pieces()
        row = cell = None
        for paragraph, elements in _paragraphs(root):
            its_cell = next(paragraph.iterancestors("{*}tc"), None)
            its_row = its_cell.getparent() if its_cell is not None else None
            is_next_cell = its_row is not None and its_row is row and its_cell is not cell
            pieces.separate(between_cells if is_next_cell else "\n")
            row, cell = its_row, its_cell
            for element in elements:
                _add(pieces, element, styles if is_seen else None)
        found += mask_pieces(pieces)


def _paragraphs(root: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Paragraphs with what they say themselves: a text box in one has paragraphs of its own."""
    said: dict[Any, list[Any]] = defaultdict(list)
    order = list(root.iter("{*}p"))
    for element in root.iter(
        "{*}t", "{*}tab", "{*}ptab", "{*}br", "{*}cr", "{*}noBreakHyphen", "{*}instrText"
    ):
        run = element.getparent()
        if run is None or local(run) != "r":
            continue
        paragraph = next(run.iterancestors("{*}p"), None)
        if paragraph is not None:
            said[paragraph].append(element)
    for paragraph in order:
        yield paragraph, said.get(paragraph, [])


def _add(pieces: Pieces, element: Any, hidden_styles: set[str] | None) -> None:
    name = local(element)
    if hidden_styles is not None and (
        name == "instrText" or _is_hidden(element.getparent(), hidden_styles)
    ):
        return
    if name == "t":
        pieces.add(element.text or "", partial(_write, element))
    elif name == "instrText":
        pieces.separate("\n")
        pieces.add(element.text or "", partial(_write, element))
        pieces.separate("\n")
    elif name == "noBreakHyphen":
        pieces.add("-", lambda new: None)
    else:
        pieces.separate("\t" if name in {"tab", "ptab"} else "\n")


def _write(element: Any, new: str) -> None:
    element.text = new
    element.set(_SPACE, "preserve")


def _mask_attributes(root: Any, found: list[Finding]) -> None:
    """Alternative texts of pictures and shapes."""
    for element in root.iter():
        for name in _SAID_BY_ATTRIBUTES:
            if value := element.get(name):
                element.set(name, mask_line(value, found))


def _mask_others(root: Any, found: list[Finding]) -> None:
    """Charts and diagrams: every text by itself, and all of them as a row."""
    pieces = Pieces()
    for element in root.iter("{*}t", "{*}v", "{*}f"):
        if element.text:
            pieces.separate("\t")
            pieces.add(element.text, _text_setter(element))
    found += mask_pieces(pieces)
    _mask_attributes(root, found)


def _text_setter(element: Any) -> Callable[[str], None]:
    return lambda new: setattr(element, "text", new)


def _clean(package: Package) -> None:
    """Properties, and what the settings remember."""
    for name, kept in (
        ("docProps/core.xml", _KEPT_PROPERTIES),
        ("docProps/app.xml", _PROGRAM),
    ):
        root = package.tree(name)
        for element in list(root) if root is not None else ():
            if local(element) not in kept:
                root.remove(element)
    settings = package.tree("word/settings.xml")
    for element in list(settings) if settings is not None else ():
        if local(element) in _SETTINGS:
            settings.remove(element)


def _attribute(element: Any, name: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def _is_on(element: Any) -> bool:
    return _attribute(element, "val").lower() not in {"0", "false", "off"}
