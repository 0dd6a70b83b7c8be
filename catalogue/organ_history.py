"""What became of organs and what they were: for programs, and above an organ's own list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .enums import OrganState

if TYPE_CHECKING:
    from .filters import ItemFilterSet
    from .models import Organ


@dataclass(frozen=True)
class FormerName:
    """A name that an organ bore; ``since`` is None where nobody knows, ``until`` the last day."""

    name: str
    short_name: str
    since: date | None
    until: date

    @property
    def days(self) -> str:
        """When it was borne, in words."""
        return _span(self.since, self.until)


def former_names(organ: Organ) -> list[FormerName]:
    """The names that an organ bore before that of today, the latest first; no query."""
    return [
        FormerName(
            each["name"],
            each["short_name"],
            date.fromisoformat(each["from_on"]) if each["from_on"] else None,
            date.fromisoformat(each["until_on"]),
        )
        for each in organ.names_before
    ]


class Succession:
    """Who took over from whom, among organs that were read already."""

    def __init__(self, organs: Iterable[Organ]) -> None:
        self._organs = {organ.pk: organ for organ in organs}

    @cached_property
    def _before(self) -> Mapping[int | None, list[Organ]]:
        found = defaultdict(list)
        for organ in self._organs.values():
            found[organ.successor_id].append(organ)
        return found

    def predecessors(self, organ: Organ) -> list[Organ]:
        """The organs whose successor it is."""
        return self._before.get(organ.pk, [])

    def successors(self, organ: Organ) -> list[Organ]:
        """Who took over from it, who from that one, and so on to whom nobody has succeeded."""
        found: dict[int, Organ] = {}
        following = self._organs.get(organ.successor_id or 0)
        # The services let nobody succeed himself; the form of an organ is typed into freely.
        while following is not None and following.pk not in found and following.pk != organ.pk:
            found[following.pk] = following
            following = self._organs.get(following.successor_id or 0)
        return list(found.values())


@dataclass(frozen=True)
class OrganLink:
    """Another organ, and the same list narrowed down to it."""

    name: str
    url: str


@dataclass(frozen=True)
class OrganHistory:
    """What a visitor of an organ's list is told of it."""

    organ: Organ
    state: OrganState
    names: list[FormerName]
    successors: list[OrganLink]
    predecessors: list[OrganLink]

    @property
    def days(self) -> str:
        """When the organ was there, in words; empty where nobody has noted a day."""
        return _span(self.organ.valid_from, self.organ.valid_until)


def history_of(filterset: ItemFilterSet) -> OrganHistory | None:
    """The history of the organ that a list is narrowed down to; None where there is nothing to
    tell. Without a query: the condition has been checked against the same vocabulary."""
    code = filterset.conditions.get("organ")
    if code is None:
        return None
    organ = next(each for each in filterset.vocabulary.organs if each.slug == code)
    succession = Succession(filterset.vocabulary.organs)

    def links(organs: list[Organ]) -> list[OrganLink]:
        return [
            OrganLink(each.name, filterset.query_toggling("organ", each.slug)) for each in organs
        ]

    history = OrganHistory(
        organ,
        organ.state_on(timezone.localdate()),
        former_names(organ),
        links(succession.successors(organ)),
        links(succession.predecessors(organ)),
    )
    told = (organ.valid_from, organ.valid_until, history.names, history.predecessors)
    return history if any(told) else None


def _span(first: date | None, last: date | None) -> str:
    days = {"first": first and date_format(first), "last": last and date_format(last)}
    if first and last:
        return _("%(first)s至%(last)s") % days
    if last:
        return _("至%(last)s") % days
    return _("自%(first)s起") % days if first else ""
