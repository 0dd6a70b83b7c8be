"""What the containers of OOXML have in common: relations, properties, names of embedded files."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from .limits import parse_xml, read_entry
from .result import CannotRead, Collector, Hidden

_PROPERTIES = {
    "creator": "作者", "lastModifiedBy": "最后修改者", "title": "标题", "subject": "主题",
    "description": "备注", "keywords": "关键词", "category": "类别", "contentStatus": "状态",
    "Company": "单位", "Manager": "经理", "Template": "模板",
}  # fmt: skip
_MEDIA = "/media/"


def local(element: Any) -> str:
    """Name of an element without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def is_on(element: Any, name: str = "val") -> bool:
    """Whether a switch of OOXML is on: it is where nothing says that it is off."""
    return attribute(element, name).lower() not in {"0", "false", "off"}


def read_properties(archive: zipfile.ZipFile, found: Collector) -> None:
    """Hide author, company and the like; those of broken parts are left out."""
    for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        if name not in archive.namelist():
            continue
        try:
            root = parse_xml(read_entry(archive, name))
        except CannotRead:
            continue
        for element in root:
            label = _PROPERTIES.get(local(element)) or attribute(element, "name")
            text = "".join(element.itertext()).strip()
            if label and text and text != "Normal.dotm":
                found.hide(Hidden.PROPERTY, label, text)


def read_embedded(archive: zipfile.ZipFile, found: Collector) -> None:
    """Hide the names of files inside the file."""
    for name in archive.namelist():
        if "/embeddings/" in name:
            found.hide(Hidden.EMBEDDED, "文件内的文件", posixpath.basename(name))


def has_pictures(archive: zipfile.ZipFile) -> bool:
    """Whether there are pictures at all."""
    return any(_MEDIA in name for name in archive.namelist())


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Kind and name of the parts that a part refers to, by id of the relation."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    if name not in archive.namelist():
        return {}
    known = {}
    for each in parse_xml(read_entry(archive, name)):
        if each.get("TargetMode") == "External":
            continue
        target = each.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = (each.get("Type") or "").rpartition("/")[2]
        known[each.get("Id") or ""] = (kind, posixpath.normpath(path))
    return known


def related(archive: zipfile.ZipFile, part: str, kind: str) -> Iterator[str]:
    """Names of the parts of a kind that a part refers to, as far as they are there."""
    names = set(archive.namelist())
    for its_kind, name in relations(archive, part).values():
        if its_kind == kind and name in names:
            yield name


def paragraphs(root: Any) -> Iterator[str]:
    """Texts of the paragraphs of DrawingML (``a:p``)."""
    for paragraph in root.iter("{*}p"):
        pieces = [
            "\n" if local(each) == "br" else each.text or ""
            for each in paragraph.iter("{*}t", "{*}br")
        ]
        if text := "".join(pieces).strip():
            yield text
