"""公示栏: the vocabulary of boards."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from ..forms import BoardForm
from ..models import NoticeBoard
from .guards import guarded

ACTIONS = ["add", "change", "delete", "view"]


class NoticeBoardIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """Boards of the user's organs, with the number of sheets that hang there."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """What the list shows."""
        policy = policy_registry.get_by_type(NoticeBoard)
        found: QuerySet[Any] = policy.instances_user_has_any_permission_for(
            self.request.user, ACTIONS
        )
        up = Count("postings", filter=Q(postings__removed_on=None))
        return found.select_related("organ").annotate(up=up)


class NoticeBoardViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """The pages of boards."""

    model = NoticeBoard
    name = "gongkai_notices_boards"
    url_prefix = "gongkai-notices/boards"
    icon = "site"
    menu_label = _("公示栏")
    menu_name = "gongkai-notices-boards"
    copy_view_enabled = False
    index_view_class = NoticeBoardIndexView
    # Search by parts of a name in the database: Wagtail's index finds no part of a Chinese word.
    search_backend_name = None
    search_fields = ["name", "address"]
    list_filter = ["kind", "is_active"]
    list_per_page = 50
    list_display = [
        "name",
        Column("get_kind_display", label=_("类型")),
        Column("organ", label=_("负责机构")),
        Column("address", label=_("地址")),
        Column("up", label=_("未撤下")),
        BooleanColumn("is_active", label=_("在用")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("organ", widget=Select), FieldPanel("kind")]),
            FieldPanel("address"),
            FieldPanel("is_public"),
            FieldPanel("is_active"),
        ],
        base_form_class=BoardForm,
    )

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Every view refuses boards of other organs."""
        actions = ["delete"] if view_class is self.delete_view_class else ACTIONS
        return guarded(super().construct_view(view_class, **kwargs), self.model, actions)
