"""Organs, vocabularies and the register of index numbers in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, ProtectedError, QuerySet
from django.forms import CheckboxSelectMultiple, Select
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup

from ..forms import OrganForm, TopicForm
from ..models import Audience, Genre, IndexNumber, Organ, Topic
from ..services.merging import may_merge
from .exports import SheetExportMixin
from .items import ItemListingViewSet


class ProtectedDeleteView(DeleteView):
    """Deletes what nothing refers to, and says so where something does."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]
        except ProtectedError as error:
            messages.error(
                request,
                _("“%(name)s”仍被%(count)s处使用，不能删除。请先把使用它的内容改为其他值。")
                % {"name": self.object, "count": len(error.protected_objects)},
            )
            return redirect(reverse(self.edit_url_name, args=[self.object.pk]))


class RecordViewSet(SnippetViewSet):
    """What the registers have in common."""

    delete_view_class = ProtectedDeleteView
    copy_view_enabled = False
    # Search by parts of a name in the database: Wagtail's index finds no part of a Chinese word.
    search_backend_name = None
    list_per_page = 100


class OrganViewSet(RecordViewSet):
    model = Organ
    icon = "group"
    menu_label = _("机构")
    menu_name = "gongkai-organs"
    list_display = [
        "name",
        Column("parent", label=_("上级机构"), sort_key="parent__name"),
        Column("get_numbering_code", label=_("编制索引号的代码")),
        "slug",
        "sort_order",
        Column("valid_until", label=_("存续至"), sort_key="valid_until"),
        Column("successor", label=_("承继机构")),
    ]
    list_filter = ["parent"]
    search_fields = ["name", "short_name", "organisation_code", "credit_code"]
    ordering = ["sort_order", "pk"]
    list_export = [
        "name",
        "short_name",
        "parent",
        "organisation_code",
        "credit_code",
        "slug",
        "address",
        "phone",
        "sort_order",
    ]
    export_filename = "gongkai-organs"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organ]:
        """Organs with two levels of superiors, which inherited codes usually need."""
        return Organ.objects.select_related("parent__parent", "successor")

    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("short_name"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("parent", widget=Select), FieldPanel("sort_order")]),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("organisation_code"), FieldPanel("credit_code")])],
                heading=_("代码"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("address"), FieldPanel("phone")])], heading=_("联系方式")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldPanel("successor", widget=Select),
                ],
                heading=_("存续（机构改革请用列表中的“更名”“并入其他机构”“撤销”）"),
            ),
            FieldPanel("editors", widget=CheckboxSelectMultiple),
        ],
        base_form_class=OrganForm,
    )


class TopicViewSet(RecordViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("主题分类")
    menu_name = "gongkai-topics"
    list_display = [
        "code",
        Column("full_name", label=_("名称")),
        Column("items_count", label=_("条目数")),
        BooleanColumn("is_active", label=_("启用")),
    ]
    list_filter = ["parent", "is_active"]
    search_fields = ["name", "code"]
    ordering = ["sort_order", "code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        """Topics with their class and how many items bear them."""
        return Topic.objects.select_related("parent").annotate(items_count=Count("items"))

    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
            FieldRowPanel([FieldPanel("parent", widget=Select), FieldPanel("sort_order")]),
            FieldPanel("is_active"),
        ],
        base_form_class=TopicForm,
    )


class GenreViewSet(RecordViewSet):
    model = Genre
    icon = "doc-full-inverse"
    menu_label = _("体裁分类")
    menu_name = "gongkai-genres"
    list_display = [
        "name",
        "code",
        Column("get_statutory_class_display", label=_("年度报告中的类别")),
        "sort_order",
        BooleanColumn("is_active", label=_("启用")),
    ]
    search_fields = ["name", "code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("statutory_class"),
        FieldRowPanel([FieldPanel("sort_order"), FieldPanel("review_after")]),
        FieldPanel("is_active"),
    ]


class AudienceViewSet(RecordViewSet):
    model = Audience
    icon = "user"
    menu_label = _("服务对象")
    menu_name = "gongkai-audiences"
    list_display = ["name", "code", "sort_order", BooleanColumn("is_active", label=_("启用"))]
    search_fields = ["name", "code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("sort_order"),
        FieldPanel("is_active"),
    ]


class NumberIndexView(SheetExportMixin, IndexView):
    pass


class IndexNumberViewSet(ModelViewSet):
    """The register: for reading. The policy of ``permissions.py`` denies everything else."""

    model = IndexNumber
    name = "gongkai-index-numbers"
    icon = "list-ol"
    menu_label = _("索引号登记簿")
    menu_name = "gongkai-index-numbers"
    index_view_class = NumberIndexView
    form_fields = ["number", "item"]
    # Written with every publication and never edited: not worth a place among the references.
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["number", "item", "origin", "allocated_at"]
    list_display = [
        "number",
        Column("item", label=_("条目")),
        Column("get_origin_display", label=_("来源"), sort_key="origin"),
        DateColumn("allocated_at", label=_("登记时间"), sort_key="allocated_at"),
    ]
    list_filter = ["origin"]
    list_export = ["number", "item", "get_origin_display", "allocated_at"]
    export_headings = {"get_origin_display": _("来源")}
    export_filename = "gongkai-index-numbers"
    list_per_page = 100
    search_fields = ["number", "item__title"]
    ordering = ["-allocated_at", "-pk"]


class KeywordsMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """Shown to who keeps the vocabularies."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may merge keywords."""
        return may_merge(request.user)


class CatalogueGroup(SnippetViewSetGroup):
    """The menu 公开目录."""

    menu_label = _("公开目录")
    menu_name = "gongkai-catalogue"
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = (
        ItemListingViewSet,
        OrganViewSet,
        TopicViewSet,
        GenreViewSet,
        AudienceViewSet,
        IndexNumberViewSet,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """The lists, and the keywords, which are no records of their own."""
        items: list[MenuItem] = super().get_submenu_items()
        keywords = KeywordsMenuItem(
            _("关键词"),
            reverse_lazy("gongkai_catalogue:keywords"),
            name="gongkai-keywords",
            icon_name="tag",
            order=len(items) + 1,
        )
        return [*items, keywords]
