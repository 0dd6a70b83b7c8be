"""Who reports, and who adds the reports of others up."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

_YEARS = (MinValueValidator(2008), MaxValueValidator(2999))
# A year without a 29 February: the day has to exist in every year.
_COMMON_YEAR = 2001


class Level(models.TextChoices):
    """What kind of body reports; the date by which it has to depends on it."""

    DEPARTMENT = "department", _("部门")
    COUNTY = "county", _("县级以上人民政府")
    TOWNSHIP = "township", _("乡镇、街道")


class ReportingBodyQuerySet(models.QuerySet["ReportingBody"]):
    """Bodies that report."""

    def of_year(self, year: int) -> Self:
        """Those that owe a report of ``year``."""
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=year),
            Q(active_to__isnull=True) | Q(active_to__gte=year),
        )


class ReportingBody(models.Model):
    """An organ that makes an annual report (条例第四十九条), and where its numbers go.

    The tables of a body that compiles (汇总) are the sums of those of its members: of the bodies
    that name it, or of which it is the nearest compiling organ above. What such an organ does
    itself is reported by an office of its own, which is a member like the others.
    """

    organ = models.OneToOneField(
        "gongkai_catalogue.Organ",
        verbose_name=_("机构"),
        on_delete=models.PROTECT,
        related_name="reporting_body",
    )
    level = models.CharField(
        _("类别"),
        max_length=20,
        choices=Level.choices,
        help_text=_("决定报告的期限：部门1月31日、县级以上政府3月31日（条例第四十九条）。"),
    )
    compiles = models.BooleanField(
        _("汇总下级"),
        default=False,
        help_text=_(
            "三张表为下级各报告单位之和。本级政府自身的数据由其办公室作为一个报告单位填报。"
        ),
    )
    compiled_into = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("汇入机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("留空为上级机构中最近的一个汇总机构。"),
    )
    active_from = models.PositiveSmallIntegerField(
        _("起始年度"), null=True, blank=True, validators=_YEARS, help_text=_("留空为一直报告。")
    )
    active_to = models.PositiveSmallIntegerField(
        _("终止年度"),
        null=True,
        blank=True,
        validators=_YEARS,
        help_text=_("撤并的机构填写最后一个报告年度。"),
    )

    objects = ReportingBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("年报报告单位")
        verbose_name_plural = _("年报报告单位")
        ordering = ["organ__sort_order", "organ_id"]
        permissions = [
            ("view_roll_up", _("查看年报汇总")),
            ("view_evaluation", _("查看信息公开考核表")),
        ]

    def __str__(self) -> str:
        return str(self.organ)

    def clean(self) -> None:
        """Refuse what would count a number twice, or never end."""
        from .bodies import problems_of

        errors: dict[str, Any] = {}
        if self.active_from and self.active_to and self.active_to < self.active_from:
            errors["active_to"] = _("终止年度早于起始年度，请改正其中一个。")
        if self.organ_id:
            for field, sentence in problems_of(self).items():
                errors.setdefault(field, sentence)
        if errors:
            raise ValidationError(errors)


@register_setting(icon="calendar")
class ReportingSettings(BaseGenericSetting):
    """The date of townships, which the law does not name (条例第四十九条)."""

    township_month = models.PositiveSmallIntegerField(
        _("月"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    township_day = models.PositiveSmallIntegerField(
        _("日"), default=31, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )

    panels = [
        HelpPanel(
            _(
                "条例第四十九条规定了部门（1月31日前）和县级以上政府（3月31日前）的期限，"
                "没有规定乡镇、街道的期限，由县级主管部门确定，请按当地的通知填写。"
                "初始值1月31日与部门相同，因为县级主管部门将乡镇的报告同部门的报告一并汇总。"
            )
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("township_month"), FieldPanel("township_day")])],
            heading=_("乡镇、街道公布上一年度报告的期限"),
        ),
    ]

    class Meta:
        verbose_name = _("年报期限")

    def clean(self) -> None:
        """Refuse a day that not every year has."""
        super().clean()
        month, day = self.township_month, self.township_day
        if month and day and 1 <= month <= 12:  # noqa: PLR2004 - the validator's own limit
            last = calendar.monthrange(_COMMON_YEAR, month)[1]
            if day > last:
                raise ValidationError(
                    {
                        "township_day": _("%(month)d月不是每年都有%(day)d日，请填写1至%(last)d。")
                        % {"month": month, "day": day, "last": last}
                    }
                )

    def township_date(self, year: int) -> date:
        """The date in ``year``."""
        return date(year, self.township_month, self.township_day)
