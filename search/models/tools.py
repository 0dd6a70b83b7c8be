"""检索维护: long work that the office starts and watches."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A job that tells nothing for so long was left by its process.
SILENT_FOR = timedelta(minutes=15)


class SearchJob(models.Model):
    """One run of a long work. Of each kind only one is under way at a time."""

    class Kind(models.TextChoices):
        """What is done."""

        INDEX = "index", _("重建索引")

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("等待后台处理")
        RUNNING = "running", _("正在进行")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    UNDER_WAY = (Status.WAITING, Status.RUNNING)

    kind = models.CharField(_("工作"), max_length=10, choices=Kind.choices)
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    error = models.CharField(_("原因"), max_length=500, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("启动人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("启动时间"), auto_now_add=True)
    told_at = models.DateTimeField(_("最近进展"), default=timezone.now)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("检索维护工作")
        verbose_name_plural = _("检索维护工作")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(status__in=["waiting", "running"]),
                name="gongkai_search_one_job_of_a_kind",
            )
        ]
        default_permissions = ()
        permissions = [("maintain_search", _("维护检索"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.status in self.UNDER_WAY

    @property
    def is_silent(self) -> bool:
        """Whether nobody seems to do it any more."""
        return self.is_under_way and timezone.now() - self.told_at > SILENT_FOR

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return min(100 * self.done // self.total, 100) if self.total else 0
