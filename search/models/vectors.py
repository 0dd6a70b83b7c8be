"""Vectors of what objects mean."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Vector(models.Model):
    """The vector of one object, whole numbers of one byte (``semantic.quantised``).

    Written and deleted by ``services.vectors`` only, which counts the changes.
    """

    # Key of the object's entry (``backends.keys``).
    id = models.BigIntegerField(primary_key=True)
    # Name and version: vectors of different embedders do not compare.
    embedder = models.CharField(_("语义模型"), max_length=255)
    # Of the text that it was made of.
    digest = models.CharField(max_length=32)
    values = models.BinaryField()
    # Number of the change that wrote it: higher than all before it.
    changed = models.BigIntegerField()
    made_at = models.DateTimeField(_("生成时间"), auto_now=True)

    class Meta:
        verbose_name = _("语义向量")
        verbose_name_plural = _("语义向量")
        indexes = [models.Index(fields=["embedder", "changed"], name="gongkai_search_vector_new")]

    def __str__(self) -> str:
        return f"{self.pk} ({self.embedder})"


class VectorLedger(models.Model):
    """How many changes of vectors there were: one row, which every writer locks, so that who has
    seen a number has seen all changes up to it."""

    changed = models.BigIntegerField(default=0)
    # Number of the last change that took vectors away.
    removed = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("语义向量变动计数")
        verbose_name_plural = _("语义向量变动计数")

    def __str__(self) -> str:
        return str(self.changed)


class VectorRun(models.Model):
    """The last time that all missing vectors were made: one row."""

    embedder = models.CharField(_("语义模型"), max_length=255)
    total = models.PositiveIntegerField(_("需要处理"), default=0)
    done = models.PositiveIntegerField(_("已经处理"), default=0)
    started_at = models.DateTimeField(_("开始时间"))
    moved_at = models.DateTimeField(_("最近进展"))
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    error = models.TextField(_("问题"), blank=True)

    class Meta:
        verbose_name = _("语义向量生成情况")
        verbose_name_plural = _("语义向量生成情况")

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
