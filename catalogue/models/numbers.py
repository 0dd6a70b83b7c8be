"""The register of index numbers: a number that stands here is never given again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import NumberOrigin


class IndexNumberSeries(models.Model):
    """The last serial that was given in one series (organ and year by default)."""

    series = models.CharField(_("系列"), max_length=100, unique=True)
    last_serial = models.PositiveIntegerField(_("最后流水号"), default=0)

    class Meta:
        verbose_name = _("索引号系列")
        verbose_name_plural = _("索引号系列")

    def __str__(self) -> str:
        return self.series


class IndexNumber(models.Model):
    """One number and the item that bears it; the row stays when the item is deleted."""

    number = models.CharField(_("索引号"), max_length=100, unique=True)
    item = models.OneToOneField(
        "gongkai_catalogue.ItemPage",
        verbose_name=_("条目"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registered_number",
    )
    origin = models.CharField(_("来源"), max_length=20, choices=NumberOrigin.choices)
    allocated_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("索引号")
        verbose_name_plural = _("索引号")

    def __str__(self) -> str:
        return self.number
