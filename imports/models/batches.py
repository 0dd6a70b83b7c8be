"""ImportBatch: one file that is brought in, from its upload to its undoing."""

from __future__ import annotations

from typing import Any

import swapper
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import BatchState


class ImportBatch(models.Model):
    """A file with rows that become items below one column.

    ``options`` holds ``kind``, ``category`` and ``audience`` (used where a row has none),
    ``publish`` (bool), ``reason`` (what is brought in and from where), ``folder`` (where the
    command looks for attachments). ``notes`` are sentences about the whole: columns that were not
    understood, sheets that were left out, rows that were skipped.
    """

    name = models.CharField(_("名称"), max_length=200)
    # Below MEDIA_ROOT, of which only renditions of pictures have an address (review/files/urls.py).
    file = models.FileField(
        _("文件"), upload_to="gongkai_imports/%Y/%m", blank=True, max_length=300
    )
    file_name = models.CharField(_("文件名"), max_length=255)
    archive = models.FileField(
        _("附件压缩包"), upload_to="gongkai_imports/%Y/%m", blank=True, max_length=300
    )
    # SHA-256 of the file: an import that was interrupted is found again by it.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    column = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("栏目"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("发布机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("表格中没有“发布机构”一列时，条目都以这个机构的名义公开。"),
    )
    mapping = models.JSONField(_("各列对应的字段"), default=dict, blank=True)
    options = models.JSONField(_("选项"), default=dict, blank=True)
    notes = models.JSONField(_("说明"), default=list, blank=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=BatchState.choices, default=BatchState.RECEIVED
    )
    read = models.PositiveIntegerField(_("读入"), default=0)
    good = models.PositiveIntegerField(_("可导入"), default=0)
    faulty = models.PositiveIntegerField(_("有误"), default=0)
    duplicate = models.PositiveIntegerField(_("重复"), default=0)
    imported = models.PositiveIntegerField(_("已导入"), default=0)
    error = models.TextField(_("未能完成的原因"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("接收时间"), default=timezone.now)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        ordering = ["-pk"]
        permissions = [("publish_history", _("作为历史信息直接发布导入的条目"))]
        indexes = [
            models.Index(fields=["digest", "column"], name="gongkai_import_digest"),
            models.Index(fields=["state"], name="gongkai_import_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def publishes(self) -> bool:
        """Whether its items become public at once, as history."""
        return bool(self.options.get("publish"))

    def option(self, name: str, default: Any = "") -> Any:
        """One of the options."""
        return self.options.get(name, default)
