"""How often each keyword is used by public items."""

from __future__ import annotations

from collections import Counter

from .kept import kept, tag_of_everything
from .keywords import keywords_in
from .models import ItemPage


def keyword_counts() -> Counter[str]:
    """Public items by keyword; kept in this process until something public changes.

    Whoever gets it must not change it.
    """
    return kept(tag_of_everything(None), ("keyword counts",), _count)


def _count() -> Counter[str]:
    found: Counter[str] = Counter()
    rows = ItemPage.objects.filter(live=True, alias_of=None).exclude(keywords="").order_by()
    for text in rows.values_list("keywords", flat=True).iterator():
        found.update(keywords_in(text))
    return found
