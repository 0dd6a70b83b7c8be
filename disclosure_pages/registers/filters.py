"""Filters of the registers' lists. Each is one parameter of the address; nonsense is ignored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.admin import SimpleListFilter
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..catalogue_app import catalogue_module
from .counting import Counted, counted_figures

YEARS = range(date.min.year + 1, date.max.year)


class RegisterFilter(SimpleListFilter):
    """A filter that is folded until it is used: some registers have many."""

    template = "gongkai_pages/admin/register_filter.html"


class OrganFilter(RegisterFilter):
    """Rows of an organ and of those below it."""

    title = _("机构")
    parameter_name = "organ"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        organs = catalogue_module("organ_reach").organs_of(request.user)
        forms = catalogue_module("forms")
        return [(str(pk), name) for pk, name in forms.indented_organs(organs)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = str(self.value() or "")
        if value not in dict(self.lookup_choices):
            return queryset
        organ: Any = apps.get_model("gongkai_catalogue", "Organ")
        return queryset.filter(organ_id__in=organ.objects.subtree_ids([int(value)]))


class YearFilter(RegisterFilter):
    """Rows that belong to a year."""

    title = _("年度")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        years = set(model_admin.model.years())
        if (asked := as_year(self.value())) is not None:
            years.add(asked)
        return [(str(year), str(year)) for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        year = as_year(self.value())
        if year is None:
            return queryset
        return queryset.filter(queryset.model.alive_in(year))  # type: ignore[attr-defined]


class CountedFilter(RegisterFilter):
    """Rows that a figure of the year counts: where the figure itself leads to."""

    title = _("统计指标")
    parameter_name = "counted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        counted = counted_in(request, model_admin.model)
        return [(counted.code, str(counted.label))] if counted else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        counted = counted_in(request, queryset.model)
        year = as_year(request.GET.get(YearFilter.parameter_name))
        if counted is None or year is None:
            return queryset
        return queryset.filter(counted.rows(year))


def counted_in(request: HttpRequest, model: Any) -> Counted | None:
    """The figure whose rows are asked for, when the register of ``model`` and a year know it."""
    counted = counted_figures().get(request.GET.get(CountedFilter.parameter_name, ""))
    if as_year(request.GET.get(YearFilter.parameter_name)) is None:
        return None
    return counted if counted and counted.register == model.register else None


def as_year(value: Any) -> int | None:
    """A year that dates can have, or None."""
    text = str(value or "")
    if text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS:  # noqa: PLR2004 - digits of a year
        return int(text)
    return None


def choice_filter(field: str) -> type[RegisterFilter]:
    """A filter on a field with choices; headings of grouped choices are left out."""

    class ChoiceFilter(RegisterFilter):
        title = ""
        parameter_name = field

        def __init__(self, request: HttpRequest, params: Any, model: Any, admin: Any) -> None:
            self.title = str(model._meta.get_field(field).verbose_name)
            super().__init__(request, params, model, admin)

        def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
            choices = model_admin.model._meta.get_field(field).flatchoices
            return [(str(value), str(label)) for value, label in choices if value]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            value = self.value()
            if value not in dict(self.lookup_choices):
                return queryset
            return queryset.filter(**{field: value})

    return ChoiceFilter


class ProgressFilter(RegisterFilter):
    """Applications by how they stand today."""

    title = _("办理状态")
    parameter_name = "progress"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [
            ("open", str(_("办理中"))),
            ("overdue", str(_("逾期未办结"))),
            ("late", str(_("逾期办结"))),
            ("finished", str(_("已办结"))),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        conditions = {
            "open": Q(finished_on__isnull=True),
            "overdue": Q(finished_on__isnull=True, due_on__lt=timezone.localdate()),
            "late": Q(finished_on__gt=F("due_on")),
            "finished": Q(finished_on__isnull=False),
        }
        condition = conditions.get(str(self.value()))
        return queryset if condition is None else queryset.filter(condition)


class RepliedFilter(RegisterFilter):
    """Messages with an answer, and without."""

    title = _("答复")
    parameter_name = "replied"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("yes", str(_("已答复"))), ("no", str(_("未答复")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(replied_on__isnull=self.value() == "no")
