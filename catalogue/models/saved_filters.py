"""Filters of the item list that were saved under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """The query string of the item list under a name; the owner's own, or everybody's."""

    name = models.CharField(_("名称"), max_length=50)
    # Only parameters that the list knows, see ``services/saved_filters.py``.
    query = models.CharField(_("筛选条件"), max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("保存人"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    is_shared = models.BooleanField(_("供所有人使用"), default=False)
    created_at = models.DateTimeField(_("保存时间"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ["name", "pk"]
        default_permissions = ()
        permissions = [("share_savedfilter", _("把常用筛选供所有人使用"))]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="gongkai_saved_filter_name",
                violation_error_message=_("您已有同名的常用筛选。"),
            )
        ]
        indexes = [
            models.Index(
                fields=["name"],
                condition=models.Q(is_shared=True),
                name="gongkai_saved_filter_shared",
            )
        ]

    def __str__(self) -> str:
        return self.name
