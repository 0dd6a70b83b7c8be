"""Looking phrases up in the table, by what was typed of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from .keys import Range, Typed
from .known import readings_in

# Rows of a range that are read, the weightiest first; of letters most are something else.
_ROWS, _ROWS_BY_LETTERS = 24, 200
# With so many that begin like it, those that have it further on are not looked for.
_ENOUGH = 8


def phrases_typed(typed: Typed) -> dict[str, int]:
    """Phrases that begin with what was typed and their weights, the weightiest first; behind them
    those that have it further on. Of many not all.

    Nobody asked yet whether the visitor may know of them.
    """
    found = _in_ranges(typed, typed.ranges)
    if len(found) < _ENOUGH and typed.inside:
        found |= {
            text: weight
            for text, weight in _in_ranges(typed, typed.inside).items()
            if text not in found
        }
    return found


def _in_ranges(typed: Typed, ranges: Sequence[Range]) -> dict[str, int]:
    """Phrases by their keys, and their weights; of letters those that fit."""
    from ..models import SuggestionKey

    if not ranges:
        return {}
    condition = Q()
    for each in ranges:
        condition |= Q(key__gte=each.first, key__lt=each.end)
    rows = SuggestionKey.objects.filter(condition).order_by("-weight")
    most = _ROWS if typed.is_han else _ROWS_BY_LETTERS
    found = {
        text: weight
        for text, weight, written in rows.values_list("phrase__text", "weight", "phrase__readings")[
            :most
        ]
        if typed.is_han or typed.fits(text, readings_in(written))
    }
    # Of those alike in weight the shorter: what was typed in full before what is only longer.
    return dict(sorted(found.items(), key=lambda each: (-each[1], len(each[0]), each[0])))
