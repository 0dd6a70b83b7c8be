"""Who is told how often, and each letter from the moment it is due until it is over."""

from __future__ import annotations

import swapper
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import Frequency, MailState, Weekday


class DigestSettings(models.Model):
    """How often the people of a column are written to; without a row: every Monday."""

    column = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("栏目"),
        on_delete=models.CASCADE,
        related_name="gongkai_digest_settings",
    )
    frequency = models.CharField(
        _("发送频率"), max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    weekday = models.PositiveSmallIntegerField(
        _("每周发送日"), choices=Weekday.choices, default=Weekday.MONDAY
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("监测简报设置")
        verbose_name_plural = _("监测简报设置")

    def __str__(self) -> str:
        return str(self.column)


class DigestPreference(models.Model):
    """What a person wants; without a row: to be written to."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        related_name="gongkai_digest_preference",
    )
    wanted = models.BooleanField(_("接收监测简报"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("监测简报偏好")
        verbose_name_plural = _("监测简报偏好")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user_id)


class DigestMail(models.Model):
    """A row of the outbox: one person, one column, one period.

    The text is kept as it was sent, the address is not: it is the person's at the time of sending.
    ``told`` are the findings that it names, by their keys, so that the next one knows what is new
    and what was solved.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    column = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("栏目"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    # ``2026-W48`` for a week, ``2026-11-29`` for a day.
    period = models.CharField(_("期次"), max_length=10)
    as_of = models.DateField(_("监测日期"))
    subject = models.CharField(_("主题"), max_length=200, blank=True)
    text = models.TextField(_("正文"), blank=True)
    html = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    state = models.CharField(
        _("状态"), max_length=10, choices=MailState.choices, default=MailState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("发送次数"), default=0)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("产生时间"), default=timezone.now)
    next_at = models.DateTimeField(_("下次发送"), default=timezone.now)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    # The process that is sending it; after this time it is gone.
    busy_until = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("监测简报")
        verbose_name_plural = _("监测简报发送记录")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("resend_digestmail", _("重新发送监测简报"))]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "column", "period"], name="gongkai_digest_once_each"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state="queued"),
                name="gongkai_digest_outbox",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.subject}"
