"""Where an item stands on its way to the public, for the system that wrote it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import Field
from wagtail.admin.utils import get_admin_base_url

from ..reference_model import ItemReference
from ..rooms import room

_STATUSES = {
    "draft": gettext_lazy("草稿"),
    "in_review": gettext_lazy("审查中"),
    "returned": gettext_lazy("已退回，待修改"),
    "scheduled": gettext_lazy("已审签，定时发布"),
    "public": gettext_lazy("已公开"),
    "withdrawn": gettext_lazy("已撤回"),
}


class Reference(Schema):
    """What the writing system calls the item."""

    system: str = Field(max_length=50, pattern=r"^[A-Za-z0-9_-]+$")
    id: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")


class Status(Schema):
    """A code and what it means."""

    code: str
    label: str


class Step(Schema):
    """The step of the review at which the item stands."""

    name: str
    due_on: date | None


class Comment(Schema):
    """What came of one step."""

    step: str
    outcome: Status
    at: datetime | None
    text: str


class Finding(Schema):
    """Something that looks like personal data or a mark of secrecy; masked."""

    kind: str
    label: str
    place: str
    masked: str
    advice: str


class ItemState(Schema):
    """An item and its review.

    ``status`` tells of the newest draft; ``is_public`` whether any text of the item is public now.
    """

    id: int
    title: str
    references: list[Reference]
    status: Status
    is_public: bool
    index_number: str | None
    published_on: date | None
    url: str | None
    edit_url: str
    step: Step | None
    comments: list[Comment]
    findings_to_answer: list[Finding]
    files_being_read: list[str]


class CreatedItem(ItemState):
    """As :class:`ItemState`; ``created`` is false where the reference was known."""

    created: bool


def state_of(page: Any) -> dict[str, Any]:
    """An item as :class:`ItemState` has it."""
    draft = page.get_latest_revision_as_object()
    report = room("gongkai_review", "services.findings").findings_of(draft)
    code = _status(page)
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    references = ItemReference.objects.filter(page_id=page.pk).order_by("pk")
    return {
        "id": page.pk,
        "title": draft.title,
        "references": [{"system": each.system, "id": each.identifier} for each in references],
        "status": {"code": code, "label": str(_STATUSES[code])},
        "is_public": page.live,
        "index_number": page.index_number or None,
        "published_on": page.published_on if page.live else None,
        "url": page.full_url if page.live else None,
        "edit_url": (get_admin_base_url() or "") + edit_url,
        "step": _step(page),
        "comments": _comments(page),
        "findings_to_answer": [
            {
                "kind": each.kind,
                "label": str(each.label),
                "place": str(each.place),
                "masked": each.masked,
                "advice": str(each.advice),
            }
            for each in report.unanswered
        ],
        "files_being_read": list(report.pending_files),
    }


def _status(page: Any) -> str:
    state = page.current_workflow_state
    if state is not None:
        is_returned = state.status == state.STATUS_NEEDS_CHANGES
        return "returned" if is_returned else "in_review"
    if page.scheduled_revision is not None:
        return "scheduled"
    if page.live:
        return "draft" if page.has_unpublished_changes else "public"
    withdrawal = room("gongkai_review", "withdrawn").withdrawal_of(page)
    return "withdrawn" if withdrawal else "draft"


def _step(page: Any) -> dict[str, Any] | None:
    state = page.current_workflow_task_state
    if state is None or state.status != state.STATUS_IN_PROGRESS:
        return None
    return {"name": state.task.name, "due_on": getattr(state.specific, "due_on", None)}


def _comments(page: Any) -> list[dict[str, Any]]:
    """Of the last time it was submitted, the oldest first; names of persons are left out."""
    state = page.workflow_states.order_by("-created_at", "-pk").first()
    if state is None:
        return []
    over = state.task_states.exclude(finished_at=None).select_related("task")
    return [
        {
            "step": each.task.name,
            "outcome": {"code": each.status, "label": _outcome(each)},
            "at": each.finished_at,
            "text": each.comment,
        }
        for each in over.order_by("finished_at", "pk")
    ]


def _outcome(state: Any) -> str:
    words = {
        state.STATUS_APPROVED: _("通过"),
        state.STATUS_REJECTED: _("退回"),
        state.STATUS_SKIPPED: _("跳过"),
        state.STATUS_CANCELLED: _("撤回提交"),
    }
    return str(words.get(state.status, state.get_status_display()))
