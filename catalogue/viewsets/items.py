"""Items in the admin: one list of all, whatever their category, and views that keep the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
)
from wagtail.admin.views.pages.create import AddSubpageView, CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import GenericPageFilterSet, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page

from ..document_numbers import normalise_document_number
from ..enums import Kind
from ..models import CataloguePage, CategoryPage, Genre, ItemPage, Organ, Topic
from ..page_policy import within
from ..querysets import ItemQuerySet
from ..services import index_numbers
from . import saved_filters
from .exports import SheetExportMixin
from .scale import ChildrenIndexView, ExplorableMixin, newest_first
from .term_filters import TermFilter

# A function under this hook takes the request, and returns buttons for the head of the list.
BUTTONS_HOOK = "register_gongkai_item_list_buttons"


def years() -> list[tuple[int, str]]:
    """Years that items were published in, newest first, as choices."""
    found = (
        ItemPage.objects.exclude(published_year=None)
        .order_by("-published_year")
        .values_list("published_year", flat=True)
        .distinct()
    )
    return [(year, str(year)) for year in found if year]


class ItemFilterSet(WagtailFilterSet):
    """Narrows the office's list; drafts included."""

    kind = django_filters.ChoiceFilter(label=_("信息类别"), choices=Kind.choices)
    organ = TermFilter(label=_("发布机构"), queryset=Organ.objects.all(), method="filter_organ")
    category = django_filters.ModelChoiceFilter(
        label=_("所在类别"),
        queryset=CategoryPage.objects.order_by("path"),
        method="filter_category",
    )
    year = django_filters.ChoiceFilter(
        label=_("发布年份"), field_name="published_year", choices=years
    )
    topic = TermFilter(
        label=_("主题分类"),
        queryset=Topic.objects.select_related("parent"),
        method="filter_topic",
    )
    genre = TermFilter(label=_("体裁分类"), queryset=Genre.objects.all())
    review = django_filters.ChoiceFilter(
        label=_("复核"),
        choices=[("due", _("已到期")), ("month", _("一个月内到期")), ("none", _("没有复核日期"))],
        method="filter_review",
    )
    live = django_filters.ChoiceFilter(
        label=_("是否已公开"), choices=[("True", _("已公开")), ("False", _("未公开"))]
    )

    class Meta:
        model = ItemPage
        fields: list[str] = []

    def filter_organ(self, items: ItemQuerySet, name: str, value: Organ) -> ItemQuerySet:
        """Items of the organ and of the organs below it."""
        return items.of_organs(Organ.objects.subtree_ids([value.pk]))

    def filter_topic(self, items: ItemQuerySet, name: str, value: Topic) -> ItemQuerySet:
        """Items of the topic, or of any topic of the class."""
        return items.filter(Q(topic=value) | Q(topic__parent=value))

    def filter_review(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Items by the day of their next review."""
        today = timezone.localdate()
        if value == "none":
            return items.filter(review_by=None)
        until = today if value == "due" else today + timedelta(days=31)
        return items.filter(review_by__lte=until)

    def filter_category(self, items: Any, name: str, value: CategoryPage) -> Any:
        """Items of the category and of its sub-categories."""
        return items.filter(within([value.path]))


class ItemIndexView(SheetExportMixin, ExplorableMixin, IndexView):
    """All items that the user may explore, with the metadata an office looks for."""

    template_name = "gongkai_catalogue/admin/items_index.html"
    default_ordering = "-latest_revision_created_at"
    list_export = (
        "index_number",
        "title",
        "document_number",
        "get_kind_display",
        "organ",
        "written_on",
        "published_on",
        "topic",
        "genre",
        "audience",
        "keywords",
        "summary",
        "review_by",
        "live",
        "url_path",
    )
    export_headings = {
        "title": _("名称"),
        "get_kind_display": _("信息类别"),
        "live": _("是否已公开"),
        "url_path": _("位置"),
    }

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Beside the way to a new item, the ways that the apps above have."""
        buttons: list[Any] = super().header_buttons
        for offer in hooks.get_hooks(BUTTONS_HOOK):
            buttons += offer(self.request)
        return buttons

    def get_base_queryset(self) -> Any:
        """Items that the user may explore."""
        return self.annotate_queryset(self.explorable_only(self.model.objects.all()))

    def annotate_queryset(self, pages: Any) -> Any:
        """Constant queries: every page is an item, so nothing has to be looked up by type."""
        return (
            pages.prefetch_related("content_type", "sites_rooted_here")
            .select_related("organ", "genre", "audience", "topic__parent")
            .defer_streamfields()
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )

    def search_queryset(self, queryset: Any) -> Any:
        """Every word stands in the title, document number or index number.

        Wagtail's own search finds no part of a Chinese sentence.
        """
        if not self.is_searching:
            return queryset
        found = Q()
        for word in self.search_query.split():
            found &= (
                Q(title__icontains=word)
                | Q(draft_title__icontains=word)
                | Q(index_number__icontains=word)
                | Q(document_number__icontains=word)
            )
        number = normalise_document_number(self.search_query)
        return queryset.filter(found | Q(document_number__icontains=number))

    def order_queryset(self, queryset: Any) -> Any:
        """Always ordered: there is no relevance to order by."""
        ordering = self.ordering or self.default_ordering
        if ordering == self.default_ordering:
            return newest_first(queryset)
        # Nothing is sorted by that no index has: a million rows would be read for a page of fifty.
        return queryset.order_by(ordering, "-pk" if ordering.startswith("-") else "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, with the filters that were saved under a name."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if not self.results_only:
            context |= saved_filters.context_for(self.request)
        return context

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row; yes and no in words."""
        row: dict[str, Any] = super().to_row_dict(item)
        row["live"] = str(_("是") if item.live else _("否"))
        return row


class UnbrokenColumn(Column):
    """A number or a day that is read as one: it does not break into two lines."""

    cell_template_name = "gongkai_catalogue/admin/unbroken_cell.html"


class DayColumn(UnbrokenColumn):
    """A day as a date; Wagtail's own column says how long ago it was."""

    def get_value(self, instance: Any) -> str | None:
        day = super().get_value(instance)
        return day.isoformat() if day else None


class ItemListingViewSet(PageListingViewSet):
    """The menu's list of items."""

    model = ItemPage
    name = "gongkai-items"
    icon = "doc-full"
    menu_label = _("条目")
    menu_name = "gongkai-items"
    index_view_class = ItemIndexView
    filterset_class = ItemFilterSet
    list_per_page = 50
    list_export = ItemIndexView.list_export
    export_headings = ItemIndexView.export_headings
    export_filename = "gongkai-items"
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("名称"), sort_key="title", classname="title"),
        UnbrokenColumn("index_number", label=_("索引号"), sort_key="index_number"),
        UnbrokenColumn("document_number", label=_("文号"), sort_key="document_number"),
        Column("get_kind_display", label=_("信息类别")),
        Column("organ_name", label=_("发布机构")),
        DayColumn("written_on", label=_("成文日期"), sort_key="written_on"),
        DayColumn("published_on", label=_("发布日期"), sort_key="published_on"),
        DayColumn("review_by", label=_("下次复核")),
        PageStatusColumn("status", label=_("状态"), classname="w-whitespace-nowrap"),
    ]


class TakenNumberMixin:
    """Says in the form that somebody took the number between the form's check and the writing of
    the row. What else is refused while an item is published, the review's views say."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        page: Any = self.page  # type: ignore[attr-defined]  # of the view
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc,no-any-return]  # of the view
        except IntegrityError:
            index_numbers.refuse_taken(page, page.index_number)
            raise


class ItemCreateView(TakenNumberMixin, CreateView):
    pass


class ItemEditView(TakenNumberMixin, EditView):
    pass


class ItemViewSet(PageViewSet):
    """Replaces the page views of items."""

    model = ItemPage
    name = "gongkai-item-views"
    add_view_class = ItemCreateView
    edit_view_class = ItemEditView


class StructureAddSubpageView(AddSubpageView):
    """Offers what may be created: who only adds is led to the form of an item."""

    def dispatch(
        self, request: HttpRequest, parent_page_id: int, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        parent = CategoryPage.objects.filter(pk=parent_page_id).first()
        if (
            parent
            and not may_build(request.user, parent)
            and parent.permissions_for_user(request.user).can_add_subpage()
        ):
            options = ItemPage._meta
            return redirect(
                "wagtailadmin_pages:add", options.app_label, options.model_name, parent.pk
            )
        return super().dispatch(  # type: ignore[no-any-return]  # Wagtail is untyped
            request, parent_page_id, *args, **kwargs
        )


class CategoryChildrenViewSet(PageViewSet):
    """Replaces the choice of page types below a category, and no other view."""

    model = CategoryPage
    name = "gongkai-category-views"
    # Wagtail takes the views of a page's children from the viewset of the parent: the explorer
    # goes on to show children of every type.
    parent_models = [CategoryPage]
    filterset_class = GenericPageFilterSet
    index_view_class = ChildrenIndexView
    add_subpage_view_class = StructureAddSubpageView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Views of children are views of pages."""
        return super().get_common_view_kwargs(  # type: ignore[no-any-return]  # Wagtail is untyped
            **{"model": Page, **kwargs}
        )


def may_build(user: Any, parent: Any) -> bool:
    """Whether ``user`` may change the structure below ``parent``, and not only write items."""
    return bool(parent.permissions_for_user(user).can_edit())


def is_structure(model: type) -> bool:
    """Whether pages of ``model`` make up a column rather than its content."""
    return issubclass(model, (CataloguePage, CategoryPage))
