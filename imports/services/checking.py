"""Dry run: every row read and judged, nothing imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..attachments import Files, check_file, files_of, paths_in
from ..conf import number
from ..duplicates import Twins, place_of, sentence
from ..enums import CHECKABLE, BatchState, RowState
from ..fields import FIELDS
from ..interpreting import Fault, Interpreted, Interpreter
from ..models import ImportBatch, ImportFault, ImportRow
from ..redirects import OldAddresses
from ..sheets.book import Broken, RawRow, Sheet
from ..values import BadValue, shown
from .receiving import meaning_of, opened, require_importer

CHECKED = "gongkai_imports.check"
_AT_ONCE = 300
_LONGEST = 300
_SPREAD = "\n"


@dataclass
class Read:
    """One row on its way: texts and headings by code of the field, and what it came to."""

    sheet: str
    raw: RawRow
    texts: dict[str, str]
    columns: dict[str, str]
    broken: list[Fault]
    found: Interpreted = field(default_factory=Interpreted)
    state: RowState = RowState.GOOD
    duplicate_of: int | None = None
    duplicate_line: str = ""

    @property
    def place(self) -> str:
        """How people call the line."""
        return place_of(self.sheet, self.raw.line)


class _Superseded(Exception):
    """Somebody had the batch checked anew: what this check finds is no longer wanted."""


def check(batch: ImportBatch, user: Any) -> ImportBatch:
    """Read all rows and say what is wrong with each; rows of an earlier check are replaced.

    A check that is still going on when another one begins ends without a word.

    Raises:
        PermissionDenied: the user may not import below the column.
        ValidationError: the file cannot be read (the batch says so as well), or something of the
            batch stands in the catalogue.
    """
    require_importer(user, batch.column)
    _begin(batch)
    try:
        _judge_all(batch, user)
    except _Superseded:
        batch.refresh_from_db()
        return batch
    log(
        instance=batch,
        action=CHECKED,
        user=user,
        data={"read": batch.read, "good": batch.good, "faulty": batch.faulty},
    )
    return batch


def _judge_all(batch: ImportBatch, user: Any) -> None:
    try:
        _Check(batch, user).run()
    except _Superseded:
        raise
    except ValidationError as error:
        _fail(batch, " ".join(error.messages))
        raise
    except Exception:
        _fail(batch, _("检查时出错，请重试；仍然出错的，请联系技术支持。"))
        raise


def _require_own_turn(batch: ImportBatch) -> None:
    now = ImportBatch.objects.select_for_update().only("started_at").get(pk=batch.pk)
    if now.started_at != batch.started_at:
        raise _Superseded


@transaction.atomic
def _begin(batch: ImportBatch) -> None:
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.state not in CHECKABLE or stored.rows.filter(state=RowState.IMPORTED).exists():
        raise ValidationError(
            _("这一批已有条目导入，不能重新检查。请继续导入，或者先撤销。"), code="state"
        )
    ImportFault.objects.filter(row__batch=batch).delete()
    stored.rows.all().delete()
    batch.state = BatchState.CHECKING
    batch.error = ""
    batch.read = batch.good = batch.faulty = batch.duplicate = batch.imported = 0
    batch.started_at, batch.finished_at = timezone.now(), None
    batch.save()


@transaction.atomic
def _fail(batch: ImportBatch, why: str) -> None:
    _require_own_turn(batch)
    batch.state = BatchState.FAILED
    batch.error = why
    batch.finished_at = timezone.now()
    batch.save(update_fields=["state", "error", "finished_at"])


class _Check:
    """One run through a file."""

    def __init__(self, batch: ImportBatch, user: Any) -> None:
        self._batch = batch
        self._interpreter = Interpreter(batch, user)
        self._twins = Twins(batch)
        self._addresses = OldAddresses(batch.column)
        self._means = meaning_of(batch)
        self._files: Files = files_of(batch)
        self._headings: dict[str, dict[str, str]] = {}
        self._checked_files: dict[str, str] = {}

    def run(self) -> None:
        """Judge every row, some at a time."""
        try:
            with opened(self._batch) as book:
                several = len(book.sheets) > 1
                notes = list(book.notes)
                for sheet in book.sheets:
                    title = sheet.title if several else ""
                    notes += self._notes_on_headings(sheet, title)
                    rows = self._rows(sheet, title)
                    while some := list(islice(rows, _AT_ONCE)):
                        self._judge(some)
                        self._store(some)
                    notes += [f"{title}：{note}" if title else note for note in sheet.notes]
        finally:
            self._files.close()
        if foreign := self._addresses.foreign:
            notes.append(_("有%d个原网址不在本站域名下，没有建立转向。") % foreign)
        if not self._batch.read:
            raise ValidationError(_("列标题下面没有内容。"))
        self._finish(notes)

    @transaction.atomic
    def _finish(self, notes: list[str]) -> None:
        batch = self._batch
        _require_own_turn(batch)
        batch.notes = notes
        batch.options = {**batch.options, "headings": self._headings}
        batch.state = BatchState.CHECKED
        batch.finished_at = timezone.now()
        batch.save(update_fields=["notes", "options", "state", "finished_at"])

    def _notes_on_headings(self, sheet: Sheet, title: str) -> list[str]:
        unknown: list[str] = []
        by_code: dict[str, list[str]] = {}
        for heading in sheet.headings:
            code = self._means(heading)
            if code:
                by_code.setdefault(code, []).append(heading)
            else:
                unknown.append(heading)
        prefix = f"{title}：" if title else ""
        notes = []
        if unknown:
            notes.append(
                prefix + _("没有对应字段、未读入的列：%s。") % "、".join(map(shown, unknown))
            )
        for code, headings in by_code.items():
            if len(headings) > 1:
                sentence_ = (
                    _("“%(field)s”有几列（%(columns)s），合在一起读入。")
                    if FIELDS[code].many
                    else _("“%(field)s”有几列（%(columns)s），取最前面填写了的一列。")
                )
                notes.append(
                    prefix
                    + sentence_ % {"field": FIELDS[code].label, "columns": "、".join(headings)}
                )
        self._headings[title] = {code: headings[0] for code, headings in by_code.items()}
        return notes

    def _rows(self, sheet: Sheet, title: str) -> Iterator[Read]:
        limit = number("GONGKAI_IMPORTS_MAX_ROWS")
        for count, raw in enumerate(sheet.rows(), 1):
            if self._batch.read + 1 > limit or count > limit:
                raise ValidationError(_("超过%d行，请拆成几个文件。") % limit)
            yield self._read(raw, title)

    def _read(self, raw: RawRow, title: str) -> Read:
        texts: dict[str, str] = {}
        columns = dict(self._headings.get(title, {}))
        used: dict[str, str] = {}
        broken = []
        for heading, cell in raw.cells.items():
            code = self._means(heading)
            if not code:
                continue
            if isinstance(cell, Broken):
                broken.append(Fault(heading, shown(cell.text), cell.message))
                used.setdefault(code, heading)
                continue
            if not cell.strip():
                continue
            if code in texts and not FIELDS[code].many:
                continue
            texts[code] = f"{texts[code]}{_SPREAD}{cell}" if code in texts else cell
            used.setdefault(code, heading)
        return Read(title, raw, texts, {**columns, **used}, broken)

    def _judge(self, rows: list[Read]) -> None:
        for row in rows:
            row.found = self._interpreter.interpret(row.texts, row.columns)
            self._add_broken(row)
            self._check_files(row)
        self._twins.look_up(row.found for row in rows)
        for row in rows:
            self._compare(row)

    def _add_broken(self, row: Read) -> None:
        """Cells that are broken say so, and not that they are empty."""
        wrong = {fault.column for fault in row.broken}
        kept = [fault for fault in row.found.faults if fault.column not in wrong]
        row.found.faults = [*row.broken, *kept]
        if row.raw.fault:
            # A line that cannot be read has nothing else to be said of.
            row.found.faults = [Fault("", "", row.raw.fault)] + (kept if row.texts else [])

    def _check_files(self, row: Read) -> None:
        column = row.columns.get("attachments") or str(FIELDS["attachments"].label)
        try:
            paths = paths_in(row.found.values.get("attachments") or (), self._files)
        except BadValue as bad:
            row.found.faults.append(
                Fault(column, shown(row.texts.get("attachments", "")), bad.message)
            )
            return
        for path in paths:
            if path not in self._checked_files:
                try:
                    check_file(self._files, path)
                    self._checked_files[path] = ""
                except BadValue as bad:
                    self._checked_files[path] = bad.message
            if message := self._checked_files[path]:
                row.found.faults.append(Fault(column, shown(path), message))

    def _compare(self, row: Read) -> None:
        column = row.columns.get("index_number") or str(FIELDS["index_number"].label)
        if conflict := self._twins.conflict_of(row.found, column):
            row.found.faults.append(conflict)
        if not row.found.faults and (twin := self._twins.twin_of(row.found)):
            column = row.columns.get(twin.field) or str(FIELDS[twin.field].label)
            row.state = RowState.DUPLICATE
            row.duplicate_of = twin.item_id
            row.duplicate_line = "" if twin.item_id else twin.place[:_LONGEST]
            value = shown(row.texts.get(twin.field, ""))
            row.found.faults.append(Fault(column, value, sentence(twin)))
            return
        if not row.found.faults:
            self._claim_addresses(row)
        if row.found.faults:
            row.state = RowState.FAULTY
            return
        self._twins.remember(row.found, row.place)

    def _claim_addresses(self, row: Read) -> None:
        column = row.columns.get("old_url") or str(FIELDS["old_url"].label)
        try:
            paths = self._addresses.paths(row.found.values["old_url"])
            if paths:
                self._addresses.claim(paths, row.place)
        except BadValue as bad:
            row.found.faults.append(Fault(column, shown(row.texts.get("old_url", "")), bad.message))

    @transaction.atomic
    def _store(self, rows: list[Read]) -> None:
        _require_own_turn(self._batch)
        stored = ImportRow.objects.bulk_create(
            ImportRow(
                batch=self._batch,
                sheet=row.sheet,
                line=row.raw.line,
                values=row.texts,
                state=row.state,
                duplicate_of_id=row.duplicate_of,
                duplicate_line=row.duplicate_line,
            )
            for row in rows
        )
        ImportFault.objects.bulk_create(
            fault_row(kept, fault)
            for kept, row in zip(stored, rows, strict=True)
            for fault in row.found.faults
        )
        batch = self._batch
        batch.read += len(rows)
        batch.good += sum(row.state == RowState.GOOD for row in rows)
        batch.faulty += sum(row.state == RowState.FAULTY for row in rows)
        batch.duplicate += sum(row.state == RowState.DUPLICATE for row in rows)
        batch.save(update_fields=["read", "good", "faulty", "duplicate"])


def fault_row(row: ImportRow, fault: Fault) -> ImportFault:
    """A fault as it is stored."""
    return ImportFault(
        row=row,
        column=fault.column[:255],
        value=fault.value[:_LONGEST],
        message=fault.message,
        nearest=fault.nearest[:_LONGEST],
    )
