"""Deciding about the text that somebody has read, and about no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..content import content_digest
from ..models import DueTaskState
from ..services.decisions import draft_of

Result = TypeVar("Result")
CHANGED = "changed_while_read"


def as_seen(state: DueTaskState, seen: str, act: Callable[[], Result]) -> Result:
    """Do something about a step if its draft still is what was shown.

    Args:
        seen: digest of the draft that the page with the form showed.
        act: decides through the services; what it raises undoes everything.

    Raises:
        ValidationError: the draft was changed meanwhile; code ``changed_while_read``.
    """
    with transaction.atomic():
        # A second press of the button waits here, and finds the step done.
        locked = DueTaskState.objects.select_for_update().get(pk=state.pk)
        if locked.status == locked.STATUS_IN_PROGRESS:
            _revision, draft = draft_of(locked)
            if content_digest(draft) != seen:
                raise ValidationError(_("您阅读期间稿件有改动，请重新核对。"), code=CHANGED)
        return act()


def was_changed(error: ValidationError) -> bool:
    """Whether an error says that the draft was changed while it was read."""
    return not hasattr(error, "error_dict") and any(
        each.code == CHANGED for each in error.error_list
    )
