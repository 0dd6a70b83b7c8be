"""The admin's home: my tasks, what is stuck, the last exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import TaskState

from ..models import DueTaskState
from ..queue import entries_for, last_exceptions, stuck
from .queue import may_review

_SHOWN = 10
_EXCEPTIONS = 5


class ReviewPanel(Component):
    """A panel of the review; shown when it has something to say."""

    @property
    def media(self) -> Media:
        """Colours of due dates."""
        return Media(css={"all": ["gongkai_review/admin/review.css"]})


class MyTasksPanel(ReviewPanel):
    """我的任务: what the user may decide, the earliest due date first."""

    name = "gongkai_review_tasks"
    template_name = "gongkai_review/admin/home/tasks.html"
    order = 102

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The first of them, and how many there are."""
        user = (parent_context or {})["request"].user
        mine = [entry for entry in entries_for(user) if not entry.refusals]
        return {
            "entries": mine[:_SHOWN],
            "number": len(mine),
            "is_reviewer": bool(mine) or may_review(user),
        }


class StuckPanel(ReviewPanel):
    """卡在哪里: what is past its due date, and where it stands."""

    name = "gongkai_review_stuck"
    template_name = "gongkai_review/admin/home/stuck.html"
    order = 103

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The longest overdue first."""
        entries = stuck((parent_context or {})["request"].user)
        return {"entries": entries[:_SHOWN], "number": len(entries)}


class ExceptionsPanel(ReviewPanel):
    """最近的例外发布: for who answers for the review."""

    name = "gongkai_review_exceptions"
    template_name = "gongkai_review/admin/home/exceptions.html"
    order = 104

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The newest records."""
        user = (parent_context or {})["request"].user
        may_see = user.has_perm("gongkai_review.view_reviewrecord") or may_review(user)
        return {"records": last_exceptions(_EXCEPTIONS) if may_see else []}


class OtherTasksPanel(WorkflowObjectsToModeratePanel):  # type: ignore[misc]  # Wagtail is untyped
    """Wagtail's own list of what waits, without the review's steps: its buttons fail there."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Steps of other workflows; where there are none, nothing is gone through."""
        running = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not running.exclude(pk__in=DueTaskState.objects.values("pk")).exists():
            return {"states": []}
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["states"] = [
            state
            for state in context["states"]
            if not issubclass(state["task_state"].content_type.model_class(), DueTaskState)
        ]
        return context


def change_home(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panels of the review on the home page."""
    panels[:] = [
        OtherTasksPanel() if type(panel) is WorkflowObjectsToModeratePanel else panel
        for panel in panels
    ]
    panels += [MyTasksPanel(), StuckPanel(), ExceptionsPanel()]
