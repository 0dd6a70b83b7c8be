"""Closed vocabularies of the digests."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often a column's people are written to."""

    DAILY = "daily", _("每天")
    WEEKLY = "weekly", _("每周")
    OFF = "off", _("不发送")


class Weekday(models.IntegerChoices):
    """Days of the week, as ``date.weekday()`` counts."""

    MONDAY = 0, _("星期一")
    TUESDAY = 1, _("星期二")
    WEDNESDAY = 2, _("星期三")
    THURSDAY = 3, _("星期四")
    FRIDAY = 4, _("星期五")
    SATURDAY = 5, _("星期六")
    SUNDAY = 6, _("星期日")


class MailState(models.TextChoices):
    """How a letter stands."""

    QUEUED = "queued", _("待发送")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("发送失败")
    # Nothing was open and nothing was solved, or the person has no address: noted, so that the
    # period is not looked at again.
    SKIPPED = "skipped", _("不需要发送")
