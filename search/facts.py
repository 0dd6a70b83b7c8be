"""What ordering hits has to know of them, beside how well their text answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet

# Read from an object's fields of these names, where its model does not tell more by itself.
_TITLE, _DAY = "title", "first_published_at"


@dataclass(frozen=True)
class Facts:
    """``title`` and ``identifiers`` (document and index number) as written, the ``day`` of
    publication, and whether the object ``is_abolished`` and comes after those in force."""

    title: str = ""
    identifiers: Sequence[str] = ()
    day: date | None = None
    is_abolished: bool = False


def facts_of(queryset: QuerySet[Any], keys: Sequence[Any]) -> dict[Any, Facts]:
    """Facts of some objects of a queryset, in one query.

    A model that knows more than title and day has a class method ``search_facts`` that takes a
    queryset and yields, for each object, its key and the fields of :class:`Facts` by name.
    """
    model = queryset.model
    chosen = queryset.filter(pk__in=list(keys)).order_by()
    if hasattr(model, "search_facts"):
        return {key: Facts(**known) for key, known in model.search_facts(chosen)}
    names = [name for name in (_TITLE, _DAY) if _has_field(model, name)]
    return {
        row["pk"]: Facts(title=row.get(_TITLE, ""), day=_day(row.get(_DAY)))
        for row in chosen.values("pk", *names)
    }


def _has_field(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _day(moment: Any) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
