"""张贴记录: the register, entering several boards at once, taking down, photos."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import ListingButton
from wagtail.permissions import policy_registry

from ..forms import PostingForm
from ..models import Posting
from ..rooms import catalogue
from ..services.postings import forget_photo
from ..views.entry import EntryView
from ..views.photo import photo
from ..views.take_down import TakeDownView
from .boards import ACTIONS
from .filters import PostingFilterSet
from .guards import guarded

NAMESPACE = "gongkai_notices_postings"


_SheetExportMixin: Any = catalogue("viewsets.exports").SheetExportMixin


def standing_words(posting: Posting) -> str:
    """How it stands today."""
    return str(posting.standing.label)


class DayColumn(Column):  # type: ignore[misc]  # Wagtail is untyped
    """A day as a date in one line; Wagtail's own column says how long ago it was."""

    cell_template_name = "gongkai_catalogue/admin/unbroken_cell.html"

    def get_value(self, instance: Any) -> str:
        """Year, month and day; nothing where there is none."""
        day = super().get_value(instance)
        return day.isoformat() if day else ""


class PostingIndexView(_SheetExportMixin, IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The list; its sheets run no formula and open in Excel."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Lines of the user's boards, with what the list and its sheets show."""
        policy = policy_registry.get_by_type(Posting)
        found: QuerySet[Any] = policy.instances_user_has_any_permission_for(
            self.request.user, ACTIONS
        )
        return found.select_related("board__organ")

    def get_list_buttons(self, instance: Posting) -> list[Any]:
        """撤下 beside what still hangs."""
        buttons: list[Any] = super().get_list_buttons(instance)
        policy = policy_registry.get_by_type(Posting)
        if not instance.removed_on and policy.user_has_permission_for_instance(
            self.request.user, "change", instance
        ):
            address = reverse(f"{NAMESPACE}:take_down", args=[instance.pk])
            buttons.insert(0, ListingButton(_("撤下"), url=address))
        return buttons


class PostingDeleteView(DeleteView):  # type: ignore[misc]  # Wagtail is untyped
    """Deletes the photo as well."""

    def delete_action(self) -> None:
        """The line, then its file."""
        former = Posting(photo=self.object.photo.name) if self.object.photo else None
        super().delete_action()
        if former is not None:
            forget_photo(former)


class PostingViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """Lines of the boards that the user keeps."""

    model = Posting
    name = NAMESPACE
    url_prefix = "gongkai-notices/postings"
    icon = "list-ul"
    menu_label = _("张贴记录")
    menu_name = "gongkai-notices-postings"
    copy_view_enabled = False
    index_view_class = PostingIndexView
    delete_view_class = PostingDeleteView
    search_backend_name = None
    search_fields = ["title", "posted_by", "note"]
    filterset_class = PostingFilterSet
    list_per_page = 50
    ordering = ["-posted_on", "-pk"]
    list_display = [
        "title",
        Column("board", label=_("公示栏")),
        DayColumn("posted_on", label=_("张贴日期"), sort_key="posted_on"),
        DayColumn("until", label=_("张贴至"), sort_key="until"),
        DayColumn("removed_on", label=_("撤下日期")),
        Column("standing", label=_("状态"), accessor=standing_words),
        Column("posted_by", label=_("张贴人")),
    ]
    list_export = [
        "title", "board.name", "board.get_kind_display", "board.organ.name", "posted_on", "until",
        "removed_on", "standing.label", "posted_by", "note",
    ]  # fmt: skip
    export_headings = {
        "title": _("张贴内容"),
        "board.name": _("公示栏"),
        "board.get_kind_display": _("类型"),
        "board.organ.name": _("负责机构"),
        "posted_on": _("张贴日期"),
        "until": _("张贴至"),
        "removed_on": _("撤下日期"),
        "standing.label": _("状态"),
        "posted_by": _("张贴人"),
        "note": _("备注"),
    }
    export_filename = "gongkai-postings"
    edit_handler = ObjectList(
        [
            FieldPanel("title", read_only=True),
            FieldPanel("board", read_only=True),
            FieldRowPanel([FieldPanel("posted_on"), FieldPanel("until")]),
            FieldPanel("removed_on"),
            FieldPanel("posted_by"),
            FieldPanel("photo"),
            FieldPanel("note"),
        ],
        base_form_class=PostingForm,
    )

    @property
    def add_view(self) -> Any:
        """Several boards at once, in place of one line."""
        return EntryView.as_view()

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Every view refuses lines of other organs' boards."""
        actions = ["delete"] if view_class is self.delete_view_class else ACTIONS
        return guarded(super().construct_view(view_class, **kwargs), self.model, actions)

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's pages, and two of our own."""
        down = guarded(TakeDownView.as_view(), Posting, ["change"])
        shown = guarded(photo, Posting, ACTIONS)
        return [
            *super().get_urlpatterns(),
            path("take-down/<int:pk>/", down, name="take_down"),
            path("photo/<int:pk>/", shown, name="photo"),
        ]
