"""Lists of items: narrowed by the FilterSet of the pages, ordered as there, read by cursor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rooms import catalogue
from .pagination import Keyset, read_date, read_text
from .problems import invalid
from .scope import Scope

# The pages ignore a condition that they do not understand and say so; here it is refused.
_REFUSALS: dict[str | None, Any] = {
    "invalid_choice": gettext_lazy("没有“%(value)s”这个选项。"),
    "min_value": gettext_lazy("应不小于%(limit_value)s。"),
    "max_value": gettext_lazy("应不大于%(limit_value)s。"),
    "max_length": gettext_lazy("最多%(limit_value)s个字符。"),
}
_INVALID = {
    "year": gettext_lazy("应为数字。"),
    "month": gettext_lazy("应为数字。"),
    "published_since": gettext_lazy("应为日期，如2013-03-04。"),
    "published_until": gettext_lazy("应为日期，如2013-03-04。"),
    "updated_since": gettext_lazy("应为日期或者时间，如2013-03-04T08:00:00+08:00。"),
}
# Conditions that the pages do not offer and that narrow rows answer all the same.
_DAYS = {"published_since": "published_on__gte", "published_until": "published_on__lte"}
_READERS = {"published_on": read_date, "written_on": read_date}


def keyset_of(order: str | None) -> Keyset:
    """The order that a list is asked for, by its name on the pages.

    Raises:
        Problem: there is no such order.
    """
    filters = catalogue("filters")
    name = order or filters.DEFAULT_ORDERING
    if name not in filters.ORDERINGS:
        known = "、".join(filters.ORDERINGS)
        raise invalid([("order", _("没有这个排序，可选：%s。") % known)])
    column = name.removeprefix("-")
    return Keyset(
        name=name,
        column=column,
        read=_READERS.get(column, read_text),
        descending=name.startswith("-"),
        nullable=column == "written_on",
    )


@dataclass
class Narrowed:
    """Items under the conditions of a request."""

    request: HttpRequest
    scope: Scope

    @cached_property
    def conditions(self) -> dict[str, str]:
        """What was asked for by a name of the FilterSet, as it was written."""
        asked = self.request.GET
        known = catalogue("filters").ItemFilterSet.base_filters.keys() - {"order"}
        return {name: asked[name] for name in known & asked.keys() if asked[name]}

    @cached_property
    def filterset(self) -> Any:
        """The pages' FilterSet with these conditions.

        Raises:
            Problem: a condition was not understood.
        """
        return self._filterset(self.conditions)

    def page(self, keyset: Keyset, cursor: str, limit: int) -> tuple[list[int], str]:
        """Keys of the items of a page in their order, and the cursor of the next page.

        They are found in the narrow rows of what is listed, so that the last page of a million
        items costs what the first does; where those rows do not know a condition, among the items.
        Whether an item may be shown is asked of the item itself, by who reads it.
        """
        rows = self._listed()
        if rows is not None:
            listed = replace(keyset, key="item_id")
            found, following = listed.page(rows.values("item_id", keyset.column), cursor, limit)
            return [row["item_id"] for row in found], following
        items = self.filterset.qs.order_by().values("pk", keyset.column)
        if number := self._index_number:
            items = items.filter(index_number=number)
        found, following = keyset.page(items, cursor, limit)
        return [row["pk"] for row in found], following

    def count(self) -> int | None:
        """Number of all items under the conditions; None where the tallies do not know it."""
        if self._index_number or self.conditions.keys() & _DAYS.keys():
            return None
        found: int | None = self._kept("count", self._count)
        return found

    def _count(self) -> int | None:
        counts = self.filterset.tallied()
        if counts is None:
            return None
        return sum(counts["kind"][kind] for kind in self.filterset.chosen("kind") or counts["kind"])

    def _kept(self, name: str, ask: Callable[[], Any]) -> Any:
        """What ``ask`` says of these conditions, which it has found to be right."""
        key = (name, *sorted(self.conditions.items()))
        return self.scope.kept(key, lambda: (ask(),))[0]

    def _listed(self) -> Any:
        """The narrow rows (``ListedItem``), in no order and not read yet; None where they do not
        know a condition."""
        rows = self._kept("listed", self._narrow)
        if rows is not None and self._index_number:
            return rows.filter(index_number=self._index_number)
        return rows

    def _narrow(self) -> Any:
        days = self.conditions.keys() & _DAYS.keys()
        others = {name: self.conditions[name] for name in self.conditions.keys() - days}
        if others:
            selection = self._filterset(others).selection
        else:
            selection = catalogue("tallies.reading").Selection(self.scope.place)
        if selection is None:
            return None
        rows = selection.listed()
        for name in days:
            rows = rows.filter(**{_DAYS[name]: self.filterset.form.cleaned_data[name]})
        return rows

    @property
    def _index_number(self) -> str:
        return self.request.GET.get("index_number", "")

    def _filterset(self, conditions: dict[str, str]) -> Any:
        filters = catalogue("filters")
        made = filters.ItemFilterSet(conditions, root=self.scope.root, request=self.request)
        if not made.is_valid():
            raise invalid(_refusals(made))
        self._refuse_ambiguous(made)
        return made

    def _refuse_ambiguous(self, filterset: Any) -> None:
        """A code is that of one category in each column; of several columns one must be named."""
        code = filterset.form.cleaned_data.get("category")
        if code and self.scope.column_id is None:
            meant = [page for page in filterset.vocabulary.categories if page.code == code]
            if len(meant) > 1:
                raise invalid([("category", _("几个栏目都有这个类别，请用column指明栏目。"))])


def _refusals(filterset: Any) -> list[tuple[str, str]]:
    found = []
    for name, errors in filterset.form.errors.as_data().items():
        for error in errors:
            sentence = _REFUSALS.get(error.code) or _INVALID.get(name)
            message = sentence % (error.params or {}) if sentence else error.messages[0]
            found.append((name, str(message)))
    return found
