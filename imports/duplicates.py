"""Finding rows that stand in the catalogue already, or earlier in the same file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from .interpreting import Fault, Interpreted
from .models import ImportBatch
from .rooms import catalogue
from .values import is_standard_document_number
from .vocabulary import key_of

# Fields by whose values an item is found again, in this order.
BY_NUMBER, BY_DOCUMENT, BY_TITLE = "index_number", "document_number", "title"


@dataclass(frozen=True)
class Twin:
    """The item, or the line of the same file, that a row repeats.

    Attributes:
        field: code of the field that says so.
        item_id: None for a line.
        place: what it is called in messages.
    """

    field: str
    title: str
    place: str
    item_id: int | None = None


Key = tuple[str, Any]


def _folded(number: str) -> str:
    """An 索引号 as it is compared: in full width or with spaces it is the same number."""
    return "".join(unicodedata.normalize("NFKC", number).split())


def keys_of(found: Interpreted) -> list[Key]:
    """What a row is found again by: 索引号; 文号; title and day.

    Whoever publishes it: several offices list the same document, each as its own. A 文号 that does
    not name organ mark, year and serial (公告第16号) stands for no single document: every congress
    begins at one again, and an amended regulation keeps its order's number.
    """
    values = found.values
    keys: list[Key] = []
    if number := values.get("index_number"):
        keys.append((BY_NUMBER, _folded(number)))
    title = key_of(found.title)
    document = values.get("document_number")
    if document and is_standard_document_number(document):
        keys.append((BY_DOCUMENT, document))
    if title and values.get("written_on"):
        keys.append((BY_TITLE, (title, values["written_on"])))
    return keys


def _numbers(rows: Iterable[Interpreted]) -> set[str]:
    """Index numbers of some rows, as they are written and as they are compared."""
    written = {str(row.values.get("index_number") or "") for row in rows} - {""}
    return written | set(map(_folded, written))


def _all(rows: Iterable[Interpreted], name: str) -> set[Any]:
    """Values of one field that some rows have."""
    return {row.values.get(name) for row in rows} - {None, ""}


class Twins:
    """Looks for the twins of the rows of one batch, some rows at a time."""

    def __init__(self, batch: ImportBatch) -> None:
        model: Any = apps.get_model("gongkai_catalogue", "ItemPage")
        # What this batch itself has brought in is no twin of its rows.
        own = batch.rows.exclude(item=None).values("item")
        self._everywhere = model.objects.filter(alias_of=None).exclude(pk__in=own)
        # Another town may hold the same document; no two items bear one number.
        self._here = catalogue("columns").pages_of(batch.column, self._everywhere)
        self._lines: dict[Key, Twin] = {}
        self._items: dict[Key, Twin] = {}
        self._buried: set[str] = set()

    def look_up(self, rows: Iterable[Interpreted]) -> None:
        """Read from the catalogue, in a few queries, what some rows may repeat."""
        rows = list(rows)
        self._items, self._buried = {}, set()
        self._read_items(rows)
        numbers = _numbers(rows)
        register: Any = apps.get_model("gongkai_catalogue", "IndexNumber")
        buried = register.objects.filter(number__in=numbers, item=None)
        self._buried = {_folded(number) for number in buried.values_list("number", flat=True)}

    def _read_items(self, rows: Sequence[Interpreted]) -> None:
        asked = ("pk", "index_number", "document_number", "title", "written_on")
        for item in self._everywhere.filter(index_number__in=_numbers(rows)).values(*asked):
            self._note(BY_NUMBER, _folded(item["index_number"]), item)
        for item in self._here.filter(document_number__in=_all(rows, BY_DOCUMENT)).values(*asked):
            self._note(BY_DOCUMENT, item["document_number"], item)
        titled = self._here.filter(
            title__in=_all(rows, BY_TITLE), written_on__in=_all(rows, "written_on")
        )
        for item in titled.values(*asked):
            self._note(BY_TITLE, (key_of(item["title"]), item["written_on"]), item)

    def _note(self, field: str, value: Any, item: dict[str, Any]) -> None:
        place = _("已有条目“%s”") % item["title"]
        self._items.setdefault((field, value), Twin(field, item["title"], place, item["pk"]))

    def twin_of(self, found: Interpreted) -> Twin | None:
        """What a row repeats; the catalogue is asked first."""
        keys = keys_of(found)
        for known in (self._items, self._lines):
            for key in keys:
                if key in known:
                    return known[key]
        return None

    def conflict_of(self, found: Interpreted, column: str) -> Fault | None:
        """A number that belongs to something else, or belonged to what was deleted."""
        number = found.values.get("index_number")
        if not number:
            return None
        if _folded(number) in self._buried:
            message = _("索引号“%s”曾用于已删除的条目，不能再用，请核对。") % number
            return Fault(column, number, message)
        key = (BY_NUMBER, _folded(number))
        twin = self._items.get(key) or self._lines.get(key)
        if twin and key_of(twin.title) != key_of(found.title):
            message = _("索引号“%(number)s”已属于%(place)s，名称不同，请核对。") % {
                "number": number,
                "place": twin.place,
            }
            return Fault(column, number, message)
        return None

    def remember(self, found: Interpreted, place: str) -> None:
        """Let later rows of the file find this one."""
        for key in keys_of(found):
            twin = Twin(
                key[0],
                found.title,
                _("本文件%(place)s“%(title)s”") % {"place": place, "title": found.title},
            )
            self._lines.setdefault(key, twin)


def sentence(twin: Twin) -> str:
    """What a row repeats, and by what that is known."""
    by, otherwise = {
        BY_NUMBER: (_("索引号相同"), ""),
        BY_DOCUMENT: (_("文号相同"), _("不是同一件的，请核对文号。")),
        BY_TITLE: (_("名称和成文日期相同"), _("不是同一件的，请在名称中写明区别。")),
    }[twin.field]
    told = _("与%(place)s重复（%(by)s），没有导入。") % {"place": twin.place, "by": by}
    return told + otherwise


def place_of(sheet: str, line: int) -> str:
    """How a line is called."""
    if sheet:
        return _("工作表“%(sheet)s”第%(line)d行") % {"sheet": sheet, "line": line}
    return _("第%d行") % line


__all__ = ["Twin", "Twins", "place_of", "sentence"]
