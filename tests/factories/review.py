"""Texts on their way through the review, as people send them there."""

from __future__ import annotations

from review.enums import Decision
from review.law import CHECKLIST
from review.models import DueTaskState, SecrecyReviewTask
from review.services import decisions

ALL_CHECKED = tuple(check.code for check in CHECKLIST)


def passing(**fields) -> decisions.Review:
    """A review that lets a text through."""
    return decisions.Review(
        **{"decision": Decision.PUBLISH, "checklist": ALL_CHECKED, "remark": "", **fields}
    )


def task_state_of(page) -> DueTaskState:
    """The step at which a page stands."""
    page = type(page).objects.get(pk=page.pk)
    return DueTaskState.objects.get(pk=page.current_workflow_task_state.pk)


def submit(page, user) -> DueTaskState:
    """Send the newest draft of a page on its way."""
    page = type(page).objects.get(pk=page.pk)
    page.get_workflow().start(page, user)
    return task_state_of(page)


def decide(page, user, action="approve", comment=""):
    """Pass a page on at the step where it stands, or hand it back; return the record."""
    state = task_state_of(page)
    if action == "reject":
        return decisions.hand_back(state, user, comment)
    if isinstance(state.task.specific, SecrecyReviewTask):
        return decisions.review(state, user, passing(remark=comment))
    return decisions.approve(state, user, comment)


def publish_reviewed(page, staff):
    """Have the newest draft of a page reviewed, approved and published by a column's people."""
    submit(page, staff.editor)
    decide(page, staff.reviewer)
    decide(page, staff.approver)
    return type(page).objects.get(pk=page.pk)
