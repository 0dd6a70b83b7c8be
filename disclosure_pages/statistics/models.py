"""AnnualStatistics: the figures of one organ and year."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from .panels import ComputedFiguresPanel


class StatisticsStatus(models.TextChoices):
    """Open figures follow what is published; frozen ones stay as they were signed off."""

    OPEN = "open", _("随公开内容更新")
    FROZEN = "frozen", _("已冻结")


class AnnualStatistics(ClusterableModel):
    """Figures of one organ and year (1 January to 31 December)."""

    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("机构"),
        on_delete=models.PROTECT,
        related_name="annual_statistics",
    )
    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(2008), MaxValueValidator(2999)]
    )
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=StatisticsStatus.choices,
        default=StatisticsStatus.OPEN,
        editable=False,
    )
    frozen_at = models.DateTimeField(_("冻结时间"), null=True, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("冻结人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldRowPanel([FieldPanel("organ"), FieldPanel("year")]),
        ComputedFiguresPanel(),
        InlinePanel("values", heading=_("人工修正"), label=_("修正")),
    ]

    class Meta:
        verbose_name = _("年度统计")
        verbose_name_plural = _("年度统计")
        ordering = ["-year", "organ"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year"],
                name="gongkai_statistics_organ_year",
                violation_error_message=_("这个机构的该年度统计已经存在。"),
            )
        ]
        permissions = [("freeze_annualstatistics", _("冻结年度统计"))]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}"

    @property
    def is_frozen(self) -> bool:
        """Whether the figures are signed off."""
        return self.status == StatisticsStatus.FROZEN


class AnnualValue(models.Model):
    """What differs from, or keeps, the computed value of one figure."""

    statistics = ParentalKey(AnnualStatistics, on_delete=models.CASCADE, related_name="values")
    code = models.CharField(_("指标代码"), max_length=150)
    override = models.DecimalField(
        _("修正值"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    reason = models.CharField(_("修正原因"), max_length=255, blank=True)
    frozen = models.DecimalField(
        _("冻结值"), max_digits=14, decimal_places=2, null=True, editable=False
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("override")]),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("统计值")
        verbose_name_plural = _("统计值")
        constraints = [
            models.UniqueConstraint(
                fields=["statistics", "code"], name="gongkai_value_statistics_code"
            )
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """An override says why."""
        if self.override is not None and not self.reason.strip():
            raise ValidationError({"reason": _("修正了系统统计的数字，请写明原因。")})
