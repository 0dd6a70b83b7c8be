"""What the webhooks tell who runs the site, and have done at their times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from .enums import State
from .models import Delivery, Endpoint


@hooks.register("register_gongkai_metrics")
def gauges() -> Iterator[tuple[Any, ...]]:
    """Notifications that wait for their receivers."""
    waiting = Delivery.objects.filter(state=State.WAITING)
    yield "gongkai_webhooks_waiting", "Notifications that were not delivered yet", waiting.count()
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield "gongkai_webhooks_oldest_seconds", "Age of the oldest of them", age
    stopped = Endpoint.objects.filter(active=False).exclude(disabled_because="").count()
    yield "gongkai_webhooks_stopped", "Receivers that were switched off by failure", stopped


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """What a receiver refused, or a worker that was killed left behind, is sent again."""
    command = ["deliver_webhooks", "--verbosity", "0"]
    return [{"name": "gongkai_webhooks.deliver", "command": command, "every": 60}]


@hooks.register("register_gongkai_after_restore")
def warn_of_sending() -> list[str]:
    """A copy for a trial would go on telling others."""
    active = Endpoint.objects.filter(active=True).count()
    sentence = _("有%d个接收系统处于启用状态，本实例将继续向它们发送通知；只作试验的，请先停用。")
    return [sentence % active] if active else []
