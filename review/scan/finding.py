"""What a detector gives."""

from __future__ import annotations

from typing import NamedTuple

KINDS = (
    "resident_id",
    "mobile",
    "landline",
    "bank_card",
    "passport",
    "travel_permit",
    "vehicle_plate",
    "address",
    "email",
    "secrecy_mark",
    "name_with_id",
    "medical",
    "minor",
)
"""The kinds of our own detectors, in the order in which they are shown."""


class Finding(NamedTuple):
    """One place in a text.

    ``start`` and ``end`` are offsets into the text that was given, ``text`` is what stands there,
    and ``normal`` the same in half width, without spaces and separators: two findings with the
    same ``kind`` and ``normal`` are the same number.
    """

    kind: str
    start: int
    end: int
    text: str
    normal: str
