"""The record of what was decided, by whom, about which text.

Written by ``services.records`` only.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Action, Decision
from .append_only import AppendOnlyModel


class ReviewRecord(AppendOnlyModel):
    """One act on one text: a decision, a publication without one, a withdrawal.

    Records outlive pages and people: they keep numbers and names, no foreign keys. Each contains
    the hash of the one before it, and a seal that only who has the secret of the site can make.
    """

    number = models.PositiveBigIntegerField(_("记录编号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    action = models.CharField(_("事项"), max_length=20, choices=Action.choices, db_index=True)
    content_type_label = models.CharField(max_length=100)
    page_id = models.PositiveBigIntegerField(_("页面编号"))
    page_title = models.CharField(_("名称"), max_length=255)
    index_number = models.CharField(_("索引号"), max_length=100, blank=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(_("内容校验值"), max_length=64)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField(_("经办人"), max_length=255, blank=True)
    authors = models.JSONField(_("起草人"), default=list)
    decision = models.CharField(_("审查意见"), max_length=20, choices=Decision.choices, blank=True)
    bases = models.JSONField(_("依据"), default=list)
    checklist = models.JSONField(_("审查清单"), default=list)
    findings = models.JSONField(_("扫描提示及处理"), default=list)
    remark = models.TextField(_("说明"), blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(_("校验值"), max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("审查记录")
        verbose_name_plural = _("审查台账")
        ordering = ["-number"]
        default_permissions = ("view",)
        permissions = [("withdraw_page", _("撤回已公开的信息"))]
        indexes = [
            models.Index(fields=["page_id", "-number"], name="gongkai_record_of_page"),
            # The home shows the last of them, and there are few.
            models.Index(
                fields=["-number"],
                condition=models.Q(action=Action.EXCEPTION),
                name="gongkai_record_exceptions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_action_display()} {self.page_title}"


class ChainHead(models.Model):
    """Where the chain of records ends: one row, which every new record locks."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
