"""What is done with the statistics of a year: enter, freeze, unfreeze, read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from .figures import Figures
from .models import AnnualStatistics, AnnualValue, StatisticsStatus
from .registry import Scope

FREEZE_PERMISSION = "gongkai_pages.freeze_annualstatistics"


def column_for(organ: models.Model) -> Page | None:
    """The column in which ``organ`` discloses: its own, or that of the nearest organ above it."""
    parents = dict(type(organ)._default_manager.values_list("pk", "parent_id"))
    column_model = apps.get_model("gongkai_pages", "DisclosureIndexPage")
    columns = {column.organ_id: column for column in column_model.objects.order_by("-path")}
    pk: int | None = organ.pk
    while pk is not None:
        if pk in columns:
            found: Page = columns[pk]
            return found
        pk = parents.get(pk)
    return None


def get_or_create(organ: models.Model, year: int) -> AnnualStatistics:
    """The statistics of ``organ`` in ``year``, made when they are first needed."""
    statistics, _created = AnnualStatistics.objects.get_or_create(organ=organ, year=year)
    return statistics


def scope_of(statistics: AnnualStatistics, request: HttpRequest | None = None) -> Scope | None:
    """What ``statistics`` count; None while no column discloses for the organ."""
    column = column_for(statistics.organ)
    if column is None:
        return None
    return Scope(statistics.organ, statistics.year, column, request)


def figures_of(
    statistics: AnnualStatistics, request: HttpRequest | None = None, *, with_computed: bool = False
) -> Figures:
    """Figures of ``statistics``. Raises ValidationError when no column discloses for the organ."""
    scope = scope_of(statistics, request)
    if scope is None:
        raise ValidationError(
            _("“%s”及其上级机构都没有政府信息公开栏目，无从统计，请先建立栏目。") % statistics.organ
        )
    rows = AnnualValue.objects.filter(statistics=statistics)
    return Figures(scope, statistics, rows, with_computed=with_computed)


def figures_for(column: Any, year: int, request: HttpRequest | None = None) -> Figures:
    """Figures of the organ of ``column`` (a DisclosureIndexPage) in ``year``; writes nothing."""
    rows = list(
        AnnualValue.objects.filter(statistics__organ=column.organ_id, statistics__year=year)
        .select_related("statistics")
        .order_by()
    )
    # Statistics without a row say nothing: frozen ones have a row for each figure.
    statistics = rows[0].statistics if rows else None
    return Figures(Scope(column.organ, year, column, request), statistics, rows)


def enter(
    statistics: AnnualStatistics, code: str, number: int | Decimal, reason: str
) -> AnnualValue:
    """Set the value of a figure by hand. Raises ValidationError, with what is wrong by field."""
    value = AnnualValue.objects.filter(statistics=statistics, code=code).first()
    value = value or AnnualValue(statistics=statistics, code=code)
    value.override = Decimal(number)
    value.reason = reason
    value.full_clean(exclude=["statistics"])
    value.save()
    return value


@transaction.atomic
def freeze(statistics: AnnualStatistics, user: Any) -> None:
    """Keep every figure as it is now, whatever is published later; who and when is recorded."""
    statistics = _checked(statistics, user)
    if statistics.is_frozen:
        raise ValidationError(_("这个年度的统计已经冻结。"))
    stored = {row.code: row for row in AnnualValue.objects.filter(statistics=statistics)}
    rows = []
    for figure in figures_of(statistics):
        if figure.value is not None:
            row = stored.get(figure.code) or AnnualValue(statistics=statistics, code=figure.code)
            row.frozen = Decimal(figure.value)
            rows.append(row)
    AnnualValue.objects.bulk_create([row for row in rows if row.pk is None])
    AnnualValue.objects.bulk_update([row for row in rows if row.pk], ["frozen"], batch_size=500)
    AnnualStatistics.objects.filter(pk=statistics.pk).update(
        status=StatisticsStatus.FROZEN, frozen_at=timezone.now(), frozen_by=user
    )
    log(statistics, "gongkai_pages.freeze_statistics", user=user)


@transaction.atomic
def unfreeze(statistics: AnnualStatistics, user: Any, reason: str) -> None:
    """Let the figures follow what is published again; who, when and why stays in the log."""
    statistics = _checked(statistics, user)
    if not statistics.is_frozen:
        raise ValidationError(_("这个年度的统计没有冻结，不需要解除。"))
    if not reason.strip():
        raise ValidationError({"reason": _("请写明解除冻结的原因。")})
    rows = AnnualValue.objects.filter(statistics=statistics)
    rows.filter(override__isnull=True).delete()
    rows.update(frozen=None)
    AnnualStatistics.objects.filter(pk=statistics.pk).update(
        status=StatisticsStatus.OPEN, frozen_at=None, frozen_by=None
    )
    log(
        statistics,
        "gongkai_pages.unfreeze_statistics",
        user=user,
        data={"reason": reason.strip()},
    )


def _checked(statistics: AnnualStatistics, user: Any) -> AnnualStatistics:
    """The stored row, locked, for a user who may sign figures off."""
    if not user.has_perm(FREEZE_PERMISSION):
        raise PermissionDenied(_("您没有冻结年度统计的权限。"))
    return AnnualStatistics.objects.select_for_update(of=("self",)).get(pk=statistics.pk)
