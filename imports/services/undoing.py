"""Undoing a whole batch: everything, or nothing where something of it was changed since.

All items are looked at before the first one goes. They go in portions, the newest first, each a
transaction of its own that looks at its items again under lock: nobody else waits for longer than
a portion takes. What was changed meanwhile ends it there; what a crash has left is taken away by
undoing again.

What stays is what must: records of the review (append-only), the audit log, counters of index
numbers (nothing is given twice), and numbers that this platform gave by itself. Numbers that came
with the sheet are free again, so that the same sheet can be brought in anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex

from .. import rooms
from ..conf import number
from ..enums import UNDOABLE, BatchState, RowState
from ..models import ImportBatch, ImportRow
from .receiving import PUBLISH, require_importer
from .turns import give_way

UNDONE = "gongkai_imports.undo"
DELETED = "wagtail.delete"
_AT_ONCE = 100
_NAMED = 10


def may_undo(batch: ImportBatch, user: Any) -> bool:
    """Whoever imported it may take it back, and whoever may publish history; what is public only
    the latter."""
    if user is None or user.has_perm(PUBLISH):
        return True
    return not batch.publishes and batch.created_by_id == user.pk


def undo(batch: ImportBatch, user: Any) -> ImportBatch:
    """Take everything away that a batch has brought, or what an earlier try has left of it.

    Raises:
        PermissionDenied: the user may not.
        ValidationError: naming the items that were changed since, or what is in the way. Nothing
            is undone then where it was so from the start; otherwise the batch says how much is.
    """
    require_importer(user, batch.column)
    if not may_undo(batch, user):
        raise PermissionDenied(_("您不能撤销这一批导入。"))
    _begin(batch)
    try:
        with _naming_users():
            _refuse_changed(batch, list(_standing(batch)))
            while _take_portion(batch, user):
                give_way()
    except ValidationError as error:
        raise _stop(batch, " ".join(error.messages)) from error
    except Exception:
        _stop(batch, _("撤销中断。"))
        raise
    batch.refresh_from_db()
    if batch.state == BatchState.PARTLY_UNDONE:
        # Another process was at it as well, and had to stop.
        raise ValidationError(batch.error, code="changed")
    rooms.catalogue("tallies.writing").compact()
    return batch


@transaction.atomic
def _begin(batch: ImportBatch) -> None:
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.state not in UNDOABLE:
        raise ValidationError(_("这一批没有可以撤销的条目。"), code="state")
    batch.state = BatchState.UNDOING
    batch.error = ""
    batch.started_at, batch.finished_at = timezone.now(), None
    batch.save(update_fields=["state", "error", "started_at", "finished_at"])


def _standing(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows of which something stands in the catalogue, the newest first."""
    return batch.rows.filter(state=RowState.IMPORTED).order_by("-pk").defer("values")


@contextmanager
def _naming_users() -> Iterator[None]:
    """Say in a sentence which content a host protects from losing an item."""
    try:
        yield
    except ProtectedError as error:
        names = "、".join(f"“{each}”" for each in list(error.protected_objects)[:_NAMED])
        raise ValidationError(_("有条目被其他内容使用（%s），不能撤销。") % names) from error


def _take_portion(batch: ImportBatch, user: Any) -> bool:
    """Take the next items away; tell whether there are more."""
    with transaction.atomic():
        stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if stored.state != BatchState.UNDOING:
            return False
        rows = list(_standing(stored)[: number("GONGKAI_IMPORTS_PIECE")])
        _hold(rows)
        _refuse_changed(stored, rows)
        _take_away(stored, rows, user)
        return _note(stored, rows, user)


def _hold(rows: list[ImportRow]) -> None:
    """Let nobody change the items, or what stands beside them, until the transaction ends."""
    keys = [row.item_id for row in rows]
    paths = Page.objects.filter(pk__in=keys).values_list("path", flat=True)
    above = {path[: -Page.steplen] for path in paths}
    # Whoever deletes or publishes locks the category before its items.
    for pages in (Page.objects.filter(path__in=above), Page.objects.filter(pk__in=keys)):
        list(pages.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def _stop(batch: ImportBatch, why: str) -> ValidationError:
    """Say in the batch why it is not undone, and how much of it is; return the same as an error."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.state == BatchState.UNDOING:
        undone = stored.rows.filter(state=RowState.UNDONE).count()
        if undone:
            stored.state = BatchState.PARTLY_UNDONE
            why += _("已撤销%(undone)d条，其余%(left)d条没有动，之后可以继续撤销。") % {
                "undone": undone,
                "left": stored.imported,
            }
        else:
            waiting = stored.rows.filter(state=RowState.GOOD).exists()
            stored.state = BatchState.FAILED if waiting else BatchState.DONE
        stored.error = why
        stored.finished_at = timezone.now()
        stored.save(update_fields=["state", "error", "finished_at"])
    batch.refresh_from_db()
    return ValidationError(why, code="changed")


def _refuse_changed(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Refuse where an item is not as the import left it.

    Raises:
        ValidationError: naming them.
    """
    changed: dict[str, str] = {}
    for some in _portions(rows):
        expected = {row.item_id: row.latest_revision_id for row in some if row.item_id}
        pages = Page.objects.filter(pk__in=expected)
        for page in pages.only("pk", "title", "live", "latest_revision_id"):
            if page.latest_revision_id != expected[page.pk] or page.live != batch.publishes:
                changed[page.title] = _("改动过")
        in_review = pages.filter(
            Q(_workflow_states__status__in=("in_progress", "needs_changes"))
        ).values_list("title", flat=True)
        changed.update(dict.fromkeys(in_review, _("正在审查")))
        aliased = pages.filter(aliases__isnull=False).values_list("title", flat=True)
        changed.update(dict.fromkeys(aliased, _("有别名页面")))
    changed.update(_referred_to(rows))
    if changed:
        named = "、".join(f"“{title}”（{why}）" for title, why in list(changed.items())[:_NAMED])
        more = _("等%d条") % len(changed) if len(changed) > _NAMED else ""
        raise ValidationError(
            _("导入后又有变化，不能整批撤销：%(named)s%(more)s。请逐条处理。")
            % {"named": named, "more": more},
            code="changed",
        )


def _referred_to(rows: list[ImportRow]) -> dict[str, str]:
    """Items that something outside the batch refers to: a link, an interpretation, a repeal."""
    own = {row.item_id for row in rows}
    found: dict[str, str] = {}
    for some in _portions(rows):
        titles = dict(
            Page.objects.filter(pk__in=[row.item_id for row in some]).values_list("pk", "title")
        )
        references = ReferenceIndex.objects.filter(
            to_object_id__in=[str(key) for key in titles],
            to_content_type__in=_page_types(),
        ).exclude(base_content_type__app_label="wagtailredirects")
        for key, source, label in references.values_list(
            "to_object_id", "object_id", "base_content_type__model"
        ):
            if label != Page._meta.model_name or int(source) not in own:
                found[titles[int(key)]] = _("被其他内容引用")
    return found


def _page_types() -> list[Any]:
    from django.contrib.contenttypes.models import ContentType

    item = apps.get_model("gongkai_catalogue", "ItemPage")
    return [
        ContentType.objects.get_for_model(Page),
        ContentType.objects.get_for_model(item),
    ]


def _take_away(batch: ImportBatch, rows: list[ImportRow], user: Any) -> None:
    model: Any = apps.get_model("gongkai_catalogue", "ItemPage")
    items = list(model.objects.filter(pk__in=[row.item_id for row in rows if row.item_id]))
    if batch.publishes:
        _record(items, batch, user)
    _free_numbers(items)
    for item in items:
        log(instance=item, action=DELETED, user=user, data={"import": batch.pk}, deleted=True)
    model.objects.filter(pk__in=[item.pk for item in items]).delete()
    _delete_redirects(rows)
    _delete_documents({key for row in rows for key in row.made.get("documents", {}).values()})


def _record(items: Iterable[Any], batch: ImportBatch, user: Any) -> None:
    """Say in the register of the review that what was public is taken away."""
    records = rooms.review("services.records")
    release: Any = apps.get_model("gongkai_review", "Release")
    items = list(items)
    digests = dict(
        release.objects.filter(page_id__in=[item.pk for item in items]).values_list(
            "page_id", "digest"
        )
    )
    records.append_many(
        records.Entry(
            action=rooms.review("enums").Action.UNPUBLISHED,
            page=item,
            digest=digests.get(item.pk, ""),
            actor=user,
            revision_id=item.live_revision_id,
            remark=_("撤销批量导入“%s”") % batch.name,
        )
        for item in items
    )


def _free_numbers(items: Iterable[Any]) -> None:
    """Free the numbers that came with the sheet. Counters stay past them."""
    register: Any = apps.get_model("gongkai_catalogue", "IndexNumber")
    given = rooms.catalogue("enums").NumberOrigin.GIVEN
    register.objects.filter(item__in=[item.pk for item in items], origin=given).delete()


def _delete_redirects(rows: list[ImportRow]) -> None:
    keys = [key for row in rows for key in row.made.get("redirects", ())]
    if keys:
        apps.get_model("wagtailredirects", "Redirect").objects.filter(pk__in=keys).delete()


def _delete_documents(keys: set[int]) -> None:
    """Delete the files that only the batch used."""
    attachment: Any = apps.get_model("gongkai_catalogue", "ItemAttachment")
    used = set(attachment.objects.filter(document__in=keys).values_list("document_id", flat=True))
    for document in get_document_model().objects.filter(pk__in=keys - used):
        if not ReferenceIndex.get_references_to(document).exists():
            document.delete()


def _note(batch: ImportBatch, rows: list[ImportRow], user: Any) -> bool:
    """Say which rows are undone; where no others are left, the batch is. Whether others are."""
    batch.rows.filter(pk__in=[row.pk for row in rows]).update(
        state=RowState.UNDONE, item=None, latest_revision_id=None, made={}
    )
    batch.imported = max(batch.imported - len(rows), 0)
    has_more = _standing(batch).exists()
    if not has_more:
        batch.state = BatchState.UNDONE
        batch.finished_at = timezone.now()
        undone = batch.rows.filter(state=RowState.UNDONE).count()
        log(instance=batch, action=UNDONE, user=user, data={"items": undone})
    batch.save(update_fields=["state", "imported", "finished_at"])
    return has_more


def _portions(rows: list[ImportRow]) -> Iterator[list[ImportRow]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
