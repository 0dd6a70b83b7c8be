"""What a printed 目录 says: public items, grouped by category in the order of the page tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from ..rooms import catalogue

# What XML 1.0 cannot hold, and files of Word and Excel therefore not either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_VALUES = (
    "path",
    "index_number",
    "title",
    "summary",
    "written_on",
    "document_number",
    "organ__name",
)


@dataclass(frozen=True)
class Entry:
    """One line: texts as they are printed."""

    index_number: str
    title: str
    summary: str
    written_on: str
    document_number: str
    organ: str

    def cells(self, number: int) -> tuple[str, ...]:
        """Its cells, in the order of :func:`headings`."""
        return (
            str(number),
            self.index_number,
            self.title,
            self.summary,
            self.written_on,
            self.document_number,
            self.organ,
        )


@dataclass(frozen=True)
class Group:
    """A category with what stands in it."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class PrintedCatalogue:
    """The whole 目录.

    Attributes:
        organ: who compiled it; empty where the catalogue stands in no column.
        day: the day it is of.
    """

    title: str
    organ: str
    day: date
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """Number of items."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def about(self) -> str:
        """The line below the title."""
        compiled = _("编制单位：%s　") % self.organ if self.organ else ""
        return compiled + _("截至%(day)s　共%(count)s条") % {
            "day": day_text(self.day),
            "count": self.count,
        }


def headings() -> tuple[str, ...]:
    """Headings of the columns (政府信息公开目录系统实施指引: 索引、名称、内容概述、生成日期)."""
    return (
        _("序号"),
        _("索引号"),
        _("名称"),
        _("内容概述"),
        _("生成日期"),
        _("文号"),
        _("发布机构"),
    )


# Of the headings, in parts of the whole width.
WIDTHS = (5, 19, 30, 34, 10, 18, 18)


def day_text(day: date) -> str:
    """A date as official documents write it."""
    return _("%(year)d年%(month)d月%(day)d日") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }


def catalogue_of(items: Any, root: Any, title: str) -> PrintedCatalogue:
    """The 目录 of some public items below ``root``, a column or a category. Three queries.

    Args:
        items: a queryset of items that the public may read.
        title: of the page that lists them.
    """
    column = catalogue("columns").column_of(root)
    organ = getattr(column, "organ", None)
    organ_name = clean(organ.name) if organ else ""
    return PrintedCatalogue(
        _title(root, column, organ_name, title),
        organ_name,
        timezone.localdate(),
        tuple(_groups(items, column)),
    )


def clean(text: object) -> str:
    """``text`` on one line and without characters that no file can hold."""
    return " ".join(_FORBIDDEN.sub("", str(text)).split())


def _title(root: Any, column: Any, organ: str, title: str) -> str:
    whole = _("%s政府信息公开目录") % organ
    return whole if root.pk == column.pk else f"{whole}（{clean(title)}）"


def _groups(items: Any, column: Any) -> list[Group]:
    categories = apps.get_model("gongkai_catalogue.CategoryPage").objects.descendant_of(column)
    names = dict(categories.values_list("path", "title"))
    steps = column.steplen
    # Sorted here: the order of the pages' paths is another where a category has parts.
    by_category = sorted(
        items.order_by("path").values_list(*_VALUES), key=lambda row: row[0][:-steps]
    )
    return [
        Group(_heading(path, column, names), tuple(_entry(row) for row in _newest_first(members)))
        for path, members in groupby(by_category, key=lambda row: row[0][:-steps])
    ]


def _heading(path: str, column: Any, names: dict[str, str]) -> str:
    above = range(len(column.path) + column.steplen, len(path) + 1, column.steplen)
    found = [clean(names[path[:end]]) for end in above if path[:end] in names]
    return " / ".join(found) or _("其他")


def _newest_first(rows: Any) -> list[Any]:
    return sorted(rows, key=lambda row: row[4] or date.min, reverse=True)


def _entry(row: Any) -> Entry:
    _path, index_number, title, summary, written_on, document_number, organ = row
    return Entry(
        clean(index_number),
        clean(title),
        clean(summary),
        written_on.isoformat() if written_on else "",
        clean(document_number),
        clean(organ or ""),
    )
