"""What changed for readers of the items, in the order in which it became visible."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .reference_model import ItemReference

__all__ = ["ChangeHead", "ItemChange", "ItemReference"]


class ItemChange(models.Model):
    """The last change of an item that was public at some time.

    One row for each item, which moves to the end with every change, so that the table grows with
    the items and not with their history. It says *that* something changed; what the item is now,
    the item itself says. An item that never was public has no row. Written by
    ``services.changes`` only.
    """

    page_id = models.PositiveBigIntegerField(primary_key=True)
    # Several items that change together (a category that is closed) share one.
    number = models.PositiveBigIntegerField(_("变更序号"))
    at = models.DateTimeField(_("变更时间"), db_index=True)
    index_number = models.CharField(_("索引号"), max_length=100, blank=True)
    # Keys of all pages below which it ever was public, each between two bars: whoever reads a site
    # or a column learns what left that.
    places = models.TextField()
    # As of this change: what a later look compares with, should a change have left no trace.
    is_public = models.BooleanField(_("公开"))

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["number", "page_id"], name="gongkai_change_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.page_id}"


class ChangeHead(models.Model):
    """The last number that was given: one row.

    ``epoch`` is random. Who holds a place in the numbers of another epoch has to begin anew.
    """

    number = models.PositiveBigIntegerField(default=0)
    epoch = models.CharField(max_length=16)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.epoch} {self.number}"
