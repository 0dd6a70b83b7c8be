"""The admin's home: how far the standard catalogues are fulfilled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .coverage import Coverage, RowCoverage, coverages
from .models import StandardCatalogue
from .policy import catalogues_for
from .views.addresses import COVERAGE

_VIEW = ("view", "change")


@dataclass(frozen=True)
class Shown:
    """A catalogue, or what the user's own organs answer for in it (then without an address)."""

    catalogue: StandardCatalogue
    rows: list[RowCoverage]
    url: str

    @property
    def total(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def blank(self) -> list[RowCoverage]:
        """Rows that nothing fulfils."""
        return [each for each in self.rows if each.is_blank]

    @property
    def covered(self) -> int:
        """Number of rows with content."""
        return self.total - len(self.blank)

    @property
    def late(self) -> int:
        """Number of rows whose time limit was not kept."""
        return sum(each.is_late for each in self.rows)


class StandardsPanel(Component):  # type: ignore[misc]  # Wagtail is untyped
    """公开情况 of each catalogue: of whole ones to the office, of their organs' rows to editors."""

    name = "gongkai_standards"
    template_name = "gongkai_standards/admin/panel.html"
    order = 103

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Catalogues in force, in a constant number of queries for each."""
        user = (parent_context or {})["request"].user
        year = timezone.localdate().year
        return {"shown": [each for each in shown_to(user, year) if each.total]}


def shown_to(user: Any, year: int) -> list[Shown]:
    """What ``user`` is told of the catalogues that are in force in ``year``."""
    whole = _in_force(catalogues_for(user, *_VIEW).select_related("column"), year)
    if whole:
        found = coverages(whole)
        return [
            Shown(each, found[each.pk].rows, reverse(COVERAGE, args=[each.pk])) for each in whole
        ]
    organs = _organs_of(user)
    if not organs:
        return []
    concerned = StandardCatalogue.objects.filter(rows__organ__in=organs).distinct()
    own = _in_force(concerned.select_related("column"), year)
    return [
        Shown(each, _rows_of(coverage, organs), "")
        for each, coverage in zip(own, coverages(own).values(), strict=True)
    ]


def _rows_of(coverage: Coverage, organs: set[int]) -> list[RowCoverage]:
    return [each for each in coverage.rows if each.row.organ_id in organs]


def _in_force(catalogues: Any, year: int) -> list[StandardCatalogue]:
    return [each for each in catalogues if each.is_in_force(year)]


def _organs_of(user: Any) -> set[int]:
    """The organs that the user works for as 信息员, and those below."""
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    own = organ.objects.filter(editors=user).values_list("pk", flat=True)
    return set(organ.objects.subtree_ids(own)) if own else set()
