"""StandardCataloguePage: the table for the public."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ..reviewed import ReviewedMixin
from .catalogues import StandardCatalogue


class StandardCataloguePage(ReviewedMixin, Page):
    """基层政务公开标准目录 as a table that can be narrowed down, with what fulfils each row."""

    catalogue = models.ForeignKey(
        StandardCatalogue,
        verbose_name=_("标准目录"),
        on_delete=models.PROTECT,
        related_name="pages",
    )
    introduction = models.TextField(_("导言"), blank=True)

    template = "gongkai_standards/standard_catalogue_page.html"
    withdrawn_template = "gongkai_catalogue/withdrawn.html"
    parent_page_types = ["gongkai_pages.DisclosureIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("catalogue"),
        FieldPanel("introduction"),
    ]
    # Behind the catalogue (30), before the reports (40).
    section_order = 35

    class Meta:
        verbose_name = _("标准目录页面")
        verbose_name_plural = _("标准目录页面")

    def clean(self) -> None:
        """A page shows a catalogue of the column that it stands in."""
        super().clean()
        page: Any = self
        parent = page.get_parent() if page.path or hasattr(page, "_cached_parent_obj") else None
        if parent is None or not self.catalogue_id:
            return
        if self.catalogue.column_id != parent.pk:
            raise ValidationError(
                {"catalogue": _("“%s”是另一个栏目的标准目录，请选择本栏目的。") % self.catalogue}
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..public import table_context

        return {**super().get_context(request, *args, **kwargs), **table_context(self, request)}
