"""What the items of a column give to rows, looked up once for all rows that ask together.

Items are counted by the database, by category and organ. Titles are looked at once each, for all
words that any row asks for: how many rows there are adds nothing to it. What was found is kept
until something public in the column changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from .conf import get_setting
from .rooms import catalogue as catalogue_room

# Stands for all organs where no row asks for one.
_ANY_ORGAN = 0
_AT_ONCE = 5000


@dataclass(frozen=True)
class Window:
    """The days that coverage speaks of.

    Attributes:
        since: publications from this day on are new, and are held to the time limits.
        today: the day on which something is overdue, and rows are in force.
        until: the last day whose publications count; None: whatever is public.
    """

    since: date
    today: date
    until: date | None = None

    @classmethod
    def of_last_days(cls, today: date | None = None) -> Window:
        """How it stands on ``today``; ``GONGKAI_STANDARDS_LATE_WINDOW_DAYS`` are looked back."""
        today = today or timezone.localdate()
        return cls(today - timedelta(days=get_setting("GONGKAI_STANDARDS_LATE_WINDOW_DAYS")), today)

    @classmethod
    def of_year(cls, year: int) -> Window:
        """How it stood when the year ended; the running one ends today."""
        last = min(date(year, 12, 31), timezone.localdate())
        return cls(date(year, 1, 1), last, last)

    @property
    def year(self) -> int:
        """The year whose rows are meant."""
        return self.today.year


@dataclass
class Tally:
    """Items that have something in common.

    Attributes:
        new: those that were published within the window.
        slow: of those, what some rule may call late: how many by the days of writing and of
            publication.
    """

    count: int = 0
    new: int = 0
    latest_on: date | None = None
    slow: Counter[tuple[date, date]] = field(default_factory=Counter)

    def note(self, number: int, new: int, latest_on: date | None) -> None:
        """Count items in."""
        self.count += number
        self.new += new
        if latest_on and (self.latest_on is None or latest_on > self.latest_on):
            self.latest_on = latest_on

    def add(self, other: Tally) -> None:
        """Count in what another one counted."""
        self.note(other.count, other.new, other.latest_on)
        self.slow.update(other.slow)


class Item(NamedTuple):
    """A public item as rows look at it."""

    category: int
    organ: int
    title: str
    written_on: date | None
    published_on: date | None


_ITEM = ("category_id", "organ_id", "item__title", "written_on", "published_on")


@dataclass(frozen=True)
class Asked:
    """What rows want to know, and what the answer is kept under.

    Attributes:
        categories: those of which every item counts.
        worded: those of which items with a word in their title count, each with the word.
        items: single ones.
        by_organ: whether some row takes the items of one organ alone.
        slower_than: days between writing and publication that no rule calls late; None: no rule
            calls anything late.
    """

    categories: frozenset[int]
    worded: frozenset[tuple[int, str]]
    items: frozenset[int]
    by_organ: bool
    window: Window
    slower_than: int | None

    def takes_as_slow(self, item: Item) -> bool:
        """Whether some rule may call an item of the window late."""
        if self.slower_than is None or item.written_on is None or item.published_on is None:
            return False
        days = (item.published_on - item.written_on).days
        return item.published_on >= self.window.since and days > self.slower_than

    def note_in(self, tally: Tally, item: Item) -> None:
        """Count one item in."""
        published = item.published_on
        tally.note(1, int(published is not None and published >= self.window.since), published)
        if published is not None and item.written_on is not None and self.takes_as_slow(item):
            tally.slow[item.written_on, published] += 1


Groups = Mapping[int, Mapping[int, Tally]]


@dataclass(frozen=True)
class Found:
    """The answer. Many read it at the same time: nobody changes it.

    Attributes:
        whole: tallies by category and organ.
        worded: by category and word, the groups of items with that word; a group has an organ, and
            stands below each of its words.
        items: the public ones among those that were asked for.
    """

    whole: Groups
    worded: Mapping[tuple[int, str], list[tuple[int, Tally]]]
    items: Mapping[int, Item]

    def groups(self, category: int, words: Iterable[str]) -> Iterator[tuple[int, Tally]]:
        """Organ and tally of the items of a category, those with one of some words."""
        words = list(words)
        if not words:
            yield from self.whole.get(category, {}).items()
            return
        found = (group for word in words for group in self.worded.get((category, word), ()))
        yield from {id(tally): (organ, tally) for organ, tally in found}.values()


def look_up(column: Any, asked: Asked) -> Found:
    """What is found below ``column``, by whoever asked the same before or now."""
    kept = catalogue_room("kept")
    tag = kept.tag_of(column, None)
    found: Found = kept.kept(tag, ("standards", column.pk, asked), lambda: _look_up(column, asked))
    return found


def _look_up(column: Any, asked: Asked) -> Found:
    reading = catalogue_room("tallies.reading")
    restricted = catalogue_room("restrictions").read_restricted()
    listed = reading.Selection(reading.Place.below(column, restricted)).listed().order_by()
    if asked.window.until is not None:
        listed = listed.filter(published_on__lte=asked.window.until)
    return Found(_whole(listed, asked), _worded(listed, asked), _items(listed, asked))


def _whole(listed: Any, asked: Asked) -> Groups:
    """Every item of some categories: two queries, of which the second sees the window alone."""
    groups: dict[int, dict[int, Tally]] = defaultdict(lambda: defaultdict(Tally))
    if not asked.categories:
        return groups
    listed = listed.filter(category_id__in=asked.categories)
    by = ("category_id", "organ_id") if asked.by_organ else ("category_id",)
    since = asked.window.since
    rows = listed.values(*by).annotate(
        n=Count("pk"),
        new=Count("pk", filter=Q(published_on__gte=since)),
        latest=Max("published_on"),
    )
    for *place, number, new, latest in rows.values_list(*by, "n", "new", "latest"):
        _group(groups, place).note(number, new, latest)
    if asked.slower_than is None:
        return groups
    slow = listed.filter(published_on__gte=since, published_on__gt=F("written_on"))
    days = ("written_on", "published_on")
    rows = slow.values(*by, *days).annotate(n=Count("pk")).values_list(*by, *days, "n")
    for *place, written, published, number in rows.iterator(_AT_ONCE):
        if (published - written).days > asked.slower_than:
            _group(groups, place).slow[written, published] += number
    return groups


def _group(groups: Any, place: list[int]) -> Tally:
    category, organ = (*place, _ANY_ORGAN)[:2]
    tally: Tally = groups[category][organ]
    return tally


def _worded(listed: Any, asked: Asked) -> dict[tuple[int, str], list[tuple[int, Tally]]]:
    """Items with some words, grouped by the words that they have."""
    words: dict[int, set[str]] = defaultdict(set)
    for category, word in asked.worded:
        words[category].add(word)
    if not words:
        return {}
    finders = {category: word_finder(some) for category, some in words.items()}
    groups: dict[tuple[int, int, frozenset[str]], Tally] = defaultdict(Tally)
    rows = listed.filter(category_id__in=words.keys()).values_list(*_ITEM)
    for item in map(Item._make, rows.iterator(_AT_ONCE)):
        if has := finders[item.category](item.title):
            organ = item.organ if asked.by_organ else _ANY_ORGAN
            asked.note_in(groups[item.category, organ, has], item)
    found: dict[tuple[int, str], list[tuple[int, Tally]]] = defaultdict(list)
    for (category, organ, has), tally in groups.items():
        for word in has:
            found[category, word].append((organ, tally))
    return found


def word_finder(words: Iterable[str]) -> Callable[[str], frozenset[str]]:
    """Which of ``words`` a title has. It takes as long for a thousand words as for a few: of each
    length that a word has, the pieces of the title are looked up."""
    by_length: dict[int, set[str]] = defaultdict(set)
    for word in words:
        by_length[len(word)].add(word)

    def find(title: str) -> frozenset[str]:
        return frozenset(
            piece
            for length, some in by_length.items()
            for start in range(len(title) - length + 1)
            if (piece := title[start : start + length]) in some
        )

    return find


def _items(listed: Any, asked: Asked) -> dict[int, Item]:
    if not asked.items:
        return {}
    rows = listed.filter(pk__in=asked.items).values_list("pk", *_ITEM)
    return {pk: Item(*values) for pk, *values in rows}
