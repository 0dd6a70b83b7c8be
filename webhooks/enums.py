"""Words that deliveries are kept in and receivers are told; none is ever given another meaning."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What happened to something public."""

    PUBLISHED = "item.published", _("发布")
    CORRECTED = "item.corrected", _("更正")
    WITHDRAWN = "item.withdrawn", _("撤回")
    REMOVED = "item.removed", _("撤下、限制或者删除")
    TEST = "test", _("测试")


# What an endpoint chooses from; a test is sent by hand.
CHOSEN = [Event.PUBLISHED, Event.CORRECTED, Event.WITHDRAWN, Event.REMOVED]


class State(models.TextChoices):
    """How a delivery stands."""

    WAITING = "waiting", _("待发送")
    DELIVERED = "delivered", _("已送达")
    FAILED = "failed", _("发送失败")
    SUPERSEDED = "superseded", _("不再发送")
