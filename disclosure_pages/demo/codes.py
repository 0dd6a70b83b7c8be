"""Check digits of Chinese organisation codes."""

from __future__ import annotations

ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_BASE = 3


def organisation_code(body: str) -> str:
    """Return the 9-character organisation code for its first eight characters (GB 11714-1997)."""
    total = sum(
        ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    return body + "0123456789X0"[(11 - total % 11)]


def credit_code(body: str) -> str:
    """Return the 18-character unified social credit code for its first 17 (GB 32100-2015)."""
    size = len(CREDIT_ALPHABET)
    total = sum(
        CREDIT_ALPHABET.index(character) * pow(CREDIT_BASE, place, size)
        for place, character in enumerate(body)
    )
    return body + CREDIT_ALPHABET[(size - total % size) % size]
