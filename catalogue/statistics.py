"""What the catalogue counts for the yearly statistics: published items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast, ExtractMonth, Length, Substr
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from .chrome import known_catalogue_url
from .enums import Kind
from .models import CataloguePage, CategoryPage, ItemPage, Organ
from .organ_tree import organ_links, with_subordinates

MONTHS = range(1, 13)
_KEYS: dict[str, Any] = {
    "kind": F("kind"),
    "month": ExtractMonth("published_on"),
    "organ": F("organ_id"),
    "category": Substr("path", 1, Length("path") - ItemPage.steplen),
}
FigureRow = tuple[str, str, str, str]
T = TypeVar("T")


class Scope(Protocol):
    """Whose items of which year are counted: those of ``organ`` and of the organs below it."""

    organ: Organ
    year: int
    column: Page
    request: HttpRequest | None
    # All that there are.
    organs: list[Organ]
    # What pages under a view restriction are found by.
    hidden: Q

    def keep(
        self, name: str, models: Iterable[str] | None, ask: Callable[[], T], *, of_all: bool = ...
    ) -> T:
        """What ``ask`` says, kept until rows of ``models`` (labels) change."""


class ItemFigures:
    """Counts of the items that were published in a year.

    They start from the items of the public list, so that the list behind ``listing_url`` holds
    exactly as many items as the figure says. Without a scope only the figures that some
    organ or category may have are known.
    """

    # A bulk load sends no signal of its items, but each of them has a record.
    counted_models = (
        "gongkai_catalogue.CategoryPage",
        "gongkai_catalogue.ItemPage",
        "gongkai_catalogue.Organ",
        "gongkai_review.ChainHead",
        "wagtailcore.Page",
        "wagtailcore.PageViewRestriction",
    )

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def list_figures(self) -> Iterator[FigureRow]:
        """Code, label, unit and group of each figure."""
        unit = _("条")
        yield "items.total", _("公开信息总数"), unit, "items"
        for kind in Kind:
            yield f"items.kind.{kind.value}", str(kind.label), unit, "items.kind"
        for month in MONTHS:
            label = _("%d月") % month
            yield f"items.month.{month:02}", label, unit, "items.month"
        for organ in self._organs:
            label = organ.short_name or organ.name
            yield f"items.organ.{organ.slug}", label, unit, "items.organ"
        for category in self._categories:
            yield f"items.category.{category.code}", category.title, unit, "items.category"

    def compute(self) -> dict[str, int]:
        """The number of each figure of the scope, in one query beside the vocabularies."""
        counts = self._count()
        figures = {"items.total": sum(counts["kind"].values())}
        figures |= {f"items.kind.{kind.value}": counts["kind"][kind.value] for kind in Kind}
        figures |= {f"items.month.{month:02}": counts["month"][str(month)] for month in MONTHS}
        for organ in self._organs:
            members = self._with_subordinates(self._organs, organ)
            figures[f"items.organ.{organ.slug}"] = sum(counts["organ"][str(pk)] for pk in members)
        for category in self._categories:
            figures[f"items.category.{category.code}"] = sum(
                n for path, n in counts["category"].items() if path.startswith(category.path)
            )
        return figures

    def listing_url(self, code: str) -> str:
        """Address of the list of what ``code`` counts; empty where the column has no list."""
        if self.scope is None or not self._list_url:
            return ""
        conditions = self._conditions
        what, _dot, value = code.removeprefix("items.").partition(".")
        if value:
            conditions[what] = str(int(value)) if what == "month" else value
        return f"{self._list_url}?{urlencode(conditions)}"

    @property
    def _scope(self) -> Scope:
        if self.scope is None:
            raise ValueError("Without a scope there is nothing to count or to list.")
        return self.scope

    @property
    def _conditions(self) -> dict[str, str]:
        return {"year": str(self._scope.year), "organ": self._scope.organ.slug}

    @cached_property
    def _organs(self) -> list[Organ]:
        """The organ of the scope and those below it, or all there are."""
        if self.scope is None:
            return list(Organ.objects.all())
        organs = self.scope.organs
        within = self._with_subordinates(organs, self.scope.organ)
        return [organ for organ in organs if organ.pk in within]

    @cached_property
    def _categories(self) -> list[CategoryPage]:
        categories = CategoryPage.objects.live().only("pk", "path", "title", "code")
        categories = categories.order_by("path")
        if self.scope is None:
            return list(categories)
        below = categories.descendant_of(self.scope.column).exclude(self.scope.hidden)
        labels = [
            "gongkai_catalogue.CategoryPage",
            "wagtailcore.Page",
            "wagtailcore.PageViewRestriction",
        ]
        return self.scope.keep("categories", labels, lambda: list(below))

    @cached_property
    def _list_url(self) -> str:
        scope = self._scope
        if known := known_catalogue_url(scope.column, scope.request):
            return known
        catalogue = CataloguePage.objects.child_of(scope.column).live().first()
        return (catalogue.get_url(scope.request) or "") if catalogue else ""

    @staticmethod
    def _with_subordinates(organs: list[Organ], organ: Organ) -> set[int]:
        return with_subordinates(organ_links(organs), [organ.pk])

    def _count(self) -> dict[str, Counter[str]]:
        items = (
            ItemPage.objects.descendant_of(self._scope.column)
            .disclosed(self._scope.hidden)
            .of_organs(organ.pk for organ in self._organs)
            .published_in(self._scope.year)
            .order_by()
        )
        queries = [
            items.annotate(facet=Value(name, output_field=CharField()), key=Cast(key, CharField()))
            .values("facet", "key")
            .annotate(n=Count("pk"))
            for name, key in _KEYS.items()
        ]
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row in queries[0].union(*queries[1:], all=True):
            counts[row["facet"]][row["key"]] += row["n"]
        return counts
