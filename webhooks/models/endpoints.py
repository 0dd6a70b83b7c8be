"""Endpoint: another system that wants to be told."""

from __future__ import annotations

from typing import Any

import swapper
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from ..addresses import check_url
from ..enums import CHOSEN

_SEED_LENGTH = 43


def new_seed() -> str:
    """A random text (256 bits) that one secret is made from."""
    return get_random_string(_SEED_LENGTH)


def all_events() -> list[str]:
    """Every event."""
    return [str(event) for event in CHOSEN]


class Endpoint(models.Model):
    """Where notifications are sent, and which.

    A secret is not stored: it is made from ``seed`` and the SECRET_KEY of the site when something
    is signed (``signatures``), so that a copy of the database forges nothing.
    """

    name = models.CharField(
        _("名称"), max_length=100, help_text=_("接收系统的名称，如“市政务公开平台”。")
    )
    url = models.URLField(
        _("接收地址"), max_length=500, help_text=_("以https://开头，由接收系统的单位提供。")
    )
    events = models.JSONField(_("通知事项"), default=all_events)
    column = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("限于栏目"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("只通知这个页面以下的变更；不选则通知本平台全部变更。"),
    )
    active = models.BooleanField(
        _("启用"), default=True, help_text=_("停用期间的变更不补发，由对方到开放接口查询补齐。")
    )
    seed = models.CharField(max_length=64, default=new_seed, editable=False)
    old_seed = models.CharField(max_length=64, blank=True, editable=False)
    old_seed_until = models.DateTimeField(null=True, editable=False)
    secret_shown_at = models.DateTimeField(_("密钥生成时间"), null=True, editable=False)
    # Why it was switched off by itself, and since when it has failed without a break.
    disabled_because = models.CharField(_("停用原因"), max_length=300, blank=True, editable=False)
    failing_since = models.DateTimeField(_("连续失败始于"), null=True, editable=False)
    # The process that is sending to it, so that two never do at once; after this time it is gone.
    busy_with = models.UUIDField(null=True, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("接收系统")
        verbose_name_plural = _("接收系统")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an address that nothing would ever be sent to."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.url:
            try:
                check_url(self.url)
            except ValidationError as error:
                errors["url"] = error
        unknown = [event for event in self.events or [] if event not in all_events()]
        if not self.events or unknown:
            errors["events"] = _("请至少选择一个通知事项。")
        if errors:
            raise ValidationError(errors)

    def wants(self, event: str, path: str) -> bool:
        """Whether it is to be told of ``event`` on a page with ``path`` in the tree."""
        return event in self.events and (
            self.column is None or path.startswith(str(self.column.path))
        )
