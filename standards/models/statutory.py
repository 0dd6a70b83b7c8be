"""Which category of a column stands for which entry of 条例 第二十条 and 第二十一条."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatutoryBinding(models.Model):
    """An entry of the tree in :mod:`standards.statutory`, and the category that holds it."""

    column = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("法定事项代码"), max_length=20)
    category = models.ForeignKey(
        "gongkai_catalogue.CategoryPage",
        verbose_name=_("对应类别"),
        on_delete=models.CASCADE,
        related_name="statutory_bindings",
    )

    class Meta:
        verbose_name = _("法定事项对应的类别")
        verbose_name_plural = _("法定事项对应的类别")
        constraints = [
            models.UniqueConstraint(
                fields=["column", "code"], name="gongkai_statutory_binding_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.category}"
