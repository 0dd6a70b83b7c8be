"""What the yearly statistics are told of the standard catalogues: how far they were kept.

A year is told as it stood at its end: rows and catalogues that were in force in it, and what was
public by its last day. The running year ends today. What has been withdrawn since counts no more,
and a row counts with what it is bound to now, until the year is frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .coverage import Coverage, coverages
from .filters import LATE, NEW, WITH_CONTENT, has_content
from .looking import Window
from .models import StandardCatalogue, StandardCataloguePage
from .organs import Organs
from .rooms import catalogue
from .views.addresses import ROW_LIST

GROUP = "standards"
TOTAL, RATE = f"{GROUP}.rows", f"{GROUP}.rate"
_TENTH = Decimal("0.1")
# Label of each figure, and which rows it counts; an empty word stands for all.
_FIGURES: dict[str, tuple[Any, str]] = {
    TOTAL: (gettext_lazy("标准目录事项"), ""),
    f"{GROUP}.covered": (gettext_lazy("标准目录中有内容的事项"), WITH_CONTENT),
    f"{GROUP}.updated": (gettext_lazy("标准目录中本年有新内容的事项"), NEW),
    f"{GROUP}.late": (gettext_lazy("标准目录中超过公开时限的事项"), LATE),
}


class StandardFigures:
    """Rows that an organ and those below it answer for, in the catalogues of its column.

    To the column's own organ all of them belong. Where no catalogue was in force, nothing is said:
    whoever had no table has not kept nought of it.
    """

    counted_models = (
        *catalogue("statistics").ItemFigures.counted_models,
        "gongkai_standards.StandardCatalogue",
        "gongkai_standards.StandardRow",
        "gongkai_standards.StandardRowItem",
        "gongkai_workdays.WorkdayOverride",
    )

    def __init__(self, scope: Any) -> None:
        self.scope = scope

    def list_figures(self) -> Iterator[tuple[str, str, str, str]]:
        """Code, label, unit and group of each figure."""
        for code, (label, _content) in _FIGURES.items():
            yield code, str(label), _("项"), GROUP
        yield RATE, _("标准目录事项覆盖率"), "%", GROUP

    def compute(self) -> dict[str, int | Decimal]:
        """The numbers, in a constant number of queries.

        The rate is in per cent, rounded down: only all rows are a hundred.
        """
        rows = self._coverage.rows
        if not rows:
            return {}
        numbers: dict[str, int | Decimal] = {
            code: sum(not content or has_content(each, content) for each in rows)
            for code, (_label, content) in _FIGURES.items()
        }
        rate = Decimal(100 * self._coverage.covered) / len(rows)
        numbers[RATE] = rate.quantize(_TENTH, rounding=ROUND_DOWN)
        return numbers

    def listing_url(self, code: str) -> str:
        """The public table, narrowed to what was counted; none where several tables were."""
        if code not in _FIGURES or not self._page_url:
            return ""
        organ = {} if self._is_whole else {"organ": self.scope.organ.slug}
        content = _FIGURES[code][1]
        query = {"year": self.scope.year, **organ, **({"content": content} if content else {})}
        return f"{self._page_url}?{urlencode(query)}"

    def admin_url(self, code: str) -> str:
        """The rows in the admin, narrowed to what was counted."""
        if code not in _FIGURES or not self._catalogues:
            return ""
        content = _FIGURES[code][1]
        query = {
            "catalogue": [each.pk for each in self._catalogues],
            "year": self.scope.year,
            **({} if self._is_whole else {"organ": self.scope.organ.pk}),
            **({"content": content} if content else {}),
        }
        try:
            return f"{reverse(ROW_LIST)}?{urlencode(query, doseq=True)}"
        except NoReverseMatch:
            return ""

    @cached_property
    def _catalogues(self) -> list[StandardCatalogue]:
        if self.scope is None or self.scope.year > timezone.localdate().year:
            return []
        found = StandardCatalogue.objects.filter(column=self.scope.column.pk)
        return [
            each for each in found.select_related("column") if each.is_in_force(self.scope.year)
        ]

    @cached_property
    def _coverage(self) -> Coverage:
        if not self._catalogues:
            return Coverage()
        found = coverages(self._catalogues, Window.of_year(self.scope.year))
        whole = Coverage([row for each in self._catalogues for row in found[each.pk].rows])
        return whole if self._is_whole else whole.of_organs(Organs().below(self.scope.organ.pk))

    @property
    def _is_whole(self) -> bool:
        return bool(getattr(self.scope.column, "organ_id", None) == self.scope.organ.pk)

    @cached_property
    def _page_url(self) -> str:
        if len(self._catalogues) != 1:
            return ""
        pages = StandardCataloguePage.objects.filter(catalogue=self._catalogues[0]).live()
        page = pages.exclude(self.scope.hidden).first()
        return (page.get_url(self.scope.request) or "") if page else ""
