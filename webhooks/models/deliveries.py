"""Delivery: one notification to one endpoint, from the moment it is due until it is over."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Event, State
from .endpoints import Endpoint

LONGEST_EXCERPT = 500


class Delivery(models.Model):
    """A row of the outbox: stored in the transaction of what it tells of, sent after it.

    ``event_id`` is the same for all endpoints and all attempts; by it a receiver knows what it got
    already. The key is the order in which an endpoint is told.
    """

    endpoint = models.ForeignKey(
        Endpoint, verbose_name=_("接收系统"), on_delete=models.CASCADE, related_name="deliveries"
    )
    event_id = models.UUIDField(_("事件编号"), default=uuid.uuid4)
    event = models.CharField(_("事项"), max_length=30, choices=Event.choices)
    # A plain key: that something left must be told after the page is deleted.
    page_id = models.PositiveBigIntegerField(_("页面编号"), null=True)
    payload = models.JSONField(_("通知内容"))
    state = models.CharField(
        _("状态"), max_length=20, choices=State.choices, default=State.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("发送次数"), default=0)
    created_at = models.DateTimeField(_("产生时间"), default=timezone.now)
    next_at = models.DateTimeField(_("下次发送"), default=timezone.now)
    last_at = models.DateTimeField(_("最近发送"), null=True)
    status_code = models.PositiveSmallIntegerField(_("对方应答"), null=True)
    duration = models.PositiveIntegerField(_("用时（毫秒）"), null=True)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    excerpt = models.CharField(_("应答内容开头"), max_length=LONGEST_EXCERPT, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("resend_delivery", _("重新发送通知"))]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id"], name="gongkai_webhooks_once_each"
            )
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "id"],
                condition=models.Q(state="waiting"),
                name="gongkai_webhooks_outbox",
            ),
            models.Index(fields=["page_id", "state"], name="gongkai_webhooks_of_page"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.event_id}"
