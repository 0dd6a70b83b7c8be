"""Closed lists of the register of postings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardKind(models.TextChoices):
    """Kinds of places (基层政务公开标准目录, 公开渠道和载体)."""

    VILLAGE = "village", _("村务公开栏")
    COMMUNITY = "community", _("社区公示栏")
    BOARD = "board", _("宣传栏")
    SCREEN = "screen", _("电子屏")
    SERVICE = "service", _("便民服务站")
    READING = "reading", _("公开查阅点")
    OTHER = "other", _("其他")


class Standing(models.TextChoices):
    """How a posting stands today."""

    COMING = "coming", _("未到张贴日")
    UP = "up", _("张贴中")
    OVERDUE = "overdue", _("到期应撤")
    DOWN = "down", _("已撤下")
