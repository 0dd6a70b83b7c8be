"""Closed vocabularies of the link checker."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """How a link is checked."""

    REFERENCE = "reference", _("站内引用")
    OWN = "own", _("站内网址")
    EXTERNAL = "external", _("站外网址")


class LinkState(models.TextChoices):
    """What came of a link."""

    NEW = "new", _("待检查")
    OK = "ok", _("正常")
    MOVED = "moved", _("已转到新地址")
    FAILING = "failing", _("打不开，待复查")
    BROKEN = "broken", _("失效")
    REFUSED = "refused", _("对方不让检查")
    UNCHECKED = "unchecked", _("不检查")
