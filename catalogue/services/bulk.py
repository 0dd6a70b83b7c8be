"""Publishing many items at once, with the result of publishing them one by one.

What ``category.add_child(instance=item)``, ``item.save_revision()`` and ``revision.publish()``
leave behind is left behind here as well: rows of page, item and attachments, one revision, the
log entries *create* and *publish*, the index number and its register, the reference index and the
search index. It takes a few statements for a batch instead of some thirty for an item.

Signals: ``page_published`` and ``published`` are sent for every item after its batch is committed,
so that Wagtail's own receivers (frontend cache, API cache) and those of a host are served.
``pre_save`` and ``post_save`` are not sent; what Wagtail does at ``post_save``, both indexes, is
done here.

The database must return the keys of rows inserted together (SQLite 3.35, PostgreSQL, MariaDB).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from ..models import ItemPage
from ..reviewed import review_module
from ..serving_app import serving_module
from ..tallies.writing import recount
from .bulk_checks import Draft, Refusals, check
from .bulk_numbers import assign_numbers, register_numbers
from .bulk_rows import announce, settle_publication, write
from .bulk_tree import TREE, lock_parents

if TYPE_CHECKING:
    from ..models import CategoryPage

BATCH_SIZE = 200

Refuse = Callable[[int, "ItemPage", ValidationError], None]
Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Publication:
    """How items are published.

    ``reason`` says what is brought in and from where: items that come in bulk have passed no
    review, and each gets a record that says so. ``user`` is who publishes, None for the system;
    ``at`` gives the moment of an item's publication (now, if absent); ``log_data`` goes into the
    log entries. ``in_transaction`` is told how many positions are done, in the transaction of each
    batch: what it writes stands if and only if the batch does. With ``skip_permission_checks`` the
    caller has asked already whether the user may publish; the permission for history is another
    one than that of pages.
    """

    reason: str
    user: Any = None
    at: Callable[[ItemPage], datetime] | None = None
    log_data: dict[str, Any] = field(default_factory=dict)
    batch_size: int = BATCH_SIZE
    in_transaction: Progress | None = None
    skip_permission_checks: bool = False


def publish_items(
    pairs: Iterable[tuple[CategoryPage, ItemPage]],
    how: Publication,
    *,
    refuse: Refuse | None = None,
    progress: Progress | None = None,
) -> int:
    """Publish unsaved items below their categories; return how many were published.

    ``pairs`` is read batch by batch, each batch is one transaction, and the items of a category
    stand in the order in which they come. Attachments are those in ``item.attachments``.

    An item that may not be published goes to ``refuse`` with its position in ``pairs`` (from 0)
    and its errors by field, and the others go on. ``progress`` is told after every batch how many
    positions are done.

    Raises:
        ValidationError: an item is invalid and ``refuse`` was not given; its whole batch is undone.
            Or no reason is given; nothing was done then.
        PermissionDenied: the user may not publish below one of the categories.
    """
    waiting = iter(pairs)
    importing = review_module("services.imports").importing
    done = published = 0
    while batch := list(islice(waiting, how.batch_size)):
        if not how.skip_permission_checks:
            _check_permissions(how.user, (category for category, _item in batch))
        drafts = [Draft(done + index, *pair) for index, pair in enumerate(batch)]
        refused: Refusals = []
        with importing(how.reason, how.user), transaction.atomic():
            published += _publish_batch(drafts, how, refused, strict=refuse is None)
            if how.in_transaction is not None:
                how.in_transaction(done + len(batch))
        for draft, error in sorted(refused, key=lambda pair: pair[0].position):
            if refuse is not None:
                refuse(draft.position, draft.item, error)
        done += len(batch)
        if progress is not None:
            progress(done)
    if published >= how.batch_size:
        _refresh_planner_statistics()
    return published


def _refresh_planner_statistics() -> None:
    """Let the database know how many rows there are now.

    Until it does, PostgreSQL's counts may take minutes, and SQLite sorts a whole catalogue to show
    its newest items: home page at 21,000 items 188 ms, afterwards 82 ms. SQLite is told of all
    tables: it takes one that it knows nothing of for a large one, and reads the catalogue first.
    """
    if connection.vendor not in {"postgresql", "sqlite"}:
        return
    tables = ""
    if connection.vendor == "postgresql":
        names = (each._meta.db_table for each in (TREE, ItemPage))
        tables = ", ".join(map(connection.ops.quote_name, names))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def _check_permissions(user: Any, categories: Iterable[CategoryPage]) -> None:
    if user is None:
        return
    for category in {each.pk: each for each in categories}.values():
        if not category.permissions_for_user(user).can_publish_subpage():
            raise PermissionDenied(
                _("“%(user)s”不能在“%(category)s”下发布条目。")
                % {"user": user, "category": category.title}
            )


def _publish_batch(drafts: list[Draft], how: Publication, refused: Refusals, strict: bool) -> int:
    """Publish a batch; where the database itself refuses, find out which items it is about."""
    refused_now: Refusals = []
    try:
        with transaction.atomic():
            accepted = _publish_together(drafts, how, refused_now)
            if strict and refused_now:
                raise refused_now[0][1]
    except ValidationError:
        _restore(drafts)
        raise
    except (DataError, IntegrityError) as error:
        # Another process took the same number or address a moment ago, or a value fits no column.
        _restore(drafts)
        if len(drafts) > 1:
            middle = len(drafts) // 2
            return sum(
                _publish_batch(half, how, refused, strict)
                for half in (drafts[:middle], drafts[middle:])
            )
        refusal = ValidationError(_("数据库不接受这个条目：%s") % error, code="database")
        if strict:
            raise refusal from error
        refused.append((drafts[0], refusal))
        return 0
    refused.extend(refused_now)
    return accepted


def _publish_together(drafts: list[Draft], how: Publication, refused: Refusals) -> int:
    """Everything of one batch that happens in its transaction."""
    parents = lock_parents(drafts)
    accepted = check(drafts, parents, refused)
    accepted = assign_numbers(accepted, refused, how.at)
    if not accepted:
        return 0
    for draft in accepted:
        parents[draft.category.pk].place(draft.item)
        settle_publication(draft)
    revisions = write(accepted, how.user, how.log_data)
    register_numbers(accepted)
    recount(draft.item.pk for draft in accepted)
    for parent in parents.values():
        parent.count_children()
    categories = {draft.category.pk: draft.category for draft in accepted}
    serving_module("changes").pages_changed(categories.values())
    transaction.on_commit(lambda: announce(accepted, revisions), robust=True)
    return len(accepted)


def _restore(drafts: list[Draft]) -> None:
    for draft in drafts:
        draft.restore()
