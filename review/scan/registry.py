"""The detectors, and running them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from . import addresses, cards, identity, mail, mobiles, people, plates, secrecy, telephones, travel
from .finding import Finding
from .page import Page

Detector = Callable[[Page], Iterable[Finding]]
"""Finds in a text what it knows; findings are made by ``Page.finding``."""

_detectors: list[Detector] = [
    mail.find,
    identity.find,
    cards.find,
    travel.find_permits,
    travel.find_passports,
    mobiles.find,
    telephones.find,
    plates.find,
    addresses.find,
    secrecy.find,
]
# Of two kinds for one number the first is right: an address of mail may be somebody's telephone
# number, and a card may have the digits of one within it.
_ONE_NUMBER = (
    "email", "resident_id", "bank_card", "travel_permit", "passport", "mobile", "landline",
)  # fmt: skip
_RANKS = {kind: rank for rank, kind in enumerate(_ONE_NUMBER)}


def register(detector: Detector) -> Detector:
    """Add a detector; a host calls this when it starts. May decorate.

    Its kinds are its own: what is not one of ``KINDS`` is kept whatever else was found there.
    """
    if detector not in _detectors:
        _detectors.append(detector)
    return detector


def scan_text(text: str) -> list[Finding]:
    """Everything found in a text, in its order.

    Args:
        text: as people read it; cells of a row are divided by tabs, rows by line feeds.
    """
    page = Page(text)
    found = [finding for detector in _detectors for finding in detector(page)]
    kept = _without_overlaps(found)
    kept += people.find(page, kept)
    return sorted(dict.fromkeys(kept), key=lambda each: (each.start, each.end, each.kind))


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    """One kind for one number."""
    kept: list[Finding] = []
    taken: list[tuple[int, int]] = []
    numbers = [each for each in found if each.kind in _RANKS]
    for each in sorted(numbers, key=lambda each: (each.start, _RANKS[each.kind], -each.end)):
        if taken and each.start < taken[-1][1]:
            # The list is in order: only what was taken last can reach here.
            last = kept[-1]
            if _RANKS[each.kind] < _RANKS[last.kind]:
                kept[-1], taken[-1] = each, (each.start, each.end)
            continue
        kept.append(each)
        taken.append((each.start, each.end))
    return kept + [each for each in found if each.kind not in _RANKS]
