"""Synonyms in the Wagtail admin."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect, Textarea
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from ..exports import SheetExportMixin
from ..forms import RecordedForm
from ..models import SynonymGroup


class SynonymIndexView(SheetExportMixin, IndexView):
    """The list, with the way to a whole sheet of them."""

    export_headings = {
        "get_kind_display": _("关系"),
        "words": _("词语"),
        "found_words": _("同时检索的词语"),
        "note": _("备注"),
    }

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if self.permission_policy.user_has_permission(self.request.user, "add"):
            buttons.append(
                Button(
                    _("从表格导入"),
                    url=reverse("gongkai_search_admin:import_synonyms"),
                    icon_name="upload",
                    priority=20,
                )
            )
        return buttons


class SynonymCreateView(CreateView):
    """The empty form, or that for a query of the report."""

    def get_initial_form_instance(self) -> SynonymGroup:
        return SynonymGroup(words=self.request.GET.get("words", "")[:200])


class SynonymViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "list-ul"
    menu_label = _("同义词")
    menu_name = "gongkai-search-synonyms"
    copy_view_enabled = False
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    search_backend_name = None
    search_fields = ["words", "found_words", "note"]
    list_display = [
        "__str__",
        Column("get_kind_display", label=_("关系"), sort_key="kind"),
        Column("note", label=_("备注")),
        Column("changed_by", label=_("最后修改人")),
        DateColumn("changed_at", label=_("最后修改时间"), sort_key="changed_at"),
    ]
    list_export = ["get_kind_display", "words", "found_words", "note"]
    export_filename = "synonyms"
    list_filter = ["kind"]
    list_per_page = 100
    ordering = ["words"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "群众的说法和文件的用词常常不同，如“低保”和“最低生活保障”。这里登记以后，"
                    "检索其中一个词，也会找到另一个词；加引号的词不受影响。"
                    "同样在标题里或者同样在正文里的，写了原词的排在前面。"
                    "保存后立即生效，不需要重建索引。"
                )
            ),
            FieldPanel("kind", widget=RadioSelect),
            FieldPanel("words", widget=Textarea(attrs={"rows": 5})),
            FieldPanel("found_words", widget=Textarea(attrs={"rows": 4})),
            FieldPanel("note"),
        ],
        base_form_class=RecordedForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SynonymGroup]:
        """Groups with who changed them."""
        return SynonymGroup.objects.select_related("changed_by")
