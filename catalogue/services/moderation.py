"""Whether an item may be published, and the end of the approval workflow.

Wagtail imports this module while it makes its own models, so nothing here may import ours at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ..index_numbers import get_scheme

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from ..models import ItemPage


def require_numberable(item: ItemPage) -> None:
    """Check, without taking a number, that ``item`` could be given one today.

    Raises:
        ValidationError: at the field that is in the way.
    """
    if item.alias_of_id or item.index_number:
        return
    kept = item.published_on
    item.published_on = kept or timezone.localdate()
    try:
        get_scheme().series(item)
    finally:
        item.published_on = kept


def publish_approved(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish, or schedule, what the last task of a workflow approved.

    Named by ``WAGTAIL_FINISH_WORKFLOW_ACTION``. Wagtail's own action wants the last approver to
    hold the publish permission, with which they could publish past the workflow as well; here the
    approval itself is the permission.

    Raises:
        ValidationError: if the item cannot be published as it is; the approval is undone with it.
    """
    revision: Any = workflow_state.content_object.get_latest_revision()
    page = revision.as_object()
    if page.go_live_at and page.go_live_at > timezone.now() and hasattr(page, "index_number"):
        # Found out now, by the approver, rather than at night by the scheduler.
        require_numberable(page)
    revision.publish(user=user, skip_permission_checks=True)
