"""Counts of the public items that are kept with every change, not made at every request.

``models/tallies.py`` says what is kept. :mod:`.writing` changes it in the transaction of the
change, :mod:`.reading` adds it up, :mod:`.checking` compares it with the items themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..filters import ItemFilterSet


def count_of(filterset: ItemFilterSet) -> int:
    """Number of items under the conditions of a list that is valid."""
    return filterset.facet_counts().total
