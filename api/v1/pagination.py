"""Pages of a list that stay right while things are published and withdrawn.

A cursor says behind which row the next page begins: the value the list is ordered by, and the key
of the row. It is found by comparing, not by counting, so no row comes twice or is missed because
others came or went, and the thousandth page costs what the first does. A cursor holds nothing
secret and gives nothing away: whatever it says, only what the list may show is compared with it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .problems import Problem, invalid

LIMIT = 20
HIGHEST_LIMIT = 100
# Characters of a cursor: that of the longest title still fits.
LONGEST_CURSOR = 2000
# No key of a table is higher.
_HIGHEST_KEY = 2**63 - 1


def bad_cursor() -> Problem:
    """A cursor that no answer of ours contained."""
    return invalid([("cursor", _("游标无效，请用上一页给出的next，或者从第一页读起。"))])


def read_text(value: Any) -> str:
    """The text in a cursor.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    # Half of a pair of surrogates can be written in JSON, and asked of no database.
    value.encode()
    return value


def read_date(value: Any) -> date:
    """The day in a cursor; ValueError where it is none."""
    return date.fromisoformat(read_text(value))


def read_number(value: Any) -> int:
    """The whole number in a cursor; ValueError where it is none, or more than a table takes."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _HIGHEST_KEY:
        raise ValueError
    return value


@dataclass(frozen=True)
class Keyset:
    """How a list is ordered: by ``column``, and by ``key`` where that is the same.

    ``name`` is what the order is called; ``read`` turns what a cursor holds into a value of the
    column and raises ValueError where it is none. Rows without a value (``nullable``) come last.
    """

    name: str
    column: str
    read: Callable[[Any], Any]
    descending: bool = False
    nullable: bool = False
    key: str = "pk"

    def page(self, rows: Any, cursor: str, limit: int) -> tuple[list[Any], str]:
        """A page of ``rows`` (a queryset of dictionaries or objects), and the cursor of the next
        one; empty where there is none. One query, or two where rows without a value begin."""
        found = list(self._part(rows, cursor, limit + 1))
        following = self._cursor_behind(found[limit - 1]) if len(found) > limit else ""
        return found[:limit], following

    def _part(self, rows: Any, cursor: str, size: int) -> list[Any]:
        value, key = self._read(cursor) if cursor else (None, None)
        if not self.nullable:
            return list(self._ordered(rows, value, key)[:size])
        # Two ranges of an index, instead of an order that no index has on both databases.
        without = rows.filter(**{f"{self.column}__isnull": True})
        if key is not None and value is None:
            return list(self._by_key(without, key)[:size])
        filled = rows.filter(**{f"{self.column}__isnull": False})
        found = list(self._ordered(filled, value, key)[:size])
        if len(found) < size:
            found += self._by_key(without, None)[: size - len(found)]
        return found

    def _ordered(self, rows: Any, value: Any, key: int | None) -> Any:
        beyond, or_at = ("lt", "lte") if self.descending else ("gt", "gte")
        if key is not None:
            # The first condition is implied; by it the range of an index is found.
            rows = rows.filter(**{f"{self.column}__{or_at}": value}).filter(
                Q(**{f"{self.column}__{beyond}": value}) | Q(**{f"{self.key}__{beyond}": key})
            )
        column, tie = F(self.column), F(self.key)
        if self.descending:
            return rows.order_by(column.desc(), tie.desc())
        return rows.order_by(column.asc(), tie.asc())

    def _by_key(self, rows: Any, key: int | None) -> Any:
        if key is not None:
            rows = rows.filter(**{f"{self.key}__{'lt' if self.descending else 'gt'}": key})
        return rows.order_by(F(self.key).desc() if self.descending else F(self.key).asc())

    def _cursor_behind(self, row: Any) -> str:
        value, key = (
            row[name] if isinstance(row, dict) else getattr(row, name)
            for name in (self.column, self.key)
        )
        stated = value.isoformat() if hasattr(value, "isoformat") else value
        written = json.dumps([self.name, stated, key], ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(written.encode()).decode().rstrip("=")

    def _read(self, cursor: str) -> tuple[Any, int]:
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            name, value, key = json.loads(urlsafe_b64decode(padded.encode("ascii")))
            if name != self.name:
                raise ValueError
            if value is None and self.nullable:
                return None, read_number(key)
            return self.read(value), read_number(key)
        except (ValueError, TypeError, RecursionError) as error:
            raise bad_cursor() from error


def next_url(request: HttpRequest, cursor: str) -> str | None:
    """Absolute address of the next page of the list that was asked for."""
    if not cursor:
        return None
    parameters = request.GET.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def link_next(response: HttpResponse, url: str | None) -> HttpResponse:
    """Name the next page in the header too (RFC 8288)."""
    if url:
        response["Link"] = f'<{url}>; rel="next"'
    return response
