"""A container of OOXML as parts in memory: XML that is changed, and everything else as it was."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from .common import CannotMask

_TYPES = "[Content_Types].xml"
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def local(element: Any) -> str:
    """Name of an element without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Package:
    """The parts of a container.

    Raises:
        CannotMask: it is no container, or something of it is broken.
    """

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._parts = {info.filename: archive.read(info) for info in archive.infolist()}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise CannotMask from error
        self._trees: dict[str, Any] = {}

    def names(self, choose: Callable[[str], bool]) -> list[str]:
        """Names of some parts."""
        return [name for name in self._parts if choose(name)]

    def tree(self, name: str) -> Any:
        """Root of a part, which may be changed; None where there is no such part."""
        if name not in self._parts:
            return None
        if name not in self._trees:
            try:
                parser = etree.XMLParser(**_PARSER)
                self._trees[name] = etree.fromstring(self._parts[name], parser)
            except etree.XMLSyntaxError as error:
                raise CannotMask from error
        return self._trees[name]

    def relations(self) -> Iterator[tuple[str, Any]]:
        """Every relation, with the part that it leads from (empty for the container)."""
        for name in self.names(lambda name: name.endswith(".rels")):
            folder, base = posixpath.split(name)
            owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
            for relation in list(self.tree(name)):
                yield owner, relation

    def remove(self, choose: Callable[[str], bool]) -> None:
        """Remove parts with everything that leads to them."""
        gone = set(self.names(choose))
        if not gone:
            return
        for owner, relation in self.relations():
            if relation.get("TargetMode") != "External" and _target(owner, relation) in gone:
                self._unlink(owner, relation.get("Id"))
                relation.getparent().remove(relation)
        for name in gone:
            folder, base = posixpath.split(name)
            for each in (name, posixpath.join(folder, "_rels", f"{base}.rels")):
                self._parts.pop(each, None)
                self._trees.pop(each, None)
        types = self.tree(_TYPES)
        for each in list(types) if types is not None else ():
            if (each.get("PartName") or "").lstrip("/") in gone:
                types.remove(each)

    def texts(self) -> Iterator[str]:
        """Every part that is XML, as it is stored."""
        for name, content in self._parts.items():
            if name.endswith((".xml", ".rels", ".vml")):
                yield content.decode("utf-8", errors="replace")

    def data(self) -> bytes:
        """The container as bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._parts.items():
                tree = self._trees.get(name)
                if tree is not None:
                    content = etree.tostring(  # noqa: PLW2901 - the part as it is now
                        tree, xml_declaration=True, encoding="UTF-8", standalone=True
                    )
                archive.writestr(name, content)
        return out.getvalue()

    def _unlink(self, owner: str, key: str | None) -> None:
        """Remove elements that are nothing without the part that is gone."""
        tree = self.tree(owner) if owner.endswith(".xml") else None
        if tree is None or key is None:
            return
        for element in list(tree.iter("{*}OLEObject", "{*}externalData", "{*}control")):
            if any(name.endswith("}id") and value == key for name, value in element.items()):
                element.getparent().remove(element)


def _target(owner: str, relation: Any) -> str:
    target = relation.get("Target") or ""
    if target.startswith("/"):
        return str(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
