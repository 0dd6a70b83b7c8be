"""标准目录: a table of what a county or a township has to disclose."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import LEVEL_HEADINGS, Level

YEARS = (MinValueValidator(2008), MaxValueValidator(2999))


class StandardCatalogue(models.Model):
    """One table 基层政务公开标准目录, of one column; its rows belong to fields (领域)."""

    name = models.CharField(
        _("名称"), max_length=200, help_text=_("如“泗门镇基层政务公开标准目录”。")
    )
    column = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("公开栏目"),
        on_delete=models.CASCADE,
        related_name="standard_catalogues",
        help_text=_("目录所属的政府信息公开栏目；内容在这个栏目里统计。"),
    )
    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("编制机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="standard_catalogues",
    )
    level = models.CharField(
        _("格式"), max_length=10, choices=Level.choices, default=Level.TOWNSHIP
    )
    upper_level = models.CharField(
        _("上一级的名称"),
        max_length=20,
        blank=True,
        help_text=_("“公开层级”第一栏的名称；留空为“县级”或者“镇级”。"),
    )
    lower_level = models.CharField(
        _("下一级的名称"),
        max_length=20,
        blank=True,
        help_text=_("“公开层级”第二栏的名称；留空为“乡级”或者“村级”。"),
    )
    first_year = models.PositiveSmallIntegerField(
        _("起始年度"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("从哪一年起执行，以前的年度不统计；留空为不限。"),
    )
    last_year = models.PositiveSmallIntegerField(
        _("终止年度"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("不再执行的，填写最后一个年度；以后不再统计和提醒。"),
    )
    source_name = models.CharField(_("来源文件"), max_length=255, blank=True, editable=False)
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    read_at = models.DateTimeField(_("最近导入时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("标准目录")
        verbose_name_plural = _("标准目录")
        ordering = ["column_id", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["column", "name"],
                name="gongkai_standard_catalogue_name",
                violation_error_message=_("这个栏目已有同名的标准目录，请另起名称。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A catalogue belongs to a column, and does not end before it begins."""
        errors: dict[str, Any] = {}
        if self.column_id and not getattr(
            self.column.specific_class, "is_disclosure_column", False
        ):
            errors["column"] = _("“%s”不是政府信息公开栏目，请选择栏目的首页。") % self.column
        if self.first_year and self.last_year and self.last_year < self.first_year:
            errors["last_year"] = _("终止年度早于起始年度，请改正其中一个。")
        if errors:
            raise ValidationError(errors)

    @property
    def level_names(self) -> tuple[str, str]:
        """Headings of the two columns below 公开层级."""
        upper, lower = LEVEL_HEADINGS[self.level]
        return self.upper_level or upper, self.lower_level or lower

    def is_in_force(self, year: int) -> bool:
        """Whether the catalogue is to be kept in ``year``."""
        return (self.first_year or year) <= year <= (self.last_year or year)
