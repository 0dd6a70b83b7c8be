"""Items as dictionaries: one query, no objects, nothing read that was not asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils import timezone

from ..rooms import catalogue
from .scope import Scope

Row = Mapping[str, Any]


class Dates(NamedTuple):
    """What validity is computed from."""

    effective_on: date | None
    expires_on: date | None
    repealed_on: date | None


@dataclass
class Context:
    """What rows of one answer share."""

    scope: Scope
    # Where it was read already; else it is that of the scope.
    vocabulary: Any = None

    @cached_property
    def today(self) -> date:
        """The day for which validity is told."""
        return timezone.localdate()

    @cached_property
    def categories(self) -> dict[str, Any]:
        """Public categories by their path in the tree."""
        return {page.path: page for page in (self.vocabulary or self.scope.vocabulary).categories}

    def address(self, url_path: str) -> str:
        """Absolute address of a page below the scope's root, without a query for it."""
        return self.scope.base + quote(url_path[len(self.scope.root.url_path) :])


@dataclass(frozen=True)
class Column:
    """A field: what it is read from, and how it is made."""

    lookups: tuple[str, ...]
    make: Callable[[Row, Context], Any]


def _plain(name: str) -> Column:
    return Column((name,), lambda row, context: row[name])


def _term(name: str, code: str = "code") -> Column:
    key, label = f"{name}__{code}", f"{name}__name"

    def make(row: Row, context: Context) -> dict[str, str] | None:
        return {"code": row[key], "label": row[label]} if row[key] is not None else None

    return Column((key, label), make)


def _choice(name: str, enum: str) -> Column:
    labels = {value: str(label) for value, label in getattr(catalogue("enums"), enum).choices}

    def make(row: Row, context: Context) -> dict[str, str]:
        return {"code": row[name], "label": labels.get(row[name], row[name])}

    return Column((name,), make)


def _organ(row: Row) -> dict[str, str] | None:
    """The organ under the name of the item's day, and the name it bears today."""
    if row["organ__slug"] is None:
        return None
    return {
        "code": row["organ__slug"],
        "label": catalogue("organ_names").name_of_row(row),
        "current_label": row["organ__name"],
    }


def _topic(row: Row, context: Context) -> dict[str, str] | None:
    if row["topic__code"] is None:
        return None
    upper, name = row["topic__parent__name"], row["topic__name"]
    return {"code": row["topic__code"], "label": f"{upper}/{name}" if upper else name}


def _category(row: Row, context: Context) -> dict[str, str] | None:
    page = context.categories.get(row["path"][: -catalogue("models").ItemPage.steplen])
    return {"code": page.code, "label": page.title} if page else None


def _validity(row: Row, context: Context) -> dict[str, str]:
    dates = Dates(row["effective_on"], row["expires_on"], row["repealed_on"])
    validity = catalogue("validity").validity_on(dates, context.today)
    return {"code": validity.value, "label": str(validity.label)}


COLUMNS: dict[str, Column] = {
    "id": Column(("pk",), lambda row, context: row["pk"]),
    "title": _plain("title"),
    "url": Column(("url_path",), lambda row, context: context.address(row["url_path"])),
    "index_number": _plain("index_number"),
    "document_number": _plain("document_number"),
    "kind": _choice("kind", "Kind"),
    "category": Column(("path",), _category),
    "organ": Column(
        ("organ__slug", *catalogue("organ_names").ROW_LOOKUPS),
        lambda row, context: _organ(row),
    ),
    "topic": Column(("topic__code", "topic__name", "topic__parent__name"), _topic),
    "genre": _term("genre"),
    "audience": _term("audience"),
    "summary": _plain("summary"),
    "keywords": Column(
        ("keywords",), lambda row, context: catalogue("keywords").keywords_in(row["keywords"])
    ),
    "written_on": _plain("written_on"),
    "published_on": _plain("published_on"),
    "effective_on": _plain("effective_on"),
    "expires_on": _plain("expires_on"),
    "repealed_on": _plain("repealed_on"),
    "validity": Column(("effective_on", "expires_on", "repealed_on"), _validity),
    "disclosure_mode": _choice("disclosure_mode", "DisclosureMode"),
    "disclosure_period": _choice("disclosure_period", "DisclosurePeriod"),
    "updated_at": Column(
        ("last_published_at",),
        lambda row, context: _local(row["last_published_at"]),
    ),
}


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None


def lookups_of(names: Iterable[str], *more: str) -> list[str]:
    """What has to be read for some fields, each once."""
    found = (lookup for name in names for lookup in COLUMNS[name].lookups)
    return list(dict.fromkeys([*found, *more]))


def rows_of(scope: Scope, keys: list[int], names: list[str]) -> list[dict[str, Any]]:
    """The fields ``names`` of those of some items that anybody may read, in the order of their
    keys; one query."""
    context = Context(scope)

    def read() -> Any:
        return scope.items().values(*lookups_of(names, "pk"))

    # What nearly everybody asks for is put together once: that costs as much as asking it.
    ready = scope.kept(("rows",), read) if names == list(COLUMNS) else read()
    items = ready.filter(pk__in=keys)
    found = {row["pk"]: row for row in items}
    return [row_of(found[key], names, context) for key in keys if key in found]


def row_of(row: Row, names: Iterable[str], context: Context) -> dict[str, Any]:
    """One item, from the values of a query over :func:`lookups_of`."""
    return {name: COLUMNS[name].make(row, context) for name in names}
