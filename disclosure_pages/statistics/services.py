"""What is done with the statistics of a year: enter, freeze, unfreeze, read."""

from __future__ import annotations

from collections.abc import Mapping
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

from ..serving_app import serving_module
from ..statutory.forms import form_for
from ..statutory.rules.structure import Breach, Values
from .figures import Figures
from .models import FROZEN_MESSAGE, AnnualStatistics, AnnualValue, RuleRemark, StatisticsStatus
from .references import limited_to
from .registry import Number, Scope, known_codes

CHANGE_PERMISSION = "gongkai_pages.change_annualstatistics"
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


def scope_of(statistics: AnnualStatistics, request: HttpRequest | None = None) -> Scope:
    """What ``statistics`` count; without a column where none discloses for the organ."""
    column = column_for(statistics.organ)
    return Scope(statistics.organ, statistics.year, column, request)


def figures_of(
    statistics: AnnualStatistics, request: HttpRequest | None = None, *, with_computed: bool = False
) -> Figures:
    """Figures of ``statistics``."""
    rows = AnnualValue.objects.filter(statistics=statistics)
    return Figures(scope_of(statistics, request), statistics, rows, with_computed=with_computed)


def values_of(statistics: AnnualStatistics, figures: Figures | None = None) -> Values:
    """The numbers that count, of every cell of the year's form; None where there is none."""
    figures = figures or figures_of(statistics)
    values = {}
    for code in form_for(statistics.year).cells:
        figure = figures.get(code)
        values[code] = figure.value if figure else None
    return values


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
def enter_many(
    statistics: AnnualStatistics,
    numbers: Mapping[str, Number | None],
    reason: str,
    user: Any = None,
) -> None:
    """Set many figures by hand at once; None takes an entry away. Without a user, the system does.

    Raises:
        PermissionDenied: the user may not change statistics.
        ValidationError: the year is frozen; or, by code, what is wrong with an entry. Nothing is
            stored then.
    """
    if user is not None and not user.has_perm(CHANGE_PERMISSION):
        raise PermissionDenied(_("您没有修改年度统计的权限。"))
    statistics = _locked(statistics)
    if statistics.is_frozen:
        raise ValidationError(FROZEN_MESSAGE, code="frozen")
    stored = {row.code: row for row in AnnualValue.objects.filter(statistics=statistics)}
    rows = _entered(statistics, stored, numbers, reason, user)
    gone = [code for code, number in numbers.items() if number is None and code in stored]
    AnnualValue.objects.filter(statistics=statistics, code__in=gone).delete()
    AnnualValue.objects.bulk_create([row for row in rows if row.pk is None])
    AnnualValue.objects.bulk_update(
        [row for row in rows if row.pk],
        ["override", "reason", "entered_by", "entered_at"],
        batch_size=500,
    )
    if rows or gone:
        serving_module("versions").renew(AnnualValue._meta.label)
        log(
            statistics,
            "gongkai_pages.enter_figures",
            user=user,
            data={"codes": [*(row.code for row in rows), *gone], "reason": reason.strip()},
        )


def _entered(
    statistics: AnnualStatistics,
    stored: Mapping[str, AnnualValue],
    numbers: Mapping[str, Number | None],
    reason: str,
    user: Any,
) -> list[AnnualValue]:
    rows, errors = [], {}
    with limited_to(known_codes(scope_of(statistics))):
        for code, number in numbers.items():
            if number is None:
                continue
            row = stored.get(code) or AnnualValue(statistics=statistics, code=code)
            row.override, row.reason = Decimal(number), reason.strip()
            row.entered_by, row.entered_at = user, timezone.now()
            try:
                row.clean_fields(exclude=["statistics"])
                row.clean()
            except ValidationError as error:
                errors[code] = error.messages
            rows.append(row)
    if errors:
        raise ValidationError(errors)
    return rows


@transaction.atomic
def remark(statistics: AnnualStatistics, breach: Breach, text: str, user: Any) -> None:
    """Say why a warning is no mistake; an empty text takes the remark back.

    Raises:
        PermissionDenied: the user may not change statistics.
        ValidationError: the year is frozen, or the breach is an error, which no remark excuses.
    """
    if not user.has_perm(CHANGE_PERMISSION):
        raise PermissionDenied(_("您没有修改年度统计的权限。"))
    statistics = _locked(statistics)
    if statistics.is_frozen:
        raise ValidationError(FROZEN_MESSAGE, code="frozen")
    if breach.is_error:
        raise ValidationError(_("这是错误，须改正数字，不能以说明代替。"), code="error")
    remarks = RuleRemark.objects.filter(statistics=statistics, key=breach.key)
    if not text.strip():
        remarks.delete()
        return
    RuleRemark.objects.update_or_create(
        statistics=statistics,
        key=breach.key,
        defaults={
            "rule": breach.rule.id,
            "remark": text.strip(),
            "user": user,
            "at": timezone.now(),
        },
    )


@transaction.atomic
def freeze(statistics: AnnualStatistics, user: Any) -> None:
    """Keep every figure as it is now, whatever is published later; who and when is recorded."""
    statistics = _checked(statistics, user)
    if statistics.is_frozen:
        raise ValidationError(_("这个年度的统计已经冻结。"))
    numbers = {figure.code: figure.value for figure in figures_of(statistics)}
    keep(statistics, numbers, user)


def keep(
    statistics: AnnualStatistics, numbers: Mapping[str, Number | None], user: Any = None
) -> None:
    """Freeze at given numbers, those of a report that was signed off; part of its publication,
    which was permitted already."""
    stored = {row.code: row for row in AnnualValue.objects.filter(statistics=statistics)}
    rows = []
    for code, number in numbers.items():
        if number is not None:
            row = stored.get(code) or AnnualValue(statistics=statistics, code=code)
            row.frozen = Decimal(number)
            rows.append(row)
    AnnualValue.objects.bulk_create([row for row in rows if row.pk is None])
    AnnualValue.objects.bulk_update([row for row in rows if row.pk], ["frozen"], batch_size=500)
    AnnualStatistics.objects.filter(pk=statistics.pk).update(
        status=StatisticsStatus.FROZEN, frozen_at=timezone.now(), frozen_by=user
    )
    serving_module("versions").renew(AnnualValue._meta.label)
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
    serving_module("versions").renew(AnnualValue._meta.label)
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
    return _locked(statistics)


def _locked(statistics: AnnualStatistics) -> AnnualStatistics:
    return AnnualStatistics.objects.select_for_update(of=("self",)).get(pk=statistics.pk)
