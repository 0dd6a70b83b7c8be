"""The filters of the public table; every state of them is a URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import django_filters
from django.apps import apps
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .coverage import RowCoverage
from .enums import DueKind
from .models import StandardRow
from .organs import Organs
from .rooms import catalogue
from .wording import bare

_UNKNOWN_CHOICE = {"invalid_choice": _("没有“%(value)s”这个选项，已忽略这个条件。")}
_LONGEST_VALUE = 120
WITH_CONTENT, BLANK, NEW, LATE = "yes", "no", "new", "late"
CONTENT_CHOICES = (
    (WITH_CONTENT, _("有内容")),
    (BLANK, _("没有内容")),
    (NEW, _("一年内有新内容")),
    (LATE, _("超过时限")),
)
_CONTENT: dict[str, Callable[[RowCoverage], bool]] = {
    WITH_CONTENT: lambda each: not each.is_blank,
    BLANK: lambda each: each.is_blank,
    NEW: lambda each: each.new > 0,
    LATE: lambda each: each.is_late,
}


def has_content(each: RowCoverage, value: str) -> bool:
    """Whether a row is one of those that 公开情况 names."""
    return _CONTENT[value](each)


class StandardRowFilterSet(django_filters.FilterSet):
    """Narrows the rows of a catalogue by words, 领域, organ, time limit, and what they have."""

    q = django_filters.CharFilter(label=_("事项、内容或者依据中的词"), method="keep")
    area = django_filters.ChoiceFilter(label=_("领域"), empty_label=_("全部领域"))
    organ = django_filters.ChoiceFilter(
        label=_("责任机构"), method="keep", empty_label=_("全部机构")
    )
    due = django_filters.ChoiceFilter(
        label=_("公开时限"), field_name="due_kind", empty_label=_("全部时限")
    )
    content = django_filters.ChoiceFilter(
        label=_("公开情况"), method="keep", choices=CONTENT_CHOICES, empty_label=_("不限")
    )

    class Meta:
        model = StandardRow
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, rows: Sequence[RowCoverage], **kwargs: Any) -> None:
        self.rows = rows
        self._organs = Organs()
        given: dict[str, Any] = {name: data[name][:_LONGEST_VALUE] for name in data}
        if given.get("organ"):
            given["organ"] = self._organ_today(given["organ"])
        super().__init__(given, queryset=StandardRow.objects.none(), **kwargs)
        self._offer("area", _distinct((each.row.area, each.row.area) for each in rows))
        self._offer("organ", self._organ_choices(given.get("organ", "")))
        kinds = {each.row.due_rule.kind for each in rows}
        self._offer("due", [(kind.value, str(kind.label)) for kind in DueKind if kind in kinds])
        self.filters["content"].extra["error_messages"] = _UNKNOWN_CHOICE

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.filters[name].extra.update(choices=list(choices), error_messages=_UNKNOWN_CHOICE)

    def _organ_today(self, slug: str) -> str:
        """What was merged into another organ is that one, under whatever address it is asked for;
        looked up only where no row names an organ of this address."""
        if any(each.row.organ and each.row.organ.slug == slug for each in self.rows):
            return slug
        found: str = catalogue("successors").code_today("organ", slug)
        return found

    def _organ_choices(self, asked: str) -> list[tuple[str, str]]:
        """Organs that rows name; and the one that was asked for, where only those below it are."""
        organs = (each.row.organ for each in self.rows if each.row.organ)
        choices = _distinct((each.slug, each.name) for each in organs)
        if asked and asked not in dict(choices):
            upper = self._asked_organ(asked)
            if upper and any(
                self._answers(each, self._organs.below(upper.pk)) for each in self.rows
            ):
                choices.append((upper.slug, upper.name))
        return choices

    @staticmethod
    def _asked_organ(slug: str) -> Any:
        organ: Any = apps.get_model("gongkai_catalogue", "Organ")
        return None if "\0" in slug else organ.objects.filter(slug=slug).first()

    @staticmethod
    def _answers(each: RowCoverage, organs: frozenset[int]) -> bool:
        return each.row.answering_organ_id in organs

    def keep(self, queryset: Any, name: str, value: str) -> Any:
        """What is no column, or no column alone: see :meth:`narrowed`."""
        return queryset

    @cached_property
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
        checks = [self._check(name, value) for name, value in self.conditions.items()]
        return [each for each in self.rows if all(check(each) for check in checks)]

    def _check(self, name: str, value: str) -> Callable[[RowCoverage], bool]:
        if name == "q":
            words = [bare(word).lower() for word in value.split()]
            return lambda each: all(word in _text(each.row) for word in words)
        if name == "area":
            return lambda each: each.row.area == value
        if name == "organ":
            organ = self._asked_organ(value)
            below = self._organs.below(organ.pk) if organ else frozenset()
            return lambda each: self._answers(each, below)
        if name == "due":
            return lambda each: each.row.due_rule.kind == value
        return lambda each: has_content(each, value)


def _text(row: StandardRow) -> str:
    """What the word of a reader is looked for in."""
    return bare(" ".join((row.matter, row.sub_matter, row.content, row.basis, row.body))).lower()


def _distinct(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in dict.fromkeys(pairs) if pair[0]]
