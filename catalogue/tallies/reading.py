"""Adding up the tallies: how many items a list holds, by each value of a facet.

What the tallies do not tell apart (organ, topic and genre all at once, or days) is counted in the
narrow rows of the listed items, which are few then. Three things are never in the tallies and are
put right here: what stands below a restricted page, restricted items, and items whose validity has
changed since they were counted, which comes with a day and not with a change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Q, Sum, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from ..kept import kept, tag_of
from ..models import ItemTally, ListedItem, TallyScope
from ..validity import validity_expression

# Columns of both tables, by facet, and the bits of the groupings.
_COLUMNS = {
    "kind": "kind",
    "year": "year",
    "organ": "organ_id",
    "topic": "topic_id",
    "genre": "genre_id",
    "validity": "validity",
}
_GROUPED = {"organ": 1, "topic": 2, "genre": 4}
_MOST_GROUPED = 2
# Items of a category without those of the categories below it.
_OWN = "own"


@dataclass(frozen=True)
class Place:
    """A page and what stands below it that nobody may see.

    Attributes:
        root: key of the page; None where it is restricted itself, so that nothing is counted.
        pages: keys of restricted pages below it that are no items; none stands below another.
        items: keys of restricted items below it.
        categories: keys of the pages that hold the items.
    """

    root: int | None
    pages: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()

    @classmethod
    def kept(
        cls,
        page: Page,
        root: Page,
        restricted: Iterable[tuple[int, str]],
        request: HttpRequest | None,
    ) -> Place:
        """What :meth:`below` reads of ``page``, which is ``root`` or stands below it in the same
        column; kept as long as nothing public changes there."""
        name = ("place", page.pk, root.path, page.path)
        return kept(tag_of(root, request), name, lambda: cls.below(page, restricted))

    @classmethod
    def below(cls, root: Page, restricted: Iterable[tuple[int, str]]) -> Place:
        """The place below ``root``; ``restricted`` are key and path of every restricted page."""
        upper: dict[str, int] = {}
        for pk, path in sorted(restricted, key=lambda pair: pair[1]):
            if root.path.startswith(path):
                return cls(None)
            if path.startswith(root.path) and not any(path.startswith(each) for each in upper):
                upper[path] = pk
        rows = ListedItem.objects.filter(item_id__in=upper.values())
        items = set(rows.values_list("item_id", flat=True)) if upper else set()
        pages = set(upper.values()) - items
        return cls(root.pk, tuple(sorted(pages)), tuple(sorted(items)), _holding(root.pk, pages))


def _holding(root: int, closed: Collection[int]) -> tuple[int, ...]:
    """Categories below a page that stand below none of the closed ones."""
    scopes = TallyScope.objects.filter(scope_id__in=[root, *closed])
    pairs = list(scopes.values_list("category_id", "scope_id"))
    shut = {category for category, scope in pairs if scope in closed}
    within = {category for category, scope in pairs if scope == root}
    return tuple(sorted(within - shut))


@dataclass(frozen=True)
class Selection:
    """Items below a place that have some values.

    Attributes:
        values: by facet (``kind``, ``year``, ``organ``, ``topic``, ``genre``, ``validity``), the
            values of which an item has one.
        days: first and last 发布日期.
    """

    place: Place
    values: Mapping[str, Collection[Any]] = field(default_factory=dict)
    days: tuple[date, date] | None = None

    def without(self, name: str) -> Selection:
        """The same without the condition of one facet."""
        return replace(
            self, values={each: some for each, some in self.values.items() if each != name}
        )

    def listed(self) -> Any:
        """The items of the selection, as a query over their narrow rows."""
        rows = _in_place(self).filter(_today(self.values, stale_ids()))
        years = self.values.get("year")
        if not years or min(years) < date.min.year:
            return rows
        # Said in days as well: an index in the order of days goes to the year, and reads none of
        # the years after it.
        days = date(min(years), 1, 1), date(max(years), 12, 31)
        return rows.filter(published_on__range=days)


def counts(asked: Mapping[str, Selection]) -> dict[str, Counter[str]]:
    """Number of items by value, for each facet of ``asked``, in three queries at most.

    Values are text: of organ, topic and genre their keys, ``"0"`` for items without one; of the
    facet ``category`` the path of the category that holds the items.
    """
    stale = stale_ids()
    parts = [
        part
        for name, selection in asked.items()
        if selection.place.root is not None
        for part in _parts(name, selection, stale)
    ]
    found: dict[str, Counter[str]] = {name: Counter() for name in (*asked, _OWN)}
    for facet, value, number in parts[0].union(*parts[1:], all=True) if parts else ():
        found[facet][value] += number or 0
    own = found.pop(_OWN)
    if "category" in asked:
        found["category"] = _by_path(asked["category"].place, found["category"], own)
    return {name: +counter for name, counter in found.items()}


def stale_ids() -> list[int]:
    """Items whose validity is not the one that they were counted with."""
    today = timezone.localdate()
    stale = Q(valid_since__gt=today) | Q(valid_before__lte=today)
    return list(ListedItem.objects.filter(stale).values_list("item_id", flat=True))


def _parts(name: str, selection: Selection, stale: list[int]) -> list[Any]:
    """Queries whose rows add up to the counts of a facet: facet, value, number."""
    grouped = ({*selection.values, name}) & _GROUPED.keys()
    values = _values_q(selection.values)
    place = _in_place(selection)
    own = _OWN if name == "category" else name
    column = F("category_id") if name == "category" else F(_COLUMNS[name])
    if len(grouped) > _MOST_GROUPED or selection.days is not None:
        parts = [_rows(own, column, place.filter(values), Count("pk"))]
    else:
        parts = _of_tallies(name, selection, sum(_GROUPED[each] for each in grouped))
        if items := selection.place.items:
            shut = ListedItem.objects.filter(values, item_id__in=items)
            parts.append(_rows(own, column, shut, -1 * Count("pk")))
    if stale:
        again = place.filter(item_id__in=stale)
        now = _validity_today() if name == "validity" else column
        parts.append(_rows(own, column, again.filter(values), -1 * Count("pk")))
        parts.append(_rows(own, now, again.filter(_today(selection.values, stale)), Count("pk")))
    return parts


def _of_tallies(name: str, selection: Selection, grouping: int) -> list[Any]:
    tallies = ItemTally.objects.filter(_values_q(selection.values), grouping=grouping)
    root, shut = selection.place.root or 0, selection.place.pages
    if name == "category":
        holding = TallyScope.objects.filter(scope_id=root).values("category_id")
        return [_rows(name, F("scope_id"), tallies.filter(scope_id__in=holding), Sum("items"))]
    column = F(_COLUMNS[name])
    parts = [_rows(name, column, tallies.filter(scope_id=root), Sum("items"))]
    if shut:
        below = tallies.filter(scope_id__in=shut)
        parts.append(_rows(name, column, below, -1 * Sum("items")))
    return parts


def _rows(name: str, key: Any, rows: Any, number: Any) -> Any:
    named = rows.annotate(
        facet=Value(name, output_field=CharField()), value=Cast(key, CharField(max_length=255))
    )
    return named.values("facet", "value").annotate(n=number).values_list("facet", "value", "n")


def _in_place(selection: Selection) -> Any:
    """Listed items of the place and the days, whatever their values."""
    place = selection.place
    if place.root is None:
        return ListedItem.objects.none()
    rows = ListedItem.objects.filter(category_id__in=place.categories)
    if place.items:
        rows = rows.exclude(item_id__in=place.items)
    return rows.filter(published_on__range=selection.days) if selection.days else rows


def _values_q(values: Mapping[str, Collection[Any]]) -> Q:
    """Conditions on the values that both tables tell."""
    found = Q()
    for name, some in values.items():
        found &= Q(**{f"{_COLUMNS[name]}__in": list(some)})
    return found


def _today(values: Mapping[str, Collection[Any]], stale: list[int]) -> Q:
    """Conditions on listed items, with the validity that they have today."""
    wanted = values.get("validity")
    if not stale or wanted is None:
        return _values_q(values)
    others = _values_q({name: some for name, some in values.items() if name != "validity"})
    now = ListedItem.objects.filter(item_id__in=stale).annotate(now=_validity_today())
    turned = [pk for pk, each in now.values_list("item_id", "now") if each in wanted]
    settled = _values_q({"validity": wanted}) & ~Q(item_id__in=stale)
    return others & (settled | Q(item_id__in=turned))


def _validity_today() -> Any:
    return validity_expression(timezone.localdate(), "item__")


def _by_path(place: Place, within: Counter[str], own: Counter[str]) -> Counter[str]:
    """Items of each category alone, by its path.

    The tallies of a category hold those below it as well.
    """
    keys = {int(key) for key in (*within, *own)}
    paths = dict(Page.objects.filter(pk__in=keys).values_list("path", "pk"))
    shut = Page.objects.filter(pk__in=place.pages).values_list("path", flat=True)
    closed = tuple(shut) if place.pages else ()
    found: Counter[str] = Counter()
    for path in sorted(paths, key=len, reverse=True):
        below = sum(number for each, number in found.items() if each.startswith(path))
        found[path] = within[str(paths[path])] - below
    for path, pk in paths.items():
        found[path] += own[str(pk)]
    return Counter({path: n for path, n in found.items() if not path.startswith(closed)})
