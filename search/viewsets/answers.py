"""Answered questions in the Wagtail admin."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from ..exports import SheetExportMixin
from ..forms import RecordedForm
from ..models import AnsweredQuestion


class AnswerIndexView(SheetExportMixin, IndexView):
    """The list."""

    export_headings = {
        "question": _("问题"),
        "page.title": _("答复的页面"),
        "page.full_url": _("网址"),
        "note": _("备注"),
    }


class AnswerCreateView(CreateView):
    """The empty form, or that for a query of the report."""

    def get_initial_form_instance(self) -> AnsweredQuestion:
        return AnsweredQuestion(question=self.request.GET.get("question", "")[:100])


class AnswerViewSet(SnippetViewSet):
    model = AnsweredQuestion
    icon = "help"
    menu_label = _("已答复问题")
    menu_name = "gongkai-search-answers"
    copy_view_enabled = False
    index_view_class = AnswerIndexView
    add_view_class = AnswerCreateView
    search_backend_name = None
    search_fields = ["question", "note", "page__title"]
    list_display = [
        "question",
        Column("page", label=_("答复的页面")),
        Column("note", label=_("备注")),
        Column("changed_by", label=_("最后修改人")),
        DateColumn("changed_at", label=_("最后修改时间"), sort_key="changed_at"),
    ]
    list_export = ["question", "page.title", "page.full_url", "note"]
    export_filename = "answered-questions"
    list_per_page = 100
    ordering = ["question"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "登记哪个页面答复哪个问题。检索这个问题或者相近的问题时，这个页面排得更靠前；"
                    "同一个问题可以登记几个页面。保存后立即生效。"
                )
            ),
            FieldPanel("question"),
            PageChooserPanel("page"),
            FieldPanel("note"),
        ],
        base_form_class=RecordedForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnsweredQuestion]:
        """Questions with their pages and who changed them."""
        return AnsweredQuestion.objects.select_related("changed_by", "page")
