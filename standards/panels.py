"""The admin's home: how far the standard catalogues are fulfilled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .coverage import Coverage, coverages
from .models import StandardCatalogue
from .policy import catalogues_for
from .views.addresses import COVERAGE

_VIEW = ("view", "change")


@dataclass(frozen=True)
class Shown:
    """A catalogue, or what the user's own organs answer for in it (then without an address)."""

    catalogue: StandardCatalogue
    coverage: Coverage
    url: str


class StandardsPanel(Component):  # type: ignore[misc]  # Wagtail is untyped
    """公开情况 of each catalogue: of whole ones to the office, of their organs' rows to editors."""

    name = "gongkai_standards"
    template_name = "gongkai_standards/admin/panel.html"
    order = 103

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Catalogues in force, in a constant number of queries for each."""
        user = (parent_context or {})["request"].user
        year = timezone.localdate().year
        return {"shown": [each for each in shown_to(user, year) if each.coverage.total]}


def shown_to(user: Any, year: int) -> list[Shown]:
    """What ``user`` is told of the catalogues that are in force in ``year``."""
    whole = _in_force(catalogues_for(user, *_VIEW).select_related("column"), year)
    if whole:
        found = coverages(whole)
        return [Shown(each, found[each.pk], reverse(COVERAGE, args=[each.pk])) for each in whole]
    organs = _organs_of(user)
    if not organs:
        return []
    answers = Q(rows__organ__in=organs) | Q(organ__in=organs, rows__organ__isnull=True)
    concerned = StandardCatalogue.objects.filter(answers).distinct()
    own = _in_force(concerned.select_related("column"), year)
    found = coverages(own)
    return [Shown(each, found[each.pk].of_organs(organs), "") for each in own]


def _in_force(catalogues: Any, year: int) -> list[StandardCatalogue]:
    return [each for each in catalogues if each.is_in_force(year)]


def _organs_of(user: Any) -> set[int]:
    """The organs that the user works for as 信息员, and those below."""
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    own = organ.objects.filter(editors=user).values_list("pk", flat=True)
    return set(organ.objects.subtree_ids(own)) if own else set()
