"""The filters of the public table; every state of them is a URL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .coverage import RowCoverage
from .enums import DueKind
from .models import StandardRow

_UNKNOWN_CHOICE = {"invalid_choice": _("没有“%(value)s”这个选项，已忽略这个条件。")}
_LONGEST_VALUE = 120
WITH_CONTENT, BLANK, LATE = "yes", "no", "late"
CONTENT_CHOICES = (
    (WITH_CONTENT, _("有内容")),
    (BLANK, _("没有内容")),
    (LATE, _("超过时限")),
)


class StandardRowFilterSet(django_filters.FilterSet):
    """Narrows the rows of a catalogue by 领域, organ, time limit, and whether they have content."""

    area = django_filters.ChoiceFilter(label=_("领域"), empty_label=_("全部领域"))
    organ = django_filters.ChoiceFilter(
        label=_("责任机构"), field_name="organ__slug", empty_label=_("全部机构")
    )
    due = django_filters.ChoiceFilter(
        label=_("公开时限"), field_name="due_kind", empty_label=_("全部时限")
    )
    content = django_filters.ChoiceFilter(
        label=_("公开情况"), method="filter_content", choices=CONTENT_CHOICES, empty_label=_("不限")
    )

    class Meta:
        model = StandardRow
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, rows: Sequence[RowCoverage], **kwargs: Any) -> None:
        self.rows = rows
        given = {name: data[name][:_LONGEST_VALUE] for name in data}
        super().__init__(given, queryset=StandardRow.objects.none(), **kwargs)
        self._offer("area", _distinct((each.row.area, each.row.area) for each in rows))
        organs = (each.row.organ for each in rows if each.row.organ)
        self._offer("organ", _distinct((each.slug, each.name) for each in organs))
        kinds = {each.row.due_rule.kind for each in rows}
        self._offer("due", [(kind.value, str(kind.label)) for kind in DueKind if kind in kinds])
        self.filters["content"].extra["error_messages"] = _UNKNOWN_CHOICE

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.filters[name].extra.update(choices=list(choices), error_messages=_UNKNOWN_CHOICE)

    def filter_content(self, queryset: Any, name: str, value: str) -> Any:
        """Coverage is no column: see :meth:`narrowed`."""
        return queryset

    @property
    def conditions(self) -> dict[str, str]:
        """The valid values in force."""
        self.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def notices(self) -> list[str]:
        """What was not understood, in words."""
        self.is_valid()
        return [str(each) for errors in self.form.errors.values() for each in errors]

    def narrowed(self) -> list[RowCoverage]:
        """The rows under the conditions. They are in memory already, with what was counted."""
        return [each for each in self.rows if self._takes(each)]

    def _takes(self, each: RowCoverage) -> bool:
        row, stated = each.row, self.conditions
        checks = {
            "area": lambda value: row.area == value,
            "organ": lambda value: row.organ is not None and row.organ.slug == value,
            "due": lambda value: row.due_rule.kind == value,
            "content": lambda value: {
                WITH_CONTENT: not each.is_blank, BLANK: each.is_blank, LATE: each.is_late
            }[value],
        }  # fmt: skip
        return all(checks[name](value) for name, value in stated.items())


def _distinct(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in dict.fromkeys(pairs) if pair[0]]
