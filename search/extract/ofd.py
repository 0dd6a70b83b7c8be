"""OFD (GB/T 33190), by ofdkit."""

from __future__ import annotations

import posixpath
import zipfile
from typing import IO, Any

import ofdkit

from .limits import Limits, parse_xml, read_entry, refuse_dtds
from .lines import joined_lines
from .office import local
from .result import CannotRead, Collector, Hidden, Status

MAIN = "OFD.xml"
# Parts that GM/T 0099 puts into an encrypted package.
_LOCKS = {"encryptions.xml", "decryptseed.dat"}
_FEW = 5
_PROPERTIES = {
    "title": "标题", "author": "作者", "subject": "主题", "abstract": "摘要", "creator": "创建程序",
}  # fmt: skip


def read(file: IO[bytes], archive: zipfile.ZipFile, limits: Limits, found: Collector) -> None:
    """Read page by page; hide annotations and properties.

    Raises:
        CannotRead: broken, encrypted, or too many pages.
    """
    names = [posixpath.basename(name).lower() for name in archive.namelist()]
    if _LOCKS & set(names) or any(info.flag_bits & 1 for info in archive.infolist()):
        raise CannotRead(Status.ENCRYPTED)
    refuse_dtds(archive)
    try:
        document = ofdkit.open(file)
    except ofdkit.OFDError as error:
        raise CannotRead(Status.BROKEN) from error
    with document:
        found.pages = len(document.pages)
        if found.pages > limits.pages:
            raise CannotRead(Status.TOO_LARGE, "pages")
        _read_properties(document.info, found)
        _read_annotations(archive, found)
        for number, page in enumerate(document.pages, start=1):
            _read_page(archive, page, number, found)


def _read_properties(info: Any, found: Collector) -> None:
    for name, label in _PROPERTIES.items():
        found.hide(Hidden.PROPERTY, label, getattr(info, name) or "")
    found.hide(Hidden.PROPERTY, "关键词", " ".join(info.keywords))
    for name, value in info.custom_data.items():
        found.hide(Hidden.PROPERTY, name, value)


def _read_page(archive: zipfile.ZipFile, page: Any, number: int, found: Collector) -> None:
    try:
        text = joined_lines(page.text())
    except ofdkit.OFDError:
        # One page that is damaged: the others are worth having.
        found.pages_without_text += 1
        return
    if sum(map(str.isalnum, text)) < _FEW and _shows_something(archive, page):
        found.pages_without_text += 1
    found.see(f"第{number}页", text, number)


def _shows_something(archive: zipfile.ZipFile, page: Any) -> bool:
    if page.location is None:
        return False
    try:
        root = parse_xml(read_entry(archive, page.location))
    except CannotRead:
        # ofdkit repairs what others do not read; its page is not empty then.
        return True
    return any(local(each) == "ImageObject" for each in root.iter())


def _read_annotations(archive: zipfile.ZipFile, found: Collector) -> None:
    for name in archive.namelist():
        base = posixpath.basename(name).lower()
        if not (base.startswith("annot") and base.endswith(".xml")):
            continue
        try:
            root = parse_xml(read_entry(archive, name))
        except CannotRead:
            continue
        for each in root.iter():
            if local(each) != "Annot":
                continue
            remarks = [
                "".join(part.itertext())
                for part in each.iter()
                if local(part) in {"Remark", "TextCode"}
            ]
            said = "\n".join(filter(None, [each.get("Creator") or "", *remarks]))
            if any(remarks):
                found.hide(Hidden.COMMENT, "批注", said)
