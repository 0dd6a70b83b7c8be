"""When each job is due, and how its last run ended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.Model):
    """One row for each job that the scheduler knows.

    A job is taken by whoever writes ``held_until`` first, and given back when it is done. A holder
    that dies writes it no more, and another takes the job.
    """

    BACKUP = "gongkai_operations.backup"

    name = models.CharField(_("任务"), max_length=100, unique=True)
    due_at = models.DateTimeField(_("下次运行"))
    held_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(_("上次开始"), null=True)
    ended_at = models.DateTimeField(_("上次结束"), null=True)
    succeeded_at = models.DateTimeField(_("上次成功"), null=True)
    failed = models.BooleanField(_("上次失败"), default=False)

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")
        default_permissions = ()
        permissions = [("watch_scheduler", _("查看定时任务运行情况"))]

    def __str__(self) -> str:
        return self.name
