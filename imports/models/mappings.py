"""Which heading means which field, kept for the next sheet of the same kind."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportMapping(models.Model):
    """Headings as they are written, each with the code of a field (``fields.FIELDS``).

    An empty code says that the column is left out.
    """

    name = models.CharField(_("名称"), max_length=100, unique=True)
    columns = models.JSONField(_("各列对应的字段"), default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("建立人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("列对应方案")
        verbose_name_plural = _("列对应方案")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
