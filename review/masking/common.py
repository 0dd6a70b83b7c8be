"""What masking has in common, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..finding_words import is_masked_in_files
from ..pieces import Pieces, Replacement
from ..scan import Finding, mask
from ..scanning import findings_in


class CannotMask(Exception):
    """The file cannot be masked; the message tells people why."""


@dataclass
class Masked:
    """A file with stars in it.

    Attributes:
        data: its bytes.
        findings: what was masked.
    """

    data: bytes = b""
    findings: list[Finding] = field(default_factory=list)


def replacements_of(findings: Iterable[Finding]) -> list[Replacement]:
    """Stars for findings; of two that overlap the longer is taken."""
    replacements: list[Replacement] = []
    for each in sorted(findings, key=lambda each: (each.start, each.start - each.end)):
        if not replacements or each.start >= replacements[-1].end:
            replacements.append(Replacement(each.start, each.end, mask(each)))
    return replacements


def maskable_in(text: str) -> list[Finding]:
    """Findings in a text of a file that get stars."""
    return [each for each in findings_in(text) if is_masked_in_files(each.kind)]


def mask_pieces(pieces: Pieces) -> list[Finding]:
    """Put stars into pieces; returns what was found."""
    findings = maskable_in(pieces.text)
    if findings:
        pieces.replace(replacements_of(findings))
    return findings


def mask_line(text: str, found: list[Finding] | None = None) -> str:
    """A text with stars; what was found is added to ``found``."""
    kept: list[str] = [text]
    pieces = Pieces()
    pieces.add(text, lambda new: kept.__setitem__(0, new))
    findings = mask_pieces(pieces)
    if found is not None:
        found += findings
    return kept[0]


def has_any(texts: Sequence[str | None]) -> bool:
    """Whether there is something to mask in one of some texts."""
    return any(maskable_in(text) for text in texts if text)
