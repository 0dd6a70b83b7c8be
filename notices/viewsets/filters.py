"""Filters of the register; each is one parameter of the address."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ..enums import BoardKind, Standing
from ..models import NoticeBoard, Posting
from ..rooms import catalogue, catalogue_model

_FIRST_YEAR, _LAST_YEAR = 1900, 9999


def _organs(request: HttpRequest | None) -> QuerySet[Any]:
    organs: QuerySet[Any] = catalogue_model("Organ").objects.none()
    if request is not None:
        organs = catalogue("organ_reach").organs_of(request.user)
    return organs


def _boards(request: HttpRequest | None) -> QuerySet[Any]:
    boards = NoticeBoard.objects.all()
    if request is None:
        return boards.none()
    own = catalogue("organ_reach").organ_ids_of(request.user)
    return boards if own is None else boards.filter(organ__in=own)


class PostingFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail is untyped
    """Narrows the register."""

    standing = django_filters.ChoiceFilter(
        label=_("状态"), choices=Standing.choices, method="filter_standing"
    )
    organ = django_filters.ModelChoiceFilter(
        label=_("机构（含下属）"), queryset=_organs, method="filter_organ"
    )
    board = django_filters.ModelChoiceFilter(label=_("公示栏"), queryset=_boards)
    kind = django_filters.ChoiceFilter(
        label=_("公示栏类型"), field_name="board__kind", choices=BoardKind.choices
    )
    year = django_filters.NumberFilter(
        label=_("张贴年份"),
        field_name="posted_on",
        lookup_expr="year",
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
    )

    class Meta:
        model = Posting
        fields: list[str] = []

    def filter_standing(self, queryset: Any, name: str, value: str) -> Any:
        """By how they stand today."""
        return queryset.standing(value)

    def filter_organ(self, queryset: Any, name: str, value: Any) -> Any:
        """Of an organ and of those below it, as the statistics count."""
        organ = catalogue_model("Organ")
        return queryset.filter(board__organ__in=organ.objects.subtree_ids([value.pk]))
