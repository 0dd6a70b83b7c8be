"""Text that was read out of files."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from ..extract.result import Extracted, Hidden, HiddenPart, Part, Status


class ExtractedFile(models.Model):
    """What one file says. Written by ``services.extraction`` only; deleted with its document."""

    class Outcome(models.TextChoices):
        """What became of a file; :class:`~..extract.result.Status`."""

        DONE = Status.DONE.value, _("已提取文字")
        NO_TEXT = Status.NO_TEXT.value, _("没有文字（扫描件或图片）")
        EMPTY = Status.EMPTY.value, _("没有内容")
        ENCRYPTED = Status.ENCRYPTED.value, _("有密码")
        BROKEN = Status.BROKEN.value, _("文件损坏")
        TOO_LARGE = Status.TOO_LARGE.value, _("超过上限")
        TIMEOUT = Status.TIMEOUT.value, _("读取超时")
        OUT_OF_MEMORY = Status.OUT_OF_MEMORY.value, _("占用内存过多")
        UNSUPPORTED = Status.UNSUPPORTED.value, _("不支持的格式")

    document = models.OneToOneField(
        get_document_model_string(),
        verbose_name=_("文件"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    # Of the file that was read: what is said of another file of the document is not said of it.
    file_name = models.CharField(max_length=255)
    file_hash = models.CharField(max_length=40)
    version = models.PositiveIntegerField(_("提取程序版本"))
    status = models.CharField(_("结果"), max_length=20, choices=Outcome.choices, db_index=True)
    reason = models.CharField(max_length=20, blank=True)
    format = models.CharField(_("格式"), max_length=10, blank=True)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    pages_without_text = models.PositiveIntegerField(_("没有文字的页数"), default=0)
    was_cut = models.BooleanField(_("文字被截断"), default=False)
    characters = models.PositiveIntegerField(_("字数"), default=0)
    hidden_characters = models.PositiveIntegerField(_("隐藏内容字数"), default=0)
    visible = models.BinaryField(default=bytes)
    hidden = models.BinaryField(default=bytes)
    milliseconds = models.PositiveIntegerField(_("用时（毫秒）"), default=0)
    memory_kib = models.PositiveIntegerField(_("内存（KiB）"), default=0)
    extracted_at = models.DateTimeField(_("提取时间"), auto_now=True)

    class Meta:
        verbose_name = _("附件文字")
        verbose_name_plural = _("附件文字")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.status})"

    @property
    def parts(self) -> list[Part]:
        """Visible text, in the order of the file."""
        return [Part(*part) for part in _unpacked(self.visible)]

    @property
    def hidden_parts(self) -> list[HiddenPart]:
        """What a reader does not see; for who looks after what is given away unawares."""
        return [HiddenPart(*part) for part in _unpacked(self.hidden)]

    @staticmethod
    def values_of(found: Extracted) -> dict[str, Any]:
        """Fields of what was read."""
        return {
            "status": found.status,
            "reason": found.reason,
            "format": found.format,
            "pages": found.pages,
            "pages_without_text": found.pages_without_text,
            "was_cut": found.was_cut,
            "characters": found.characters,
            # Every file has an author or a program: that would tell nobody anything.
            "hidden_characters": sum(
                len(part.text) for part in found.hidden if part.kind != Hidden.PROPERTY
            ),
            "visible": _packed(found.parts),
            "hidden": _packed(found.hidden),
            "milliseconds": found.milliseconds,
            "memory_kib": found.memory_kib,
        }


def _packed(parts: Iterable[tuple[Any, ...]]) -> bytes:
    rows = [list(part) for part in parts]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode()) if rows else b""


def _unpacked(data: bytes | memoryview) -> list[list[Any]]:
    raw = bytes(data)
    rows: list[list[Any]] = json.loads(zlib.decompress(raw)) if raw else []
    return rows
