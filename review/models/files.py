"""Which files the pages under review refer to, and who read those that are not public."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .append_only import AppendOnlyModel


class FileKind(models.TextChoices):
    """What a file belongs to: Wagtail keeps documents and images in tables of their own."""

    DOCUMENT = "document", _("文件")
    IMAGE = "image", _("图片")


class FileUse(models.Model):
    """A page that has to be reviewed refers to a document or an image.

    Written by ``services.files`` only. A file is public by such a row alone, and only as long as
    it has the name and the hash that it had when the page went public. Name and hash are empty
    while the page has only drafts with the file; they stay when the file is closed again.
    """

    kind = models.CharField(_("类型"), max_length=10, choices=FileKind.choices)
    # Plain keys: that a file was closed must outlive the page, and joins go by the key alone.
    file_id = models.PositiveBigIntegerField()
    page_id = models.PositiveBigIntegerField(db_index=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(_("已公开"), default=False)

    class Meta:
        verbose_name = _("页面使用的文件")
        verbose_name_plural = _("页面使用的文件")
        default_permissions = ()
        constraints = [
            # Its index answers who uses a file; the column's own index, what a page uses.
            models.UniqueConstraint(
                fields=["kind", "file_id", "page_id"], name="gongkai_review_file_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_id} {self.page_id}"


class FileReading(AppendOnlyModel):
    """Somebody was served a file that is not public: who, when, which content, for which page.

    No network address is kept. It outlives people, files and pages, so it keeps their names and
    keys and refers to nothing.
    """

    at = models.DateTimeField(_("时间"), default=timezone.now, db_index=True)
    kind = models.CharField(_("类型"), max_length=10, choices=FileKind.choices)
    file_id = models.PositiveBigIntegerField(_("文件编号"))
    file_title = models.CharField(_("文件"), max_length=255)
    file_name = models.CharField(_("文件名"), max_length=255)
    file_hash = models.CharField(_("文件校验值"), max_length=64)
    # Of the page by which the reader may have it; empty where no page has the file.
    page_id = models.PositiveBigIntegerField(_("页面编号"), null=True)
    page_title = models.CharField(_("所属页面"), max_length=255, blank=True)
    # Empty: somebody who is not signed in and knows the password of the page.
    reader_id = models.CharField(_("查阅人编号"), max_length=64, blank=True)
    reader_name = models.CharField(_("查阅人"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("文件查阅记录")
        verbose_name_plural = _("文件查阅记录")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["kind", "file_id", "reader_id", "at"], name="gongkai_review_readings"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.reader_name} {self.file_title}"
