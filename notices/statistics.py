"""What the register of postings counts for the yearly statistics: a channel (公开渠道)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from .enums import BoardKind
from .models import Posting
from .rooms import catalogue

GROUP = "postings"
TOTAL = f"{GROUP}.total"
_KIND = f"{GROUP}.kind."


class PostingFigures:
    """Postings that went up in a year on boards of an organ and of those below it.

    One that was never posted anything says nothing: who keeps no register has not posted nought.
    """

    counts_without_column = True
    counted_models = (
        "gongkai_catalogue.Organ",
        "gongkai_notices.NoticeBoard",
        "gongkai_notices.Posting",
    )

    def __init__(self, scope: Any) -> None:
        self.scope = scope

    def list_figures(self) -> Iterator[tuple[str, str, str, str]]:
        """Code, label, unit and group of each figure."""
        unit = _("次")
        yield TOTAL, _("公示栏张贴"), unit, GROUP
        for kind in BoardKind:
            yield f"{_KIND}{kind.value}", _("公示栏张贴：%s") % kind.label, unit, GROUP

    def compute(self) -> dict[str, int]:
        """The numbers, in one query."""
        if self.scope is None:
            return {}
        rows = Posting.objects.filter(
            board__organ__in=self._organs, posted_on__year=self.scope.year
        ).order_by()
        found = dict(rows.values_list("board__kind").annotate(n=Count("pk")))
        if not found:
            return {}
        numbers = {f"{_KIND}{kind.value}": found.get(kind.value, 0) for kind in BoardKind}
        return {TOTAL: sum(found.values()), **numbers}

    def listing_url(self, code: str) -> str:
        """The register is not public."""
        return ""

    def admin_url(self, code: str) -> str:
        """The register, narrowed to what was counted."""
        if self.scope is None or not code.startswith(GROUP):
            return ""
        query = {"organ": self.scope.organ.pk, "year": self.scope.year}
        if code.startswith(_KIND):
            query["kind"] = code.removeprefix(_KIND)
        try:
            return f"{reverse('gongkai_notices_postings:index')}?{urlencode(query)}"
        except NoReverseMatch:
            return ""

    @cached_property
    def _organs(self) -> set[int]:
        tree = catalogue("organ_tree")
        pairs = ((each.pk, each.parent_id) for each in self.scope.organs)
        found: set[int] = tree.with_subordinates(pairs, [self.scope.organ.pk])
        return found
