"""What says whether figures that were counted earlier are still true."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FiguresVersion(models.Model):
    """A random word that every change of rows of a model replaces, in its own transaction.

    All rows of a model together are its version. There are as many as there ever were changes at
    the same time: each takes a row that nobody else holds (``versions.py``).
    """

    # Label of the model; empty for what concerns all of them.
    model = models.CharField(max_length=100, blank=True)
    word = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("统计数据版本")
        verbose_name_plural = _("统计数据版本")

    def __str__(self) -> str:
        return f"{self.model} {self.word}"
