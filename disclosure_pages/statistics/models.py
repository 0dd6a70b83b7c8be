"""AnnualStatistics: the figures of one organ and year."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel

from ..statutory.forms import every_cell
from .forms import AnnualStatisticsForm
from .panels import ChoicePanel, StandingPanel
from .references import validate_codes

FROZEN_MESSAGE = _("这个年度的统计已经冻结，不能修改；确需修改的，请先解除冻结并写明原因。")


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
    # As of the last check, for lists of many years.
    open_errors = models.PositiveSmallIntegerField(_("错误"), null=True, editable=False)
    open_warnings = models.PositiveSmallIntegerField(_("待说明的提醒"), null=True, editable=False)
    checked_at = models.DateTimeField(_("核对时间"), null=True, editable=False)

    panels = [ChoicePanel([FieldPanel("organ"), FieldPanel("year")]), StandingPanel()]
    base_form_class = AnnualStatisticsForm

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

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse to delete what was signed off."""
        if self.is_frozen:
            raise ValidationError(FROZEN_MESSAGE)
        return super().delete(*args, **kwargs)

    @property
    def is_frozen(self) -> bool:
        """Whether the figures are signed off."""
        return self.status == StatisticsStatus.FROZEN


class AnnualValue(models.Model):
    """What was entered by hand for one figure, and the value it was frozen at."""

    statistics = ParentalKey(AnnualStatistics, on_delete=models.CASCADE, related_name="values")
    code = models.CharField(
        _("指标代码"), max_length=150, help_text=_("见“数字来源”页面，如 applications.received。")
    )
    override = models.DecimalField(
        _("数字"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    reason = models.CharField(_("依据或原因"), max_length=255, blank=True)
    frozen = models.DecimalField(
        _("冻结值"), max_digits=18, decimal_places=6, null=True, editable=False
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填报人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("填报时间"), null=True, editable=False)

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_when_frozen()
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        """A number entered by hand is one that there is, and says why."""
        errors: dict[str, Any] = {}
        if self.code:
            try:
                validate_codes([self.code])
            except ValidationError as error:
                errors["code"] = error.messages
        if self.override is None:
            errors["override"] = [_("请填写数字；没有发生的，填0。")]
        elif self.override < 0 and not self._may_be_negative:
            errors["override"] = [_("数字不能小于0。")]
        if not self.reason.strip():
            errors["reason"] = [_("请写明填报的依据或者修正的原因。")]
        if errors:
            raise ValidationError(errors)

    @property
    def _may_be_negative(self) -> bool:
        cell = every_cell().get(self.code)
        return bool(cell and cell.may_be_negative)

    def _refuse_when_frozen(self) -> None:
        frozen = AnnualStatistics.objects.filter(
            pk=self.statistics_id, status=StatisticsStatus.FROZEN
        )
        if frozen.exists():
            raise ValidationError(FROZEN_MESSAGE)


class RuleRemark(models.Model):
    """Why a warning of the rules is no mistake in this year's figures."""

    statistics = models.ForeignKey(
        AnnualStatistics, on_delete=models.CASCADE, related_name="remarks", verbose_name=_("统计")
    )
    rule = models.CharField(_("规则"), max_length=100)
    key = models.CharField(_("规则、单元格和数字"), max_length=64)
    remark = models.CharField(_("说明"), max_length=500)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("说明人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("勾稽提醒的说明")
        verbose_name_plural = _("勾稽提醒的说明")
        constraints = [
            models.UniqueConstraint(
                fields=["statistics", "key"], name="gongkai_remark_statistics_key"
            )
        ]

    def __str__(self) -> str:
        return self.remark
