"""Letters about the review: to whom it may decide next, and to whom it went through or came back.

Wagtail writes about its own tasks only, within the request, and quotes titles and comments as they
are. These go out after the transaction; they say what is to be done and where, and nothing of
persons: titles are masked, and reasons stay in the admin.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.mail import (
    OpenedConnection,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
    send_mail,
)
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from .four_eyes import authors_of
from .models import DueTaskState
from .scanning import masked_text

logger = logging.getLogger(__name__)


class OthersMixin:
    """One of Wagtail's own letters, for workflows that are none of the review's."""

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        """Whether the letter is Wagtail's business."""
        mine: bool = super().can_handle(instance, **kwargs)  # type: ignore[misc]  # of Wagtail
        return mine and not is_review(instance)


class OthersSubmission(OthersMixin, WorkflowStateSubmissionEmailNotifier):
    """To administrators."""


class OthersApproval(OthersMixin, WorkflowStateApprovalEmailNotifier):
    """To who submitted."""


class OthersRejection(OthersMixin, WorkflowStateRejectionEmailNotifier):
    """To who submitted."""


_submission, _approval, _rejection = OthersSubmission(), OthersApproval(), OthersRejection()


def is_review(state: WorkflowState) -> bool:
    """Whether a workflow stands, or ended, at a step of the review."""
    current = state.current_task_state
    model = current.content_type.model_class() if current else None
    return bool(model and issubclass(model, DueTaskState))


def connect() -> None:
    """Listen to workflows. Wagtail's own letters about them are replaced, whichever app is made
    ready first: the one that comes second finds the name taken."""
    replaced = (
        (workflow_submitted, _submission, "workflow_state_submitted_email_notification"),
        (workflow_approved, _approval, "workflow_state_approved_email_notification"),
        (workflow_rejected, _rejection, "workflow_state_rejected_email_notification"),
    )
    for signal, notifier, name in replaced:
        signal.disconnect(sender=WorkflowState, dispatch_uid=name)
        signal.connect(notifier, sender=WorkflowState, dispatch_uid=name)
    task_submitted.connect(
        tell_who_decides, sender=DueTaskState, dispatch_uid="gongkai_review_task_submitted"
    )
    for signal, tell in (
        (workflow_approved, tell_of_approval),
        (workflow_rejected, tell_of_return),
    ):
        signal.connect(tell, sender=WorkflowState, dispatch_uid=f"gongkai_review_{tell.__name__}")


def tell_who_decides(instance: DueTaskState, user: Any = None, **kwargs: Any) -> None:
    """A text came to a step: write to those who may decide there."""
    _after_commit(_write_to_deciders, instance.pk, getattr(user, "pk", None))


def tell_of_approval(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """A text went through: write to who submitted it."""
    if is_review(instance):
        _after_commit(_write_to_submitter, instance.pk, getattr(user, "pk", None), "approved")


def tell_of_return(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """A text came back: write to who submitted it."""
    if is_review(instance):
        _after_commit(_write_to_submitter, instance.pk, getattr(user, "pk", None), "rejected")


def _after_commit(write: Any, *arguments: Any) -> None:
    def send() -> None:
        write(*arguments)

    # A mail server that is away undoes no decision.
    transaction.on_commit(send, robust=True)


def _write_to_deciders(state_id: int, actor_id: Any) -> None:
    state = (
        DueTaskState.objects.select_related("workflow_state", "task").filter(pk=state_id).first()
    )
    if state is None or state.status != DueTaskState.STATUS_IN_PROGRESS:
        return
    page: Any = Page.objects.filter(pk=state.workflow_state.object_id).first()
    if page is None:
        return
    people = get_user_model()._default_manager.filter(groups__in=state.task.specific.groups.all())
    if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
        people = people | get_user_model()._default_manager.filter(is_superuser=True)
    # Who wrote it has nothing to decide.
    people = people.exclude(pk__in={actor_id, *authors_of(page)} - {None}).distinct()
    context = {
        "title": masked_text(page.draft_title),
        "task": state.task.name,
        "due_on": state.due_on,
        "path": reverse("gongkai_review:decide", args=[state.pk]),
    }
    _send(people, "submitted", context)


def _write_to_submitter(workflow_state_id: int, actor_id: Any, notification: str) -> None:
    state = (
        WorkflowState.objects.select_related("requested_by", "current_task_state__task")
        .filter(pk=workflow_state_id)
        .first()
    )
    if state is None or state.requested_by is None or state.requested_by_id == actor_id:
        return
    page: Any = Page.objects.filter(pk=state.object_id).first()
    if page is None:
        return
    context = {
        "title": masked_text(page.draft_title),
        "task": state.current_task_state.task.name if state.current_task_state else "",
        "is_public": page.live and not page.has_unpublished_changes,
        "path": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    _send([state.requested_by], notification, context)


def _send(people: Iterable[Any], notification: str, context: dict[str, Any]) -> None:
    """Write to those who have an address and want letters of this kind."""
    wanted = f"{notification}_notifications"
    readers = [
        person
        for person in people
        if person.is_active and person.email and getattr(UserProfile.get_for_user(person), wanted)
    ]
    if not readers:
        return
    template = f"gongkai_review/mails/{notification}"
    context = context | {"url": f"{get_admin_base_url() or ''}{context['path']}"}
    with OpenedConnection(get_connection()) as connection:
        for reader in readers:
            with override(reader.wagtail_userprofile.get_preferred_language()):
                subject = render_to_string(f"{template}_subject.txt", context)
                text = render_to_string(f"{template}.txt", context)
            try:
                send_mail(
                    " ".join(subject.split()), text.strip(), [reader.email], connection=connection
                )
            except OSError as error:
                # Of SMTP and of the network; not to whom.
                logger.warning("A letter of the review was not sent: %s", type(error).__name__)
