"""Importing the good rows of a checked batch, in pieces that stand or fall as a whole.

A piece is one transaction: its items, their files and numbers, and the state of its rows. What a
crash leaves are pieces that are done and rows that still wait; running again takes only these.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from .. import rooms
from ..attachments import Files, files_of, paths_in
from ..conf import number
from ..duplicates import Twins, sentence
from ..enums import RUNNABLE, BatchState, RowState
from ..fields import FIELDS
from ..interpreting import Fault, Interpreted, Interpreter
from ..models import ImportBatch, ImportFault, ImportRow
from ..redirects import OldAddresses
from ..values import BadValue
from .checking import fault_row
from .receiving import require_importer, require_publisher
from .turns import give_way

RAN = "gongkai_imports.run"
# Several processes may be at it: where one fails, the others go on.
_GOING_ON = (BatchState.RUNNING, BatchState.FAILED)
# Kept in a row once its item has everything: what the row is recognised by.
_KEPT = ("index_number", "title", "document_number", "organ", "written_on", "published_on")


def run(batch: ImportBatch, user: Any) -> ImportBatch:
    """Import the rows that are good; rows that are imported already are left alone.

    Without the option ``publish`` items become drafts of ``user``; with it they become public as
    history, with a record of the review each that says why.

    Raises:
        PermissionDenied: the user may not import below the column, or not publish.
        ValidationError: the batch is not checked, or no reason is given for publishing.
    """
    require_importer(user, batch.column)
    require_publisher(user, batch.options)
    _begin(batch)
    work = _Run(batch, user)
    try:
        while work.piece():
            give_way()
    except Exception as error:
        _fail(batch, error)
        raise
    finally:
        work.close()
    _finish(batch, user)
    return batch


@transaction.atomic
def _begin(batch: ImportBatch) -> None:
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.state not in RUNNABLE or not stored.rows.exists():
        raise ValidationError(
            _("这一批还没有检查，或者正在检查、撤销，请稍后再导入。"), code="state"
        )
    batch.state = BatchState.RUNNING
    batch.error = ""
    batch.started_at, batch.finished_at = timezone.now(), None
    batch.save(update_fields=["state", "error", "started_at", "finished_at"])


def _fail(batch: ImportBatch, error: Exception) -> None:
    known = isinstance(error, ValidationError | PermissionDenied)
    why = " ".join(getattr(error, "messages", [str(error)])) if known else ""
    ImportBatch.objects.filter(pk=batch.pk, state__in=_GOING_ON).update(
        state=BatchState.FAILED,
        error=why or _("导入中断。已导入的条目不受影响，可以继续导入其余的行。"),
        finished_at=timezone.now(),
    )
    batch.refresh_from_db()


@transaction.atomic
def _finish(batch: ImportBatch, user: Any) -> None:
    """Say that it is done, unless somebody has begun to undo it or another process has said so."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.state in _GOING_ON:
        stored.state = BatchState.DONE
        stored.finished_at = timezone.now()
        stored.save(update_fields=["state", "finished_at"])
        log(instance=stored, action=RAN, user=user, data={"imported": stored.imported})
    batch.refresh_from_db()


class _Run:
    """One process that imports; several at once take turns at the lock of the batch."""

    def __init__(self, batch: ImportBatch, user: Any) -> None:
        self._batch = batch
        self._user = user
        self._interpreter = Interpreter(batch, user)
        self._twins = Twins(batch)
        self._addresses = OldAddresses(batch.column)
        self._files: Files = files_of(batch)
        self._documents = _documents_of(batch)
        self._stored: list[tuple[Any, str]] = []
        self._collection = _collection_for(user, batch)
        self._columns: dict[str, dict[str, str]] = batch.option("headings", {})

    def close(self) -> None:
        """Let go of the ZIP."""
        self._files.close()

    def piece(self) -> bool:
        """Import the next rows; tell whether there may be more."""
        self._stored = []
        before = dict(self._documents)
        try:
            with transaction.atomic():
                stored = ImportBatch.objects.select_for_update().get(pk=self._batch.pk)
                if stored.state not in _GOING_ON:
                    return False
                rows = list(
                    stored.rows.filter(state=RowState.GOOD).order_by("pk")[
                        : number("GONGKAI_IMPORTS_PIECE")
                    ]
                )
                if rows:
                    self._import(rows)
                    self._count(stored, rows)
        except BaseException:
            # Files are in no transaction.
            self._documents = before
            for storage, name in self._stored:
                storage.delete(name)
            raise
        return bool(rows)

    def _import(self, rows: list[ImportRow]) -> None:
        found = {
            row.pk: self._interpreter.interpret(row.values, self._columns.get(row.sheet, {}))
            for row in rows
        }
        self._twins.look_up(found.values())
        waiting = []
        for row in rows:
            each = found[row.pk]
            self._compare(row, each)
            if each.faults:
                self._refuse(row, each.faults)
                continue
            # Two rows of this piece, one of which a concurrent change has made the other's twin.
            waiting.append((row, each))
        if self._batch.publishes:
            self._publish(waiting)
        else:
            self._draft(waiting)
        ImportRow.objects.bulk_update(
            rows, ["state", "item", "latest_revision_id", "made", "values", "duplicate_of"]
        )

    def _compare(self, row: ImportRow, found: Interpreted) -> None:
        """What has come into the catalogue since the check."""
        columns = self._columns.get(row.sheet, {})
        column = columns.get("index_number") or str(FIELDS["index_number"].label)
        if conflict := self._twins.conflict_of(found, column):
            found.faults.append(conflict)
        elif not found.faults and (twin := self._twins.twin_of(found)):
            row.state = RowState.DUPLICATE
            row.duplicate_of_id = twin.item_id
            column = columns.get(twin.field) or str(FIELDS[twin.field].label)
            found.faults.append(Fault(column, "", sentence(twin)))

    def _refuse(self, row: ImportRow, faults: Iterable[Fault]) -> None:
        if row.state != RowState.DUPLICATE:
            row.state = RowState.FAULTY
        ImportFault.objects.bulk_create(fault_row(row, fault) for fault in faults)

    def _draft(self, waiting: list[tuple[ImportRow, Interpreted]]) -> None:
        def store(pairs: list[tuple[Any, Any]], refuse: Any) -> None:
            rooms.catalogue("services.bulk_drafts").store_drafts(
                pairs, self._user, refuse, log_data=self._log_data
            )

        self._together(waiting, store)

    def _publish(self, waiting: list[tuple[ImportRow, Interpreted]]) -> None:
        bulk = rooms.catalogue("services.bulk")
        publication = bulk.Publication(
            reason=str(self._batch.option("reason")),
            user=self._user,
            log_data=self._log_data,
            skip_permission_checks=True,
        )

        def store(pairs: list[tuple[Any, Any]], refuse: Any) -> None:
            bulk.publish_items(
                pairs, publication, refuse=lambda place, _item, error: refuse(place, error)
            )

        self._together(waiting, store)

    def _together(self, waiting: list[tuple[ImportRow, Interpreted]], store: Any) -> None:
        """Store the items of some rows, and note in each row what has become of it."""
        ready, refused = [], set()
        for row, found in waiting:
            try:
                ready.append((row, found, self._item(row, found)))
            except ValidationError as error:
                self._refuse(row, self._faults_of(row, error))

        def refuse(place: int, error: ValidationError) -> None:
            refused.add(place)
            self._refuse(ready[place][0], self._faults_of(ready[place][0], error))

        store([(found.values["category"], item) for _row, found, item in ready], refuse)
        for place, (row, found, item) in enumerate(ready):
            if place not in refused:
                self._settle(row, found, item, item.latest_revision_id)

    @property
    def _log_data(self) -> dict[str, Any]:
        return {"import": self._batch.pk, "import_name": self._batch.name}

    def _item(self, row: ImportRow, found: Interpreted) -> Any:
        """The unsaved item with its files, which are stored."""
        item = self._interpreter.item_of(found)
        attachment: Any = apps.get_model("gongkai_catalogue", "ItemAttachment")
        try:
            paths = paths_in(found.values["attachments"], self._files)
            keys = [self._document(path) for path in paths]
        except BadValue as bad:
            raise ValidationError({"attachments": bad.message}) from bad
        item.attachments = [
            attachment(document_id=key, sort_order=place) for place, key in enumerate(keys)
        ]
        row.made = {"documents": dict(zip(paths, keys, strict=True))} if keys else {}
        return item

    def _document(self, path: str) -> int:
        """Key of the document of a file; a file that several rows name is stored once."""
        if path not in self._documents:
            model = get_document_model()
            name = PurePosixPath(path).name
            with self._files.open(path) as file:
                content = ContentFile(file.read(), name=name)
            document = model(
                title=PurePosixPath(path).stem[:255],
                uploaded_by_user=self._user,
                collection=self._collection,
            )
            document.file.save(name, content, save=False)
            self._stored.append((document.file.storage, document.file.name))
            document.file_size = content.size
            document.save()
            self._documents[path] = document.pk
        return self._documents[path]

    def _settle(self, row: ImportRow, found: Interpreted, item: Any, revision: int) -> None:
        """Note in the row what it has become."""
        row.state = RowState.IMPORTED
        row.item_id = item.pk
        row.latest_revision_id = revision
        if paths := self._addresses.paths(found.values["old_url"]):
            row.made = {**row.made, "redirects": self._addresses.make(paths, item)}
        row.values = {code: row.values[code] for code in _KEPT if code in row.values}

    def _faults_of(self, row: ImportRow, error: ValidationError) -> list[Fault]:
        columns = self._columns.get(row.sheet, {})
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        faults = []
        for code, messages in by_field.items():
            known = FIELDS.get(code)
            column = columns.get(code) or (str(known.label) if known else "")
            if code in {"", NON_FIELD_ERRORS}:
                column = ""
            faults += [Fault(column, row.values.get(code, "")[:40], each) for each in messages]
        return faults

    def _count(self, stored: ImportBatch, rows: list[ImportRow]) -> None:
        stored.imported += sum(row.state == RowState.IMPORTED for row in rows)
        faulty = sum(row.state == RowState.FAULTY for row in rows)
        duplicate = sum(row.state == RowState.DUPLICATE for row in rows)
        stored.good -= faulty + duplicate
        stored.faulty += faulty
        stored.duplicate += duplicate
        stored.save(update_fields=["imported", "good", "faulty", "duplicate"])


def _documents_of(batch: ImportBatch) -> dict[str, int]:
    """Keys of documents by path that an interrupted run has stored, and its items still have."""
    attachment: Any = apps.get_model("gongkai_catalogue", "ItemAttachment")
    rows = batch.rows.filter(state=RowState.IMPORTED).exclude(made={})
    used = attachment.objects.filter(item__in=rows.values("item"))
    keys = set(used.values_list("document_id", flat=True))
    return {
        path: key
        for made in rows.values_list("made", flat=True)
        for path, key in made.get("documents", {}).items()
        if key in keys
    }


def _collection_for(user: Any, batch: ImportBatch) -> Collection:
    """Where the files go: a collection that the user puts files into, or the column's own."""
    if user is not None and not user.is_superuser:
        allowed = policy_registry.get_by_type(
            get_document_model()
        ).collections_user_has_permission_for(user, "add")
        if found := allowed.order_by("path").first():
            return found
    named = Collection.objects.filter(name=batch.column.title).order_by("path").first()
    return named or Collection.get_first_root_node()
