"""Findings as the editor sees them: by what they stand in, then by kind."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .finding_words import HIDDEN, advice_on, is_masked_in_files, label_of
from .page_texts import DOCUMENT, FIELD
from .scan import KINDS
from .services.findings import PageFinding, Report
from .services.masking import hides_can_be_removed, is_maskable_file

# Findings of one kind that are listed one by one.
SHOWN = 20


@dataclass(frozen=True)
class Group:
    """Findings that are answered or masked together, each thing to answer for once.

    Attributes:
        key: names the group in forms.
    """

    key: str
    findings: Sequence[PageFinding]

    @cached_property
    def unanswered(self) -> list[PageFinding]:
        """Those to be answered."""
        return [each for each in self.findings if each.answer is None]

    @cached_property
    def maskable(self) -> list[PageFinding]:
        """Those of the unanswered that are masked in the page with a click."""
        return [each for each in self.unanswered if each.is_maskable]

    @cached_property
    def seen(self) -> str:
        """Tells whether the unanswered ones are still the same."""
        prints = sorted(each.fingerprint for each in self.unanswered)
        return hashlib.sha256("".join(prints).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class KindGroup(Group):
    """Findings of one kind in one thing."""

    kind: str

    @property
    def label(self) -> str:
        """The kind in words."""
        return label_of(self.kind)

    @property
    def advice(self) -> str:
        """What to do, where stars do not help."""
        return advice_on(self.kind)

    @cached_property
    def shown(self) -> list[PageFinding]:
        """Those that are listed: what is open first."""
        ordered = sorted(self.findings, key=lambda each: each.answer is not None)
        return ordered[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return len(self.findings) - len(self.shown)


@dataclass(frozen=True)
class ThingGroup(Group):
    """What was found in the text of the page, in one file, or beside its images."""

    title: str
    document: Any
    kinds: Sequence[KindGroup]

    @cached_property
    def maskable(self) -> list[PageFinding]:
        """Those that are masked in the page with one click; where they are of one kind only, their
        kind has the button. Names stay: without the numbers beside them nothing is found."""
        found = [each for each in super().maskable if is_masked_in_files(each.kind)]
        return found if len({each.kind for each in found}) > 1 else []

    @cached_property
    def to_mask(self) -> int:
        """Number of findings that a masked copy of the file would not have."""
        return sum(is_masked_in_files(each.kind) for each in self.unanswered)

    @property
    def has_hidden(self) -> bool:
        """Whether hidden content can be left out of a copy."""
        return hides_can_be_removed(self.document) and any(
            each.kind == HIDDEN or each.source.is_hidden for each in self.unanswered
        )

    @property
    def can_be_masked(self) -> bool:
        """Whether a masked copy of the file is the cure."""
        return (
            self.document is not None
            and is_maskable_file(self.document)
            and (self.to_mask > 0 or self.has_hidden)
        )

    @property
    def must_be_replaced(self) -> bool:
        """Whether there is something to mask in a file that cannot be masked here."""
        return self.document is not None and self.to_mask > 0 and not self.can_be_masked


def groups_of(report: Report) -> list[ThingGroup]:
    """The groups, in the order of the page."""
    documents = {document.pk: document for document in report.files.documents}
    things = []
    # Keys of the same thing come together: fields first, then names and contents of files.
    ordered = sorted(report.distinct, key=_rank)
    for (kind, key), group in groupby(ordered, _thing_key):
        found = list(group)
        name = f"{kind}-{key}" if kind == DOCUMENT else str(kind)
        document = documents.get(key) if kind == DOCUMENT else None
        things.append(
            ThingGroup(name, found, _title(kind, document), document, _by_kind(name, found))
        )
    return things


def find_group(report: Report, key: str) -> Group | None:
    """The group of that key."""
    groups = (group for thing in groups_of(report) for group in (thing, *thing.kinds))
    return next((group for group in groups if group.key == key), None)


def _thing_key(each: PageFinding) -> tuple[str, Any]:
    source = each.source
    return source.kind, source.object_id if source.kind == DOCUMENT else None


def _rank(each: PageFinding) -> tuple[int, str]:
    kind, key = _thing_key(each)
    return (0 if kind == FIELD else 1 if kind == DOCUMENT else 2), str(key or "")


def _by_kind(name: str, found: list[PageFinding]) -> list[KindGroup]:
    # Kinds of a host's own come last.
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    kinds = dict.fromkeys(each.kind for each in found)
    order = sorted(kinds, key=lambda kind: ranks.get(kind, len(ranks)))
    return [
        KindGroup(f"{name}-{kind}", [each for each in found if each.kind == kind], kind)
        for kind in order
    ]


def _title(kind: str, document: Any) -> str:
    if kind == FIELD:
        return _("稿件文字")
    if document is None:
        return _("图片的标题、说明和文件名")
    return _("附件“%s”") % document.title
