"""Kinds and marks of the 基层政务公开标准目录."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Whose form a catalogue has; it says which two levels its last group of columns names."""

    COUNTY = "county", _("县级目录")
    TOWNSHIP = "township", _("乡镇级目录")


# Headings of 公开层级, upper and lower, in each form.
LEVEL_HEADINGS: dict[str, tuple[str, str]] = {
    Level.COUNTY: ("县级", "乡级"),
    Level.TOWNSHIP: ("镇级", "村级"),
}


class DueKind(models.TextChoices):
    """What 公开时限 asks for."""

    WORKING_DAYS = "working_days", _("若干工作日内")
    DAYS = "days", _("若干日内")
    REALTIME = "realtime", _("实时公开")
    PROMPT = "prompt", _("及时公开")
    MONTHLY = "monthly", _("每月公开")
    QUARTERLY = "quarterly", _("每季度公开")
    YEARLY = "yearly", _("每年公开")
    PERMANENT = "permanent", _("长期公开")
    OTHER = "other", _("其他")


COUNTED_KINDS = frozenset({DueKind.WORKING_DAYS, DueKind.DAYS})
"""Kinds that need a number."""


class Channel(models.TextChoices):
    """公开渠道和载体, the checklist in its own order and words."""

    WEBSITE = "website", _("政府网站")
    GAZETTE = "gazette", _("政府公报")
    SOCIAL = "social", _("两微一端")
    PRESS = "press", _("发布会/听证会")
    BROADCAST = "broadcast", _("广播电视")
    PAPER = "paper", _("纸质媒体")
    READING_POINT = "reading_point", _("公开查阅点")
    SERVICE_CENTRE = "service_centre", _("政务服务中心")
    SERVICE_STATION = "service_station", _("便民服务站")
    HOUSEHOLD = "household", _("入户/现场")
    NOTICE_BOARD = "notice_board", _("社区/企事业单位/村公示栏（电子屏）")
    PUSHED = "pushed", _("精准推送")
    HOTLINE = "hotline", _("12345政务服务热线")
    OTHER = "other", _("其他")
