"""Rows of a batch, and what is wrong with them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import RowState
from .batches import ImportBatch


class ImportRow(models.Model):
    """One row as it was read: ``values`` by code of the field.

    ``line`` is the sheet's own number of the line. ``made`` names what the row has made besides its
    item (documents by path, redirects), so that undoing finds it, and an import that goes on.
    Long texts are dropped from ``values`` once the item has them.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(_("工作表"), max_length=255, blank=True)
    line = models.PositiveIntegerField(_("行号"))
    values = models.JSONField(_("内容"), default=dict)
    state = models.CharField(
        _("状态"), max_length=20, choices=RowState.choices, default=RowState.GOOD
    )
    item = models.ForeignKey(
        "gongkai_catalogue.ItemPage",
        verbose_name=_("条目"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    latest_revision_id = models.PositiveBigIntegerField(null=True, blank=True)
    made = models.JSONField(default=dict, blank=True)
    duplicate_of = models.ForeignKey(
        "gongkai_catalogue.ItemPage",
        verbose_name=_("与之重复的条目"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The line of the same file that this one repeats.
    duplicate_line = models.CharField(_("与之重复的行"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("导入的行")
        verbose_name_plural = _("导入的行")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet", "line"], name="gongkai_import_row_once"
            )
        ]
        indexes = [models.Index(fields=["batch", "state", "id"], name="gongkai_import_row_state")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.line}".strip()


class ImportFault(models.Model):
    """One thing that is wrong with one value of a row, or with the row (``column`` is empty)."""

    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="faults")
    # The heading as the sheet writes it.
    column = models.CharField(_("列"), max_length=255, blank=True)
    value = models.CharField(_("值"), max_length=300, blank=True)
    message = models.TextField(_("问题"))
    nearest = models.CharField(_("最接近的有效值"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("导入的问题")
        verbose_name_plural = _("导入的问题")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.message
