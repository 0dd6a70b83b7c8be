"""Pages that hold items: the catalogue and its tree of categories."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from ..columns import column_of
from ..conf import get_setting
from ..restrictions import QuickRestrictionsMixin
from ..routing import StraightRouteMixin
from ..slugs import pinyin_slug


class ItemListMixin(QuickRestrictionsMixin, RoutablePageMixin, StraightRouteMixin):
    """A page that lists items: filtered, counted, sorted, in pages, and for download."""

    def get_item_root(self) -> Page:
        """The page below which the listed items stand."""
        raise NotImplementedError

    @path("")
    def list_items(self, request: HttpRequest) -> HttpResponseBase:
        """The list for reading."""
        from ..listing import item_list_context

        return self.render(  # type: ignore[no-any-return]  # of RoutablePageMixin, untyped
            request, context_overrides=item_list_context(self, request)
        )

    @path("export/<slug:file_format>/", name="export")
    def export_items(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The same list as a file; the query string is that of the list."""
        from ..listing import export_response

        return export_response(self, request, file_format)


class CataloguePage(ItemListMixin, Page):
    """法定主动公开内容: everything the column disclosed, by category, organ, topic and year."""

    introduction = models.TextField(_("导言"), blank=True)

    template = "gongkai_catalogue/catalogue_page.html"
    subpage_types = ["gongkai_catalogue.CategoryPage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    # Sections of a column stand in this order: guide 10, policies 20, catalogue 30, reports 40.
    section_order = 30

    class Meta:
        verbose_name = _("公开目录")
        verbose_name_plural = _("公开目录")

    def get_item_root(self) -> Page:
        """The column that the catalogue belongs to, so that its 公开制度 are listed as well."""
        return column_of(self)


class CategoryPage(ItemListMixin, Page):
    """One category of the catalogue, with what the law and the office demand of it."""

    code = models.CharField(
        _("类别代码"),
        max_length=50,
        validators=[RegexValidator(r"^[0-9a-z-]+$", _("代码只用小写字母、数字和“-”。"))],
        help_text=_("如“20-01”；同一栏目内不重复，用于网址、导入和统计。"),
    )
    introduction = models.TextField(_("说明"), blank=True)
    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("责任机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="categories",
    )
    statutory_basis = models.CharField(
        _("公开依据"), max_length=255, blank=True, help_text=_("如《条例》第二十条第（一）项。")
    )
    update_rule = models.CharField(_("更新要求"), max_length=100, blank=True)
    update_interval_days = models.PositiveSmallIntegerField(
        _("更新周期（天）"),
        null=True,
        blank=True,
        help_text=_("最长多少天应有更新；没有要求的留空。"),
    )
    publication_deadline = models.PositiveSmallIntegerField(
        _("公开时限（工作日）"),
        null=True,
        blank=True,
        help_text=_("形成或者变更之日起多少个工作日内公开；留空按20个工作日（条例第二十六条）。"),
    )
    items_required = models.BooleanField(
        _("应有内容"), default=True, help_text=_("没有条目即为空白栏目。")
    )

    template = "gongkai_catalogue/category_page.html"
    subpage_types = ["gongkai_catalogue.CategoryPage", "gongkai_catalogue.ItemPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("organ"), FieldPanel("statutory_basis")]),
                FieldRowPanel([FieldPanel("update_rule"), FieldPanel("update_interval_days")]),
                FieldRowPanel([FieldPanel("publication_deadline"), FieldPanel("items_required")]),
            ],
            heading=_("公开要求"),
        ),
    ]
    section_order = 20

    class Meta:
        verbose_name = _("类别")
        verbose_name_plural = _("类别")
        indexes = [models.Index(fields=["code"], name="gongkai_category_code")]

    def get_item_root(self) -> Page:
        """The category itself: its items and those of its sub-categories."""
        return self

    @property
    def deadline_working_days(self) -> int:
        """Working days within which an item of this category is due."""
        return self.publication_deadline or int(
            str(get_setting("GONGKAI_CATALOGUE_PUBLICATION_DEADLINE"))
        )

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        page: Any = self
        if not page.slug and page.title:
            page.slug = pinyin_slug(page.title, fallback="category")
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a code that another category of the column has."""
        super().clean()
        parent = self.get_parent() if self.path or hasattr(self, "_cached_parent_obj") else None
        if parent is None:
            return
        twins = CategoryPage.objects.descendant_of(column_of(parent)).filter(code=self.code)
        if twins.exclude(pk=self.pk).exists():
            raise ValidationError({"code": _("同一栏目内已有代码为“%s”的类别。") % self.code})
