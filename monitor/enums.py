"""Closed vocabularies of the monitor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """How much a finding weighs in an inspection."""

    INFO = "info", _("提示")
    WARNING = "warning", _("待整改")
    VETO = "veto", _("单项否决")


# The heaviest first, as lists show them.
SEVERITY_ORDER = (Severity.VETO, Severity.WARNING, Severity.INFO)


class Watch(models.TextChoices):
    """As what kind of column an inspection looks at a category (国办秘函〔2019〕19号)."""

    NEWS = "news", _("动态、要闻类")
    NOTICE = "notice", _("通知公告、政策文件类")
    OTHER = "other", _("其他")
    NONE = "none", _("不监测")
