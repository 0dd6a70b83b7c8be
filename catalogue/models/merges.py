"""What was merged into what in the vocabularies: history, and the way from old values to new."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MergedVocabulary(models.TextChoices):
    """Vocabularies whose values can be merged; the value is the field of an item."""

    ORGAN = "organ", _("机构")
    TOPIC = "topic", _("主题分类")
    GENRE = "genre", _("体裁分类")
    AUDIENCE = "audience", _("服务对象")
    KEYWORDS = "keywords", _("关键词")


class VocabularyMerge(models.Model):
    """One value that became another. Written by ``services/merging.py`` alone.

    Revisions are not rewritten: who reads one that names the old value is given the new one.
    """

    vocabulary = models.CharField(_("词表"), max_length=20, choices=MergedVocabulary.choices)
    # Of a keyword the word itself; else the key of the row, and its name at that time.
    old_key = models.PositiveBigIntegerField(_("原值编号"), null=True)
    old_name = models.CharField(_("原值"), max_length=255)
    old_code = models.CharField(_("原代码"), max_length=100, blank=True)
    new_key = models.PositiveBigIntegerField(_("新值编号"), null=True)
    new_name = models.CharField(_("新值"), max_length=255, blank=True)
    reason = models.CharField(_("理由"), max_length=500)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    items = models.PositiveIntegerField(_("改动的条目数"), default=0)
    others = models.PositiveIntegerField(_("改动的其他记录数"), default=0)

    class Meta:
        verbose_name = _("词表合并记录")
        verbose_name_plural = _("词表合并记录")
        ordering = ["-started_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("merge_values", _("合并词表中的值"))]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "old_key"],
                condition=models.Q(old_key__isnull=False),
                name="gongkai_merge_once",
            ),
            models.UniqueConstraint(
                fields=["vocabulary", "old_name"],
                condition=models.Q(vocabulary="keywords"),
                name="gongkai_merge_word_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.new_name}"
