"""What fulfils each row of a standard catalogue, on a day or in a year.

A row is fulfilled by the public items of its category and of those below it, narrowed to words in
their names or to its organ where the row says so, and by items that it names. Items are looked up
in the catalogue's narrow rows (``looking.py``), so that it takes as long as the rows are many, and
as there are items once; what stands under a view restriction counts nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .due_days import DueDays
from .due_rules import DueRule
from .looking import Asked, Item, Tally, Window, look_up
from .models import StandardCatalogue, StandardRow, StandardRowItem
from .organs import Organs


# Compared as what it is: two rows with the same numbers are not the same row.
@dataclass(frozen=True, eq=False)
class RowCoverage:
    """What a row has.

    Attributes:
        count: items that fulfil it.
        new: those that were published within the window (the last days, or the year).
        latest_on: the last 发布日期 among them.
        late: of the new ones, those that were published later than the row's time limit allows.
        is_overdue: whether something new was due in every period and has not come.
    """

    row: StandardRow
    count: int = 0
    new: int = 0
    latest_on: date | None = None
    late: int = 0
    is_overdue: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing fulfils the row."""
        return self.count == 0

    @property
    def is_late(self) -> bool:
        """Whether its time limit was not kept."""
        return self.late > 0 or self.is_overdue


@dataclass(frozen=True)
class OrganCoverage:
    """The rows that one organ answers for; ``organ`` is None for rows without one."""

    organ: Any
    total: int
    covered: int
    late: int


@dataclass(frozen=True)
class Coverage:
    """All rows of a catalogue that are in force, in their order."""

    rows: list[RowCoverage] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def blank(self) -> list[RowCoverage]:
        """Rows that nothing fulfils."""
        return [each for each in self.rows if each.is_blank]

    @property
    def covered(self) -> int:
        """Number of rows with content."""
        return sum(not each.is_blank for each in self.rows)

    @property
    def late(self) -> list[RowCoverage]:
        """Rows whose time limit was not kept."""
        return [each for each in self.rows if each.is_late]

    @property
    def percent(self) -> int:
        """Rows with content in hundred, rounded down: only all of them are 100."""
        return self.covered * 100 // self.total if self.total else 0

    @property
    def sentence(self) -> str:
        """How many rows have content, in words."""
        if not self.total:
            return _("目录中还没有事项。")
        blank = self.total - self.covered
        if not blank:
            return _("%(total)d项全部有内容。") % {"total": self.total}
        return ngettext(
            "%(total)d项中%(covered)d项有内容，以下%(blank)d项没有。",
            "%(total)d项中%(covered)d项有内容，以下%(blank)d项没有。",
            blank,
        ) % {"total": self.total, "covered": self.covered, "blank": blank}

    def of_organs(self, organs: Collection[int]) -> Coverage:
        """The rows that some organs answer for."""
        return Coverage([each for each in self.rows if each.row.answering_organ_id in organs])

    def by_organ(self) -> list[OrganCoverage]:
        """The same for each responsible organ, in the order in which the rows name them."""
        groups: dict[Any, list[RowCoverage]] = {}
        for each in self.rows:
            groups.setdefault(each.row.organ, []).append(each)
        return [
            OrganCoverage(
                organ,
                len(rows),
                sum(not each.is_blank for each in rows),
                sum(each.is_late for each in rows),
            )
            for organ, rows in groups.items()
        ]


def coverage_of(catalogue: StandardCatalogue, window: Window | None = None) -> Coverage:
    """Coverage of one catalogue, as it stands today where no other window is given."""
    return coverages([catalogue], window)[catalogue.pk]


def coverages(
    catalogues: Sequence[StandardCatalogue], window: Window | None = None
) -> dict[int, Coverage]:
    """Coverage of several catalogues by their key, in the same few queries for each column."""
    window = window or Window.of_last_days()
    by_key = {each.pk: each for each in catalogues}
    found: dict[int, Coverage] = {key: Coverage() for key in by_key}
    columns = {each.column_id: each.column for each in catalogues}
    # Many rows share an organ and a category; joined, each would have a copy of its own.
    rows = StandardRow.objects.filter(catalogue__in=list(by_key)).prefetch_related(
        "organ", "category"
    )
    by_column: dict[int, list[StandardRow]] = defaultdict(list)
    for row in rows:
        if row.is_in_force(window.year):
            row.catalogue = by_key[row.catalogue_id]
            by_column[row.catalogue.column_id].append(row)
    days, organs = DueDays(), Organs()
    for key, own in by_column.items():
        counted = _Counted(columns[key], own, window, days, organs)
        for row in own:
            found[row.catalogue_id].rows.append(counted.of(row))
    return found


class _Key(NamedTuple):
    """What a row takes: the items of a category, of an organ, with one of some words."""

    category: int
    organ: int | None
    words: tuple[str, ...]

    @classmethod
    def of(cls, row: StandardRow) -> _Key | None:
        """None where it has no category."""
        if row.category_id is None:
            return None
        organ = row.organ_id if row.only_of_organ else None
        return cls(row.category_id, organ, tuple(sorted(set(row.words))))


class _Counted:
    """Items of one column, shared out among rows. Rows that take the same are counted once."""

    def __init__(
        self,
        column: Any,
        rows: Sequence[StandardRow],
        window: Window,
        days: DueDays,
        organs: Organs,
    ) -> None:
        self._window, self._days, self._organs = window, days, organs
        self._keys = {row.pk: _Key.of(row) for row in rows}
        self._rules = {row.pk: row.due_rule for row in rows}
        self._scopes = _scopes({key.category for key in self._keys.values() if key})
        self._named = _named(list(self._keys))
        self._asked = self._ask()
        self._found = look_up(column, self._asked)
        self._tallies: dict[_Key | None, Tally] = {None: Tally()}
        self._late: dict[tuple[_Key | None, DueRule], int] = {}

    def of(self, row: StandardRow) -> RowCoverage:
        """What a row has."""
        key, rule = self._keys[row.pk], self._rules[row.pk]
        tally = self._tally(key)
        if (key, rule) not in self._late:
            self._late[key, rule] = self._late_in(tally, rule)
        late = self._late[key, rule]
        more = self._named_besides(row.pk, key)
        if more:
            own = Tally()
            for item in more:
                self._asked.note_in(own, item)
            late += self._late_in(own, rule)
            own.add(tally)
            tally = own
        overdue = self._days.is_overdue(rule, tally.latest_on, self._window.today)
        return RowCoverage(row, tally.count, tally.new, tally.latest_on, late, overdue)

    def _ask(self) -> Asked:
        keys = {key for key in self._keys.values() if key is not None}
        least = [self._days.least_days(rule) for rule in set(self._rules.values())]
        return Asked(
            categories=frozenset(
                each for key in keys if not key.words for each in self._scope(key)
            ),
            worded=frozenset(
                (each, word) for key in keys for word in key.words for each in self._scope(key)
            ),
            items=frozenset(item for items in self._named.values() for item in items),
            by_organ=any(key.organ is not None for key in keys),
            window=self._window,
            slower_than=min((days for days in least if days is not None), default=None),
        )

    def _scope(self, key: _Key) -> frozenset[int]:
        return self._scopes.get(key.category, frozenset())

    def _tally(self, key: _Key | None) -> Tally:
        if key is not None and key not in self._tallies:
            total = Tally()
            for category in self._scope(key):
                for organ, tally in self._found.groups(category, key.words):
                    if self._is_of(key, organ):
                        total.add(tally)
            self._tallies[key] = total
        return self._tallies[key]

    def _is_of(self, key: _Key, organ: int) -> bool:
        return key.organ is None or organ in self._organs.below(key.organ)

    def _late_in(self, tally: Tally, rule: DueRule) -> int:
        return sum(
            number
            for (written, published), number in tally.slow.items()
            if self._days.is_late(rule, written, published)
        )

    def _named_besides(self, row: int, key: _Key | None) -> list[Item]:
        """Public items that a row names, where its category did not bring them already."""
        named = (self._found.items.get(item) for item in self._named.get(row, ()))
        return [each for each in named if each is not None and not self._takes(key, each)]

    def _takes(self, key: _Key | None, item: Item) -> bool:
        if key is None or item.category not in self._scope(key):
            return False
        has_word = not key.words or any(word in item.title for word in key.words)
        return has_word and self._is_of(key, item.organ)


def _scopes(category_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Categories that hold items below each of some categories, itself among them."""
    if not category_ids:
        return {}
    scope: Any = apps.get_model("gongkai_catalogue", "TallyScope")
    found: dict[int, set[int]] = defaultdict(set)
    pairs = scope.objects.filter(scope_id__in=category_ids)
    for category_id, scope_id in pairs.values_list("category_id", "scope_id"):
        found[scope_id].add(category_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _named(rows: Collection[int]) -> dict[int, list[int]]:
    """Items that rows name, by the key of the row."""
    found: dict[int, list[int]] = defaultdict(list)
    pairs = StandardRowItem.objects.filter(row__in=rows).order_by()
    for row, item in pairs.values_list("row_id", "item_id"):
        found[row].append(item)
    return found
