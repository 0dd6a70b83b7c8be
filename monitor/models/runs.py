"""Runs of the monitor and what they found. Written by ``services/running.py`` alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Severity


class MonitorRun(models.Model):
    """One day's look at everything. A second run of a day takes the place of the first."""

    day = models.DateField(_("日期"), unique=True)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    trigger = models.CharField(_("启动方式"), max_length=20)
    # Codes of rules that could not be asked; of these nothing is said, neither good nor bad.
    failed_rules = models.JSONField(_("未能检查的规则"), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("监测记录")
        verbose_name_plural = _("监测记录")
        ordering = ["-day"]
        default_permissions = ()
        permissions = [("start_run", _("立即开始监测"))]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class Finding(models.Model):
    """One thing that one rule found on one day.

    ``key`` tells what it is about, the same on every day while it lasts: so it is known since when
    (``first_seen``) and that it was solved. ``facts`` holds the figures of the sentence, in JSON.
    """

    run = models.ForeignKey(
        MonitorRun, verbose_name=_("监测"), on_delete=models.CASCADE, related_name="findings"
    )
    rule = models.CharField(_("规则"), max_length=60)
    key = models.CharField(_("对象"), max_length=120)
    severity = models.CharField(_("程度"), max_length=10, choices=Severity.choices)
    # What is deleted later stays in the record of the day by its name.
    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("责任机构"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("页面"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    subject = models.CharField(_("对象"), max_length=255)
    detail = models.CharField(_("情况"), max_length=500, blank=True)
    url = models.CharField(_("处理地址"), max_length=500, blank=True)
    facts = models.JSONField(_("数据"), default=dict)
    due_on = models.DateField(_("期限"), null=True)
    first_seen = models.DateField(_("首次发现"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("监测问题")
        verbose_name_plural = _("监测问题")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["run", "rule", "key"], name="gongkai_finding_subject")
        ]
        indexes = [
            models.Index(fields=["run", "severity", "due_on"], name="gongkai_finding_severity"),
            models.Index(fields=["run", "organ", "rule"], name="gongkai_finding_organ"),
        ]

    def __str__(self) -> str:
        return self.subject
