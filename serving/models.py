"""What says whether something that was made earlier is still true."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentVersion(models.Model):
    """A random word that every change within a scope replaces, in its own transaction.

    All rows of a scope together are its version. There are as many as there ever were changes at
    the same time: each takes a row that nobody else holds (``versions.py``).
    """

    # Label of a model, ``public``, ``column:<pk>``; empty for what concerns all of them.
    scope = models.CharField(max_length=100, blank=True, db_index=True)
    word = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("内容版本")
        verbose_name_plural = _("内容版本")

    def __str__(self) -> str:
        return f"{self.scope} {self.word}"
