"""Why somebody may not decide, for many steps at once: what ``services.decisions.refusals`` says of
one, in a number of queries that does not grow with theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, Task

from .enums import DECISIVE, Action
from .four_eyes import released_revisions
from .models import (
    DraftAuthor,
    DueTaskState,
    LeaderApprovalTask,
    ReviewRecord,
    SecrecyReviewTask,
)


def tasks_of(user: Any) -> QuerySet[Task]:
    """Steps whose people ``user`` belongs to, administrators left aside."""
    groups = user.groups.all()
    return Task.objects.filter(
        Q(pk__in=SecrecyReviewTask.objects.filter(groups__in=groups).values("pk"))
        | Q(pk__in=LeaderApprovalTask.objects.filter(groups__in=groups).values("pk"))
    )


def refusals_of_many(states: Sequence[DueTaskState], user: Any) -> dict[int, list[str]]:
    """Sentences by key of the step; an empty list where ``user`` may decide."""
    if not states:
        return {}
    last_step = ContentType.objects.get_for_model(LeaderApprovalTask).pk
    mine = set(tasks_of(user).values_list("pk", flat=True))
    keys = {int(state.workflow_state.object_id) for state in states}
    wrote = _written_by(user, keys)
    reviewed = _reviewed_by(user, keys)
    found: dict[int, list[str]] = {}
    for state in states:
        page_id = int(state.workflow_state.object_id)
        is_last = state.task.content_type_id == last_step
        sentence = ""
        if not (user.is_superuser or state.task_id in mine):
            sentence = _("您不在“%s”环节的用户组中。") % state.task.name
        elif page_id in wrote:
            sentence = _("您起草或者修改过这份稿件，须由他人%s。") % (
                _("审签") if is_last else _("审查")
            )
        elif is_last and page_id in reviewed:
            sentence = _("这份稿件由您审查，须由他人审签。")
        found[state.pk] = [sentence] if sentence else []
    return found


def _written_by(user: Any, keys: Iterable[int]) -> set[int]:
    """Pages of which the user wrote what is not public yet; see ``four_eyes.authors_of``."""
    released = released_revisions(keys)
    revisions = Revision.page_revisions.filter(user=user, object_id__in=[str(key) for key in keys])
    written = [
        *DraftAuthor.objects.filter(user=user, page_id__in=keys).values_list(
            "page_id", "revision_id"
        ),
        *((int(key), revision) for key, revision in revisions.values_list("object_id", "pk")),
    ]
    found = {key for key, revision in written if revision > (released.get(key) or 0)}
    owned = Page.objects.filter(pk__in=keys, owner=user).values_list("pk", flat=True)
    return found | {key for key in owned if not released.get(key)}


def _reviewed_by(user: Any, keys: Iterable[int]) -> set[int]:
    """Pages whose last decision is a review of the user's."""
    newest = (
        ReviewRecord.objects.filter(page_id__in=keys, action__in=DECISIVE)
        .order_by()
        .values("page_id")
        .annotate(newest=Max("number"))
        .values("newest")
    )
    records = ReviewRecord.objects.filter(
        number__in=newest, action=Action.REVIEWED, actor_id=str(user.pk)
    )
    return set(records.values_list("page_id", flat=True))
