"""Lists of items: narrowed by the FilterSet of the pages, ordered as there, read by cursor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
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

    scope: Scope
    parameters: QueryDict

    @cached_property
    def filterset(self) -> Any:
        """The pages' FilterSet with these conditions.

        Raises:
            Problem: a condition was not understood.
        """
        filters = catalogue("filters")
        conditions = self.parameters.copy()
        conditions.pop("order", None)
        made = filters.ItemFilterSet(conditions, root=self.scope.root)
        if not made.is_valid():
            raise invalid(_refusals(made))
        self._refuse_ambiguous(made)
        return made

    @property
    def is_narrowed(self) -> bool:
        """Whether there is any condition."""
        known = catalogue("filters").ItemFilterSet.base_filters.keys() - {"order"}
        return any(self.parameters.get(name) for name in known)

    @cached_property
    def vocabulary(self) -> Any:
        """The values that these items may have (``Vocabulary``)."""
        if self.is_narrowed:
            return self.filterset.vocabulary
        return catalogue("vocabulary").Vocabulary.load(self.scope.root, self.scope.hidden)

    def items(self) -> Any:
        """The items (``ItemQuerySet``), in no order."""
        items = self.filterset.qs.order_by() if self.is_narrowed else self.scope.items()
        number = self.parameters.get("index_number")
        return items.filter(index_number=number) if number else items

    def _refuse_ambiguous(self, filterset: Any) -> None:
        """A code is that of one category in each column; of several columns one must be named."""
        code = filterset.form.cleaned_data.get("category")
        if code and self.scope.column_id is None:
            meant = [page for page in filterset.vocabulary.categories if page.code == code]
            if len(meant) > 1:
                raise invalid([("category", _("几个栏目都有这个类别，请用column指明栏目。"))])


def narrowed(request: HttpRequest, scope: Scope) -> Narrowed:
    """The items of ``scope`` that ``request`` asks for."""
    return Narrowed(scope, request.GET)


def _refusals(filterset: Any) -> list[tuple[str, str]]:
    found = []
    for name, errors in filterset.form.errors.as_data().items():
        for error in errors:
            sentence = _REFUSALS.get(error.code) or _INVALID.get(name)
            message = sentence % (error.params or {}) if sentence else error.messages[0]
            found.append((name, str(message)))
    return found
