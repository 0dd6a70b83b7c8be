"""All items of the demo town: 1,048 of 2013 and some hundred of other years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .messages import messages
from .news import news
from .notices import accounts, budget
from .others import monthly_economy, office_duties, others_2013, service_guide
from .papers import papers
from .shapes import DemoItem

SEED_YEAR = 2013
SEED_PAPERS, SEED_NEWS, SEED_MESSAGES = 121, 623, 235
NEWEST = date(2026, 11, 19)
"""No demo item is newer than this day."""

OTHER_YEARS: tuple[tuple[int, int, int], ...] = (
    # year, news, messages
    (2008, 0, 0),
    (2009, 6, 2),
    (2010, 12, 3),
    (2011, 14, 4),
    (2012, 22, 6),
    (2014, 20, 6),
    (2015, 14, 4),
    (2016, 12, 3),
    (2024, 12, 3),
    (2025, 20, 5),
    (2026, 34, 6),
)
BUDGET_YEARS = frozenset((2011, 2012, 2014, 2015, 2016, 2024, 2025, 2026))


def items_of(year: int) -> Iterator[DemoItem]:
    """Yield the items of one year, in no special order."""
    if year == SEED_YEAR:
        yield from papers(year, SEED_PAPERS)
        yield from news(year, SEED_NEWS)
        yield from messages(year, SEED_MESSAGES)
        yield from others_2013()
        return
    counts = {known: (some_news, some_messages) for known, some_news, some_messages in OTHER_YEARS}
    some_news, some_messages = counts[year]
    until = NEWEST if year == NEWEST.year else None
    yield from papers(year)
    yield from news(year, some_news, until)
    yield from messages(year, some_messages, until)
    if year in BUDGET_YEARS:
        yield budget(year)
        yield accounts(year)
    if year == NEWEST.year:
        yield from (monthly_economy(year, month) for month in (3, 6, 9))
        yield from (service_guide(year, place) for place in (3, 4, 6, 7))
        yield office_duties(year, "dangzhengban")


def demo_items() -> Iterator[DemoItem]:
    """Yield every item in the order of publication (then of key): the order of index numbers."""
    years = sorted([SEED_YEAR, *(year for year, _, _ in OTHER_YEARS)])
    for year in years:
        yield from sorted(items_of(year), key=lambda item: (item["published_on"], item["key"]))
