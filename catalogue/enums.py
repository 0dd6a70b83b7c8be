"""Closed vocabularies of the catalogue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The four kinds that the annual count adds up."""

    DOCUMENT = "document", _("文件")
    NEWS = "news", _("动态")
    MESSAGE = "message", _("留言")
    OTHER = "other", _("其他")


class Validity(models.TextChoices):
    """Whether an item is in force on a day; computed, never typed."""

    VALID = "valid", _("有效")
    PENDING = "pending", _("尚未生效")
    EXPIRED = "expired", _("失效")
    REPEALED = "repealed", _("废止")


class OrganState(models.TextChoices):
    """What an organ is on a day; follows from its days and its successor."""

    PLANNED = "planned", _("尚未设立")
    CURRENT = "current", _("存续")
    SUCCEEDED = "succeeded", _("已由其他机构承继")
    DISSOLVED = "dissolved", _("已撤销")


class DisclosureMode(models.TextChoices):
    """公开方式 (条例第十三条)."""

    PROACTIVE = "proactive", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")


class DisclosurePeriod(models.TextChoices):
    """公开时限: how long an item stays open to the public."""

    PERMANENT = "permanent", _("长期公开")
    LIMITED = "limited", _("限时公开")


class StatutoryClass(models.TextChoices):
    """What an item of a genre is for 表二 of the annual report (条例第二十条第一项)."""

    NONE = "", _("不计入")
    REGULATION = "regulation", _("规章")
    NORMATIVE = "normative", _("行政规范性文件")


class NumberOrigin(models.TextChoices):
    """How an index number came to be."""

    ALLOCATED = "allocated", _("系统分配")
    GIVEN = "given", _("人工填写或导入")
