"""DisclosureIndexPage: the home of an organ's 政府信息公开 column."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, get_page_models

from ..forms import SettledSlugForm
from ..straight_routing import StraightRouteMixin
from .slugs import SettledSlugMixin


class DisclosureIndexPage(StraightRouteMixin, SettledSlugMixin, Page):
    """One organ's column: at the root of a site, or anywhere in a county portal's tree."""

    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("公开主体"),
        on_delete=models.PROTECT,
        related_name="columns",
        help_text=_("本栏目所属的机关；统计本机关及其下属机构的条目。"),
    )
    introduction = models.TextField(_("导言"), blank=True)

    # Read by the catalogue, which finds the column of a page by it.
    is_disclosure_column = True
    # Its figures may count anything.
    gongkai_content_scopes = None

    template = "gongkai_pages/disclosure_index_page.html"
    subpage_types = [
        "gongkai_pages.GuidePage",
        "gongkai_catalogue.CategoryPage",
        "gongkai_catalogue.CataloguePage",
        "gongkai_pages.AnnualReportIndexPage",
    ]
    base_form_class = SettledSlugForm
    content_panels = [
        FieldPanel("title", classname="title"),
        FieldPanel("organ"),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = _("政府信息公开栏目")
        verbose_name_plural = _("政府信息公开栏目")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Besides the sections named above, those of other apps: page types with a
        ``section_order`` that name this one among their ``parent_page_types``."""
        own: list[type[Page]] = super().clean_subpage_models()
        label = cls._meta.label
        others = (
            model
            for model in get_page_models()
            if hasattr(model, "section_order")
            and label in (getattr(model, "parent_page_types", None) or ())
        )
        return [*own, *(model for model in others if model not in own)]

    @property
    def disclosure_column(self) -> DisclosureIndexPage:
        """The column that the page belongs to: itself."""
        return self

    def get_settled_slug(self) -> str:
        return "zhengfuxinxigongkai"

    def clean(self) -> None:
        """One column for each organ, so that a year's figures have one place."""
        super().clean()
        if not self.organ_id:
            return
        twin = DisclosureIndexPage.objects.filter(organ_id=self.organ_id).exclude(pk=self.pk)
        if twin.filter(alias_of__isnull=True).exists() and not self.alias_of_id:
            raise ValidationError(
                {"organ": _("“%s”已有政府信息公开栏目，一个机关只设一个。") % self.organ}
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..column import column_context

        return {**super().get_context(request, *args, **kwargs), **column_context(self, request)}
