"""审查: the list of what waits for the user."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, Table
from wagtail.admin.views.generic import BaseListingView

from ..models import DueTaskState, LeaderApprovalTask, SecrecyReviewTask
from ..queue import Entry, amber_until, as_entries, states_for
from ..refusals import tasks_of

_STEPS = {"review": SecrecyReviewTask, "approval": LeaderApprovalTask}
ICON = "clipboard-list"


def may_review(user: Any) -> bool:
    """Whether somebody belongs to the people of a step."""
    return bool(user.is_superuser or tasks_of(user).exists())


class ReviewMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """The queue's place in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who has something to decide, now or later."""
        return may_review(request.user)


class QueueFilterSet(WagtailFilterSet):
    """Narrows the list by step and by due date."""

    step = django_filters.ChoiceFilter(
        label=_("环节"),
        empty_label=_("全部"),
        choices=[("review", _("保密审查")), ("approval", _("审签"))],
        method="at_step",
    )
    due = django_filters.ChoiceFilter(
        label=_("期限"),
        empty_label=_("全部"),
        choices=[
            ("red", _("已逾期")),
            ("amber", _("即将到期")),
            ("ok", _("期限未到")),
            ("referred", _("已报请确定，等待答复")),
        ],
        method="with_due",
    )

    class Meta:
        model = DueTaskState
        fields: list[str] = []

    def at_step(self, states: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Steps of one kind."""
        kind = ContentType.objects.get_for_model(_STEPS[value])
        return states.filter(task__content_type=kind)

    def with_due(self, states: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Steps of one colour; the same rule as that of the list."""
        if value == "referred":
            return states.exclude(referred_to="")
        today = timezone.localdate()
        soon = amber_until(today)
        wanted: dict[str, dict[str, Any]] = {
            "red": {"due_on__lt": today},
            "amber": {"due_on__range": (today, soon)},
            "ok": {"due_on__gt": soon},
        }
        return states.filter(referred_to="", **wanted[value])


class EntryColumn(Column):
    """Title, type, and why the user may not decide."""

    cell_template_name = "gongkai_review/admin/cells/entry.html"


class DueColumn(Column):
    """Due date and how near it is."""

    cell_template_name = "gongkai_review/admin/cells/due.html"


class SelectColumn(BulkActionsCheckboxColumn):
    """A box for what can be decided together with others."""

    cell_template_name = "gongkai_review/admin/cells/select.html"


class QueueTable(Table):
    """The list, with the colour of the due date at its edge."""

    def get_row_classname(self, instance: Entry) -> str:
        """A class for the row."""
        return f"gk-queue__row gk-queue__row--{instance.due.urgency}"


class QueueView(BaseListingView):  # type: ignore[misc]  # Wagtail is untyped
    """What waits for the user, the earliest due date first."""

    model = DueTaskState
    page_title = _("审查")
    verbose_name = _("稿件")
    verbose_name_plural = _("稿件")
    header_icon = ICON
    template_name = "gongkai_review/admin/queue.html"
    results_template_name = "gongkai_review/admin/queue_results.html"
    index_url_name = "gongkai_review:queue"
    index_results_url_name = "gongkai_review:queue_results"
    filterset_class = QueueFilterSet
    table_class = QueueTable
    table_classname = "listing gk-queue"
    is_searchable = True
    paginate_by = 50
    columns = [
        SelectColumn("bulk_actions", obj_type="duetaskstate"),
        EntryColumn("title", label=_("稿件"), width="40%"),
        Column("task_name", label=_("环节"), classname="gk-queue__task"),
        Column("organ", label=_("发布机构"), classname="gk-queue__wide"),
        Column("submitted_by", label=_("提交人"), classname="gk-queue__wide"),
        DueColumn("due", label=_("办理期限")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for the people of a step."""
        if not may_review(request.user):
            response: HttpResponseBase = permission_denied(request)
            return response
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_base_queryset(self) -> QuerySet[Any]:
        """Steps of the user, in the order of due dates."""
        return states_for(self.request.user)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Every word stands in title, organ or the submitter's name.

        Asked of the entries: an organ is whatever a page type says it is, and a queue is short.
        """
        if not self.is_searching:
            return queryset
        entries = as_entries(queryset, self.request.user)
        found = [entry.pk for entry in entries if entry.says(self.search_query)]
        return queryset.filter(pk__in=found)

    def get_table(self, object_list: Any) -> Table:
        """Rows are entries."""
        return super().get_table(as_entries(object_list, self.request.user))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The footer for several at once needs to know of what."""
        return super().get_context_data(*args, **kwargs) | {"model_opts": DueTaskState._meta}
