"""列对应方案: the saved mappings; they are made in the wizard, renamed and deleted here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from ..fields import FIELDS
from ..models import ImportMapping
from ..views.base import MAPPINGS


def columns_of(mapping: ImportMapping) -> str:
    """Which heading means what, in a line."""
    return "；".join(
        f"{heading}→{FIELDS[code].label}"
        for heading, code in mapping.columns.items()
        if code in FIELDS
    )


class OwnMixin:
    """A view of a mapping that the user may change."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """The mapping.

        Raises:
            PermissionDenied: it is somebody else's.
        """
        view: Any = self
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of the view
        policy = view.permission_policy
        if not policy.user_has_permission_for_instance(
            view.request.user, view.permission_required, found
        ):
            raise PermissionDenied
        return found


class MappingEditView(OwnMixin, EditView):  # type: ignore[misc]  # Wagtail is untyped
    """Renames."""


class MappingDeleteView(OwnMixin, DeleteView):  # type: ignore[misc]  # Wagtail is untyped
    """Deletes."""


class MappingViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """List, renaming and deleting."""

    model = ImportMapping
    name = MAPPINGS
    url_prefix = "gongkai-imports/mappings"
    icon = "list-ul"
    menu_label = _("列对应方案")
    menu_name = "gongkai-imports-mappings"
    add_to_admin_menu = False
    copy_view_enabled = False
    edit_view_class = MappingEditView
    delete_view_class = MappingDeleteView
    search_backend_name = None
    search_fields = ["name"]
    list_per_page = 50
    ordering = ["name"]
    list_display = [
        "name",
        Column("columns", label=_("各列对应的字段"), accessor=columns_of),
        Column("created_by", label=_("建立人")),
        DateColumn("updated_at", label=_("更新时间")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "这里只改方案的名称。要改列的对应，导入时选用方案，修改后以同一名称保存。"
                )
            ),
            FieldPanel("name"),
        ]
    )
