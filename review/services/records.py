"""Adding to the chain of records, and proving that nobody has touched it since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ..enums import DECISIVE, Action
from ..four_eyes import name_of
from ..models import ChainHead, ReviewRecord
from ..places import Places
from ..signals import records_written

_SALT = "gongkai_review.record"
_HEAD = 1
_CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a record is to say; fields as in :class:`ReviewRecord`."""

    action: Action
    page: Any
    digest: str
    actor: Any = None
    revision_id: int | None = None
    authors: Sequence[str] = ()
    decision: str = ""
    bases: Sequence[str] = ()
    checklist: Sequence[str] = ()
    findings: Sequence[dict[str, Any]] = ()
    remark: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


class FaultKind(StrEnum):
    """What is wrong with a link of the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    SEAL = "seal"
    HEAD = "head"


@dataclass(frozen=True)
class Fault:
    """A broken link: at which record, and what is wrong, in a sentence."""

    number: int
    kind: FaultKind
    sentence: str


def append(entry: Entry) -> ReviewRecord:
    """Add one record to the chain."""
    return append_many([entry])[0]


@transaction.atomic
def append_many(entries: Iterable[Entry]) -> list[ReviewRecord]:
    """Add records to the chain, in their order. Others wait until the transaction ends."""
    head = _locked_head()
    places = Places()
    records = []
    for entry in entries:
        record = _record(entry, places, head.number + 1, head.hash)
        records.append(record)
        head.number, head.hash, head.seal = record.number, record.hash, _sealed(record.hash)
    if records:
        ReviewRecord.objects.bulk_create(records)
        head.save(force_update=True)
        records_written.send(ReviewRecord, records=records)
    return records


def last_decisive(page_id: int) -> ReviewRecord | None:
    """The record that says what a page stands at."""
    return (
        ReviewRecord.objects.filter(page_id=page_id, action__in=DECISIVE)
        .order_by("-number")
        .first()
    )


def verify() -> Iterator[Fault]:
    """Go through the whole chain and tell what is wrong with it, from its beginning.

    Reads every record once, some at a time. After the first broken link the next ones are compared
    with what really stands before them, so that one change is told once.
    """
    expected, previous = 1, ""
    for record in _in_order():
        if record.number > expected:
            yield Fault(record.number, FaultKind.MISSING, _missing(expected, record.number - 1))
        elif record.previous_hash != previous:
            yield Fault(
                record.number,
                FaultKind.INSERTED,
                _("第%d号记录与前一条记录不衔接，可能是插入或者替换的。") % record.number,
            )
        if hash_of(record) != record.hash:
            yield Fault(
                record.number,
                FaultKind.CHANGED,
                _("第%d号记录的内容与其校验值不符，记录被修改过。") % record.number,
            )
        elif not _is_sealed(record.hash, record.seal):
            yield Fault(
                record.number,
                FaultKind.SEAL,
                _("第%d号记录的签章与本平台的密钥不符，记录可能是插入的，或者密钥已更换。")
                % record.number,
            )
        expected, previous = record.number + 1, record.hash
    yield from _faults_of_head(expected - 1, previous)


def hash_of(record: ReviewRecord) -> str:
    """SHA-256 (hex) of a record and of the hash before it."""
    content = {
        name: getattr(record, name)
        for name in (
            "number",
            "action",
            "content_type_label",
            "page_id",
            "page_title",
            "index_number",
            "revision_id",
            "digest",
            "actor_id",
            "actor_name",
            "authors",
            "decision",
            "bases",
            "checklist",
            "findings",
            "remark",
            "data",
            "previous_hash",
        )
    }
    content["at"] = record.at.astimezone(UTC).isoformat()
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _record(entry: Entry, places: Places, number: int, previous: str) -> ReviewRecord:
    page = entry.page
    record = ReviewRecord(
        number=number,
        at=entry.at or timezone.now(),
        action=str(entry.action),
        content_type_label=page._meta.label_lower,
        page_id=page.pk,
        page_title=str(page.title)[:255],
        index_number=str(getattr(page, "index_number", "") or ""),
        revision_id=entry.revision_id,
        digest=entry.digest,
        actor_id="" if entry.actor is None else str(entry.actor.pk),
        actor_name=name_of(entry.actor),
        authors=list(entry.authors),
        decision=str(entry.decision),
        bases=list(entry.bases),
        checklist=list(entry.checklist),
        findings=list(entry.findings),
        remark=entry.remark,
        # Where the page stood: it may be moved, and its organ's column has to count it.
        data={**places.of(page), **entry.data},
        previous_hash=previous,
    )
    record.hash = hash_of(record)
    record.seal = _sealed(record.hash)
    return record


def _locked_head() -> ChainHead:
    ChainHead.objects.get_or_create(pk=_HEAD)
    return ChainHead.objects.select_for_update().get(pk=_HEAD)


def _in_order() -> Iterator[ReviewRecord]:
    last = 0
    while True:
        chunk = list(ReviewRecord.objects.filter(number__gt=last).order_by("number")[:_CHUNK])
        yield from chunk
        if not chunk:
            return
        last = chunk[-1].number


def _missing(first: int, last: int) -> str:
    if first == last:
        return _("缺少第%d号记录，记录被删除。") % first
    return _("缺少第%(first)d至%(last)d号记录，记录被删除。") % {"first": first, "last": last}


def _faults_of_head(number: int, last_hash: str) -> Iterator[Fault]:
    head = ChainHead.objects.filter(pk=_HEAD).first()
    if head is None:
        if number:
            yield Fault(number, FaultKind.HEAD, _("记录链的末端登记不见了。"))
        return
    if head.number > number:
        yield Fault(number + 1, FaultKind.MISSING, _missing(number + 1, head.number))
    elif head.number < number:
        yield Fault(
            head.number + 1,
            FaultKind.INSERTED,
            _("第%d号记录在记录链的末端之后，是插入的。") % (head.number + 1),
        )
    elif head.hash != last_hash or (number and not _is_sealed(head.hash, head.seal)):
        yield Fault(number, FaultKind.HEAD, _("记录链的末端登记与最后一条记录不符。"))


def _sealed(value: str) -> str:
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()


def _is_sealed(value: str, seal: str) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(
        constant_time_compare(
            salted_hmac(_SALT, value, secret=secret, algorithm="sha256").hexdigest(), seal
        )
        for secret in secrets
    )
