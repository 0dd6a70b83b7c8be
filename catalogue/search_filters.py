"""What a search of the catalogue is narrowed down to: several values of each facet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import Kind, Validity
from .filters import LONGEST_VALUE, MERGED, YEARS
from .querysets import ItemQuerySet
from .successors import successors
from .validity import validity_q
from .vocabulary import Vocabulary

LABELS = {
    "section": gettext_lazy("栏目"),
    "category": gettext_lazy("类别"),
    "organ": gettext_lazy("发布机构"),
    "topic": gettext_lazy("主题分类"),
    "year": gettext_lazy("年份"),
    "kind": gettext_lazy("信息类别"),
    "validity": gettext_lazy("有效性"),
}
RELEVANCE = "relevance"
ORDERINGS = {RELEVANCE: gettext_lazy("按相关程度"), "-published_on": gettext_lazy("按发布日期")}
# Of what an address asks wrongly, so many are named.
_NAMED = 3


class SearchFilters:
    """The conditions of one search, from its query string.

    Values of one facet are joined by OR, facets by AND. What is not known is ignored and named in
    :attr:`notices` and :attr:`unknown`. The items stay free of joins and annotations, and every
    condition is a plain lookup on a ``FilterField``, so that any search engine can apply them.

    Args:
        data: the query string.
        base: what every link of the search repeats: its query, and its column where it says one.
        items: what may be found at all.
        day: the day whose validity counts.
    """

    facet_names = tuple(LABELS)

    def __init__(
        self,
        data: QueryDict,
        base: Mapping[str, str],
        *,
        items: ItemQuerySet,
        vocabulary: Vocabulary,
        day: date,
    ) -> None:
        self.vocabulary = vocabulary
        self.day = day
        self._base = base
        self._items = items
        self._values: dict[str, list[str]] = {}
        self.notices: list[str] = []
        # The same by the names of the parameters, for programs.
        self.unknown: list[tuple[str, str]] = []
        self._names = self._known_values()
        for name in self.facet_names:
            self._read(name, data.getlist(name))
        self.order = self._read_order(data.get("order", ""))

    @property
    def is_narrow(self) -> bool:
        """Whether any condition is in force."""
        return bool(self._values)

    @property
    def parameters(self) -> dict[str, Any]:
        """The query string of this search without its page."""
        order = {"order": self.order} if self.order != RELEVANCE else {}
        return {**self._base, **self._values, **order}

    def label_of(self, name: str) -> str:
        """Name of a facet for the visitor."""
        return str(LABELS[name])

    def chosen(self, name: str) -> list[str]:
        """Values of a facet that are chosen, in the order of the query string."""
        return self._values.get(name, [])

    def conditions(self) -> list[tuple[str, str]]:
        """Every condition in force: what it says, and the query string without it."""
        return [
            (f"{LABELS[name]}：{self._names[name][value]}", self.query_toggling(name, value))
            for name, values in self._values.items()
            for value in values
        ]

    def query_toggling(self, name: str, value: str) -> str:
        """Query string with one value chosen besides the others, or taken out."""
        chosen = self.chosen(name)
        kept = [each for each in chosen if each != value]
        changed = kept if value in chosen else [*chosen, value]
        return query_string({**self.parameters, name: changed})

    def query_ordering(self, order: str) -> str:
        """Query string with another order."""
        changed = {} if order == RELEVANCE else {"order": order}
        return query_string({**self._base, **self._values, **changed})

    def query_without_conditions(self) -> str:
        """Query string of the search alone."""
        return query_string(dict(self._base))

    def items_ignoring(self, name: str) -> ItemQuerySet:
        """Items under every condition but those of the facet ``name``; under all for ``""``."""
        items = self._items
        for each, values in self._values.items():
            if each != name:
                items = items.filter(self._condition(each, values))
        return items

    def items_being(self, validity: Validity) -> ItemQuerySet:
        """Items of one validity, under every condition but that on validity."""
        return self.items_ignoring("validity").filter(validity_q(validity, self.day))

    def _known_values(self) -> dict[str, dict[str, str]]:
        vocabulary = self.vocabulary
        return {
            "section": {page.slug: page.title for page in vocabulary.sections},
            "category": {page.code: page.title for page in vocabulary.categories},
            "organ": {organ.slug: organ.short_name or organ.name for organ in vocabulary.organs},
            "topic": {topic.code: topic.full_name for topic in vocabulary.topics},
            "year": {str(year): str(year) for year in range(YEARS[0], YEARS[1] + 1)},
            "kind": {kind.value: str(kind.label) for kind in Kind},
            "validity": {each.value: str(each.label) for each in Validity},
        }

    def _read(self, name: str, stated: list[str]) -> None:
        values = self._as_today(name, [value for value in stated if value])
        known = [value for value in values if value in self._names[name]]
        if known:
            self._values[name] = known
        unknown = [value for value in values if value not in self._names[name]]
        self.unknown += [(name, value) for value in unknown]
        self.notices += [
            _("%(label)s：没有“%(value)s”这个选项，已忽略这个条件。")
            % {"label": LABELS[name], "value": value[:LONGEST_VALUE]}
            for value in unknown[:_NAMED]
        ]

    def _as_today(self, name: str, stated: list[str]) -> list[str]:
        """Each value once; in place of what was merged into another, that one."""
        names = self._names[name]
        unknown = [value for value in dict.fromkeys(stated) if value not in names]
        found = successors(name, unknown) if name in MERGED else {}
        self.notices += [
            each.sentence(str(LABELS[name]), names[each.code])
            for each in found.values()
            if each.code in names
        ]
        return list(
            dict.fromkeys(found[value].code if value in found else value for value in stated)
        )

    def _read_order(self, stated: str) -> str:
        if stated and stated not in ORDERINGS:
            self.notices.append(
                _("排序：没有“%s”这个选项，已按相关程度排列。") % stated[:LONGEST_VALUE]
            )
        return stated if stated in ORDERINGS else RELEVANCE

    def _condition(self, name: str, values: list[str]) -> Q:
        if name == "validity":
            return reduce(or_, (validity_q(Validity(each), self.day) for each in values))
        if name in ("section", "category"):
            return _below(self._paths(name, values))
        if name == "year":
            return Q(published_year__in=[int(value) for value in values])
        if name == "kind":
            return Q(kind__in=values)
        members = {
            "organ": self.vocabulary.organ_with_subordinates,
            "topic": self.vocabulary.topic_with_members,
        }[name]
        return Q(**{f"{name}_id__in": sorted({pk for value in values for pk in members(value)})})

    def _paths(self, name: str, values: list[str]) -> list[str]:
        if name == "section":
            return [page.path for page in self.vocabulary.sections if page.slug in values]
        return [self.vocabulary.category_path(value) for value in values]


def query_string(parameters: dict[str, Any]) -> str:
    """Query string of values and lists of values."""
    return f"?{urlencode(parameters, doseq=True)}"


def _below(paths: Iterable[str]) -> Q:
    """Items below one of these places in the tree; of pages within each other the upper ones."""
    upper: list[str] = []
    for path in sorted(paths):
        if not upper or not path.startswith(upper[-1]):
            upper.append(path)
    return reduce(or_, (Q(path__startswith=path) for path in upper))


# The FilterField of ``ItemPage`` whose values are the keys of a facet's counts.
KEY_FIELDS = {
    "section": "category_path",
    "category": "category_path",
    "organ": "organ_id",
    "topic": "topic_id",
    "year": "published_year",
    "kind": "kind",
}
