"""What other systems call the items that they wrote."""

from __future__ import annotations

import swapper
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemReference(models.Model):
    """The writer's own reference of an item: which system, and its key there.

    Who repeats a creation with the same reference gets the same item again. Written by
    ``services.references`` only; it goes when the item is deleted.
    """

    system = models.SlugField(_("来源系统"), max_length=50)
    identifier = models.CharField(_("来源编号"), max_length=200)
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("条目"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    created_at = models.DateTimeField(_("写入时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("来源编号")
        verbose_name_plural = _("来源编号")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["system", "identifier"], name="gongkai_api_reference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.identifier}"
