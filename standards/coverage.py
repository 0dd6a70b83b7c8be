"""What fulfils each row of a standard catalogue, computed in a constant number of queries.

A row is fulfilled by the public items of its category and of those below it, narrowed to words in
their names or to its organ where the row says so, and by items that it names. Items are counted in
the catalogue's narrow rows (``ListedItem``), so that 1,000 rows over 100,000 items take seconds;
what stands under a view restriction counts nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .conf import get_setting
from .due_days import DueDays
from .models import StandardCatalogue, StandardRow, StandardRowItem
from .rooms import catalogue as catalogue_room


@dataclass
class RowCoverage:
    """What a row has.

    Attributes:
        count: items that fulfil it.
        latest_on: the last 发布日期 among them.
        late: items of the last days (``GONGKAI_STANDARDS_LATE_WINDOW_DAYS``) that were published
            later than the row's time limit allows.
        is_overdue: whether something new was due in every period and has not come.
    """

    row: StandardRow
    count: int = 0
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

    def note(self, number: int, latest_on: date | None) -> None:
        """Count items in."""
        self.count += number
        if latest_on and (self.latest_on is None or latest_on > self.latest_on):
            self.latest_on = latest_on


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
        return self.total - len(self.blank)

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
        blank = len(self.blank)
        if not blank:
            return _("%(total)d项全部有内容。") % {"total": self.total}
        return ngettext(
            "%(total)d项中%(covered)d项有内容，以下%(blank)d项没有。",
            "%(total)d项中%(covered)d项有内容，以下%(blank)d项没有。",
            blank,
        ) % {"total": self.total, "covered": self.covered, "blank": blank}

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


def coverage_of(
    catalogue: StandardCatalogue,
    today: date | None = None,
    rows: Iterable[StandardRow] | None = None,
) -> Coverage:
    """Coverage of one catalogue on ``today``; ``rows`` where they were read already."""
    return coverages([catalogue], today, rows)[catalogue.pk]


def coverages(
    catalogues: Sequence[StandardCatalogue],
    today: date | None = None,
    rows: Iterable[StandardRow] | None = None,
) -> dict[int, Coverage]:
    """Coverage of several catalogues by their key; each takes the same few queries."""
    today = today or timezone.localdate()
    if rows is None:
        rows = StandardRow.objects.filter(catalogue__in=catalogues).select_related(
            "organ", "category"
        )
    by_catalogue: dict[int, list[StandardRow]] = defaultdict(list)
    for row in rows:
        by_catalogue[row.catalogue_id].append(row)
    days, listed = DueDays(), _Listed(today)
    return {
        each.pk: _coverage(each, by_catalogue[each.pk], listed, days, today) for each in catalogues
    }


def _coverage(
    catalogue: StandardCatalogue,
    rows: list[StandardRow],
    listed: _Listed,
    days: DueDays,
    today: date,
) -> Coverage:
    found = [RowCoverage(row) for row in rows if row.is_in_force(today.year)]
    items = listed.below(catalogue.column)
    scopes = _scopes({each.row.category_id for each in found})
    narrow = [each for each in found if each.row.words or each.row.only_of_organ]
    whole = [each for each in found if each not in narrow and each.row.category_id]
    _count_whole(whole, scopes, items, listed.since, days)
    _count_narrowed(narrow, scopes, items, listed.since, days)
    _count_named(found, scopes, items, listed.since, days)
    for each in found:
        each.is_overdue = days.is_overdue(each.row.due_rule, each.latest_on, today)
    return Coverage(found)


class _Listed:
    """The narrow rows of public items below a column."""

    def __init__(self, today: date) -> None:
        self.since = today - timedelta(days=get_setting("GONGKAI_STANDARDS_LATE_WINDOW_DAYS"))

    def below(self, column: Any) -> Any:
        reading = catalogue_room("tallies.reading")
        restricted = catalogue_room("restrictions").restricted_pages(column, None)
        return reading.Selection(reading.Place.below(column, restricted)).listed()


def _scopes(category_ids: set[int | None]) -> dict[int, frozenset[int]]:
    """Categories that hold items below each of some categories, itself among them."""
    scope: Any = apps.get_model("gongkai_catalogue", "TallyScope")
    found: dict[int, set[int]] = defaultdict(set)
    pairs = scope.objects.filter(scope_id__in=category_ids - {None})
    for category_id, scope_id in pairs.values_list("category_id", "scope_id"):
        found[scope_id].add(category_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _count_whole(
    rows: list[RowCoverage],
    scopes: Mapping[int, frozenset[int]],
    items: Any,
    since: date,
    days: DueDays,
) -> None:
    """Rows that everything in their category fulfils: counted by category."""
    wanted = {key for each in rows for key in _scope(each, scopes)}
    if not wanted:
        return
    items = items.filter(category_id__in=wanted).order_by()
    totals = {
        key: (number, latest)
        for key, number, latest in items.values("category_id")
        .annotate(n=Count("pk"), latest=Max("published_on"))
        .values_list("category_id", "n", "latest")
    }
    pairs: dict[int, list[tuple[date, date, int]]] = defaultdict(list)
    recent = items.filter(published_on__gte=since, written_on__isnull=False)
    for key, written, published, number in (
        recent.values("category_id", "written_on", "published_on")
        .annotate(n=Count("pk"))
        .values_list("category_id", "written_on", "published_on", "n")
    ):
        pairs[key].append((written, published, number))
    # Many rows may share a category and a rule.
    late: dict[tuple[int, Any], int] = {}
    for each in rows:
        rule = each.row.due_rule
        for key in _scope(each, scopes):
            number, latest = totals.get(key, (0, None))
            each.note(number, latest)
            if (key, rule) not in late:
                late[key, rule] = sum(
                    n
                    for written, published, n in pairs[key]
                    if days.is_late(rule, written, published)
                )
            each.late += late[key, rule]


def _scope(each: RowCoverage, scopes: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return scopes.get(each.row.category_id or 0, frozenset())


class _Narrowing:
    """Which items of its category fulfil a row."""

    def __init__(self, row: StandardRow, organs: Mapping[int, frozenset[int]]) -> None:
        self._words = row.words
        self._organs = organs[row.organ_id] if row.only_of_organ and row.organ_id else None

    def takes(self, title: str, organ_id: int) -> bool:
        """Whether an item is one of them."""
        if self._organs is not None and organ_id not in self._organs:
            return False
        return not self._words or any(word in title for word in self._words)


def _narrowings(rows: Iterable[RowCoverage]) -> dict[int, _Narrowing]:
    """By the key of the row; in one query, for the organs below those of the rows."""
    rows = list(rows)
    roots = {each.row.organ_id for each in rows if each.row.only_of_organ and each.row.organ_id}
    parents: list[tuple[int, int | None]] = []
    if roots:
        organ: Any = apps.get_model("gongkai_catalogue", "Organ")
        parents = list(organ.objects.order_by().values_list("pk", "parent_id"))
    below = catalogue_room("organ_tree").with_subordinates
    organs = {root: frozenset(below(parents, [root])) for root in roots}
    return {each.row.pk: _Narrowing(each.row, organs) for each in rows}


def _count_narrowed(
    rows: list[RowCoverage],
    scopes: Mapping[int, frozenset[int]],
    items: Any,
    since: date,
    days: DueDays,
) -> None:
    """Rows that only some items of their category fulfil: each item is looked at once."""
    by_category: dict[int, list[RowCoverage]] = defaultdict(list)
    for each in rows:
        for key in _scope(each, scopes):
            by_category[key].append(each)
    if not by_category:
        return
    narrowings = _narrowings(rows)
    found = items.filter(category_id__in=by_category.keys()).order_by()
    columns = ("category_id", "organ_id", "item__title", "written_on", "published_on")
    for key, organ, title, written, published in found.values_list(*columns).iterator(5000):
        for each in by_category[key]:
            if narrowings[each.row.pk].takes(title, organ):
                _note_item(each, written, published, since, days)


def _count_named(
    rows: list[RowCoverage],
    scopes: Mapping[int, frozenset[int]],
    items: Any,
    since: date,
    days: DueDays,
) -> None:
    """Items that rows name, where the category did not bring them already."""
    by_row = {each.row.pk: each for each in rows}
    named = list(
        StandardRowItem.objects.filter(row__in=by_row.keys()).values_list("row_id", "item_id")
    )
    if not named:
        return
    columns = ("pk", "category_id", "organ_id", "item__title", "written_on", "published_on")
    public = {
        pk: rest
        for pk, *rest in items.filter(pk__in={item for _row, item in named}).values_list(*columns)
    }
    narrowings = _narrowings(by_row.values())
    for row_id, item_id in named:
        if item_id not in public:
            continue
        each = by_row[row_id]
        category, organ, title, written, published = public[item_id]
        is_counted = category in _scope(each, scopes) and narrowings[row_id].takes(title, organ)
        if not is_counted:
            _note_item(each, written, published, since, days)


def _note_item(
    each: RowCoverage, written: date | None, published: date | None, since: date, days: DueDays
) -> None:
    each.note(1, published)
    if published and published >= since:
        each.late += days.is_late(each.row.due_rule, written, published)
