"""PPTX."""

from __future__ import annotations

import zipfile
from typing import Any

from .limits import Limits, parse_xml, read_entry
from .office import (
    attribute,
    has_pictures,
    is_on,
    local,
    paragraphs,
    read_embedded,
    read_properties,
    related,
    relations,
)
from .result import CannotRead, Collector, Hidden, Status

MAIN = "ppt/presentation.xml"
_FEW = 5


def read(archive: zipfile.ZipFile, limits: Limits, found: Collector) -> None:
    """Read slides in the order in which they are shown; hide hidden slides and shapes, speaker
    notes, comments, properties.

    Raises:
        CannotRead: broken, or too many slides.
    """
    read_properties(archive, found)
    read_embedded(archive, found)
    names = _slides(archive)
    found.pages = len(names)
    if found.pages > limits.pages:
        raise CannotRead(Status.TOO_LARGE, "pages")
    for number, name in enumerate(names, start=1):
        _read_slide(archive, name, number, found)


def _slides(archive: zipfile.ZipFile) -> list[str]:
    targets = relations(archive, MAIN)
    there = set(archive.namelist())
    root = parse_xml(read_entry(archive, MAIN))
    ids = [_relation_of(each) for each in root.iter("{*}sldId")]
    return [targets[each][1] for each in ids if each in targets and targets[each][1] in there]


def _relation_of(element: Any) -> str:
    """``r:id``, beside an ``id`` without a namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}id")), "")


def _read_slide(archive: zipfile.ZipFile, name: str, number: int, found: Collector) -> None:
    place = f"第{number}张幻灯片"
    root = parse_xml(read_entry(archive, name))
    for shape in list(root.iter("{*}sp", "{*}grpSp", "{*}graphicFrame")):
        properties = shape.find("./*/{*}cNvPr")
        if properties is not None and properties.get("hidden") and is_on(properties, "hidden"):
            found.hide(Hidden.TEXT, place, "\n".join(paragraphs(shape)))
            shape.getparent().remove(shape)
    for note in related(archive, name, "notesSlide"):
        found.hide(Hidden.NOTES, f"{place}备注", _notes(archive, note))
    for comments in related(archive, name, "comments"):
        for each in parse_xml(read_entry(archive, comments)).iter("{*}cm"):
            said = "\n".join(filter(None, ("".join(part.itertext()).strip() for part in each)))
            found.hide(Hidden.COMMENT, f"{place}批注", said)
    text = "\n".join(paragraphs(root))
    for diagram in related(archive, name, "diagramData"):
        text += "\n" + "\n".join(paragraphs(parse_xml(read_entry(archive, diagram))))
    if attribute(root, "show") and not is_on(root, "show"):
        found.hide(Hidden.SLIDE, place, text)
        return
    is_picture = any(local(each) == "pic" for each in root.iter("{*}pic"))
    if is_picture and has_pictures(archive) and sum(map(str.isalnum, text)) < _FEW:
        found.pages_without_text += 1
    found.see(place, text)


def _notes(archive: zipfile.ZipFile, name: str) -> str:
    """What stands in the notes, without the number of the slide."""
    root = parse_xml(read_entry(archive, name))
    for field in list(root.iter("{*}fld")):
        field.getparent().remove(field)
    return "\n".join(paragraphs(root))
