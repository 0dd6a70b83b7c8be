"""Which organs stand below another: small trees, read once and walked in memory."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.apps import apps

from .rooms import catalogue


class Organs:
    """The tree of organs; for one request, and read when it is first asked."""

    def __init__(self) -> None:
        self._found: dict[int, frozenset[int]] = {}

    def below(self, pk: int) -> frozenset[int]:
        """Keys of an organ and of all below it, of what those succeeded or absorbed."""
        if pk not in self._found:
            self._found[pk] = frozenset(
                catalogue("organ_tree").with_subordinates(self._links, [pk])
            )
        return self._found[pk]

    @cached_property
    def _links(self) -> list[tuple[int, int | None]]:
        organ: Any = apps.get_model("gongkai_catalogue", "Organ")
        rows = list(
            organ.everything.order_by().values_list(
                "pk", "parent_id", "successor_id", "merged_into_id"
            )
        )
        links = catalogue("organ_tree").links_of(row[:3] for row in rows)
        return [*links, *((row[0], row[3]) for row in rows if row[3] is not None)]
