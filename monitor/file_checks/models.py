"""What is the matter with a file or a picture on a public page."""

from __future__ import annotations

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _


class FileFault(models.Model):
    """A fault as the last walk over the pages saw it; taken away by the first that does not."""

    class Kind(models.TextChoices):
        """What is wrong."""

        MISSING = "missing", _("文件不存在")
        EMPTY = "empty", _("文件是空的")
        WRONG_TYPE = "wrong_type", _("内容与扩展名不符")
        SCANNED = "scanned", _("扫描件，没有文字")
        PARTLY_SCANNED = "partly", _("部分页面是扫描件")
        NO_ALT = "no_alt", _("图片没有替代文字")

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("页面"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(_("问题"), max_length=12, choices=Kind.choices, db_index=True)
    # Such as ``document:3`` or ``image:5``: what it is about.
    file_key = models.CharField(max_length=60)
    name = models.CharField(_("文件"), max_length=255, blank=True)
    detail = models.CharField(_("情况"), max_length=300, blank=True)
    # Key of the run that saw it last.
    seen = models.PositiveBigIntegerField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("文件问题")
        verbose_name_plural = _("文件问题")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "file_key"], name="gongkai_filefault_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}"
