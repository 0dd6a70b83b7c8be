"""Storing many drafts at once, with the result of storing them one by one (see ``bulk``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from .bulk_checks import Draft, Refusals, check
from .bulk_rows import write
from .bulk_tree import lock_parents

if TYPE_CHECKING:
    from ..models import CategoryPage, ItemPage

Refuse = Callable[[int, ValidationError], None]


def store_drafts(
    pairs: Sequence[tuple[CategoryPage, ItemPage]],
    user: Any,
    refuse: Refuse,
    *,
    log_data: dict[str, Any] | None = None,
) -> None:
    """Store unsaved items as drafts of ``user`` below their categories, in one transaction.

    A number that an item brings is held for it, as that of any draft; numbers are given to the
    others when they are published. Whether the user may is asked by the caller.

    Args:
        refuse: is told the place in ``pairs`` and the errors of what cannot be stored.
    """
    drafts = [Draft(place, *pair) for place, pair in enumerate(pairs)]
    refused: Refusals = []
    with transaction.atomic():
        _store(drafts, user, log_data or {}, refused)
    for draft, error in refused:
        refuse(draft.position, error)


def _store(drafts: list[Draft], user: Any, log_data: dict[str, Any], refused: Refusals) -> None:
    refused_now: Refusals = []
    try:
        with transaction.atomic():
            _store_together(drafts, user, log_data, refused_now)
    except (DataError, IntegrityError) as error:
        # Another process took the same number or address a moment ago, or a value fits no column.
        for draft in drafts:
            draft.restore()
        if len(drafts) > 1:
            middle = len(drafts) // 2
            for half in (drafts[:middle], drafts[middle:]):
                _store(half, user, log_data, refused)
            return
        message = _("数据库不接受这个条目：%s") % error
        refused.append((drafts[0], ValidationError(message, code="database")))
        return
    refused.extend(refused_now)


def _store_together(
    drafts: list[Draft], user: Any, log_data: dict[str, Any], refused: Refusals
) -> None:
    parents = lock_parents(drafts)
    accepted = check(drafts, parents, refused)
    if not accepted:
        return
    for draft in accepted:
        item = draft.item
        parents[draft.category.pk].place(item)
        item.live = False
        item.has_unpublished_changes = True
        item.draft_title = item.title
        item.latest_revision_created_at = draft.at
        item.published_year = item.published_on.year if item.published_on else None
    write(accepted, user, log_data, live=False)
    for parent in parents.values():
        parent.count_children()
