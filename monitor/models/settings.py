"""What a column's office sets: the numbers of the rules, and what kind a category is of."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Watch


def _within(low: int, high: int) -> list[BaseValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class MonitorSettings(models.Model):
    """The numbers by which one column is looked at. Defaults: 国办秘函〔2019〕19号 and 条例."""

    column = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("栏目"),
        on_delete=models.CASCADE,
        related_name="gongkai_monitor_settings",
    )
    news_days = models.PositiveSmallIntegerField(
        _("动态、要闻类更新期限（天）"), default=14, validators=_within(1, 365)
    )
    home_days = models.PositiveSmallIntegerField(
        _("首页更新期限（天）"), default=14, validators=_within(1, 365)
    )
    notice_months = models.PositiveSmallIntegerField(
        _("通知公告、政策文件类更新期限（月）"), default=6, validators=_within(1, 36)
    )
    message_months = models.PositiveSmallIntegerField(
        _("留言答复期限（月）"), default=3, validators=_within(1, 36)
    )
    guide_days = models.PositiveSmallIntegerField(
        _("公开指南核对期限（天）"), default=365, validators=_within(30, 1100)
    )
    ahead_days = models.PositiveSmallIntegerField(
        _("提前预警（天）"), default=14, validators=_within(1, 90)
    )
    late_window_days = models.PositiveSmallIntegerField(
        _("逾期发布的回看范围（天）"),
        default=365,
        validators=_within(1, 1100),
        help_text=_("只列出最近多少天内逾期发布的条目。"),
    )
    stale_limit = models.PositiveSmallIntegerField(
        _("未更新栏目的否决数量"), default=5, validators=_within(1, 1000)
    )
    unchanged_limit = models.PositiveSmallIntegerField(
        _("长期未更新栏目的否决数量"), default=10, validators=_within(1, 1000)
    )
    blank_limit = models.PositiveSmallIntegerField(
        _("空白栏目的否决数量"), default=5, validators=_within(1, 1000)
    )

    class Meta:
        verbose_name = _("监测设置")
        verbose_name_plural = _("监测设置")
        default_permissions = ("change",)

    def __str__(self) -> str:
        return str(self.column)

    def clean(self) -> None:
        """A warning cannot come earlier than the period that it warns of begins."""
        super().clean()
        if self.ahead_days and self.news_days and self.ahead_days > 10 * self.news_days:
            raise ValidationError({"ahead_days": _("提前预警的天数超过动态类期限的十倍，请改小。")})


class WatchedCategory(models.Model):
    """The kind of one category, where the office says another than its name suggests."""

    category = models.OneToOneField(
        "gongkai_catalogue.CategoryPage",
        verbose_name=_("类别"),
        on_delete=models.CASCADE,
        related_name="gongkai_watched",
    )
    watch = models.CharField(_("监测类型"), max_length=10, choices=Watch.choices)

    class Meta:
        verbose_name = _("类别监测类型")
        verbose_name_plural = _("类别监测类型")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.category}：{self.get_watch_display()}"
