"""Columns and categories as they are on a day: what most rules look at, read once for a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Max
from django.urls import NoReverseMatch, reverse

from ..conf import words
from ..enums import Watch
from ..models import MonitorSettings, WatchedCategory
from ..rooms import catalogue
from ..scene import once
from .periods import add_months


@dataclass(frozen=True)
class Column:
    """One public column, its organ, and the numbers of its office."""

    pk: int
    path: str
    title: str
    organ_id: int | None
    settings: MonitorSettings


@dataclass(frozen=True)
class Category:
    """One public category on a day; what stands in its sub-categories counts for it.

    Attributes:
        organ_id: its own organ, else that of the nearest category above, else the column's.
        number: its public items.
        last: the day of the latest of them; None where there is none.
    """

    pk: int
    path: str
    title: str
    column: Column
    organ_id: int | None
    watch: str
    interval: int | None
    items_required: bool
    number: int
    last: date | None

    @property
    def fresh_until(self) -> date | None:
        """The last day on which news or notices are fresh; None for others and for empty ones."""
        if self.last is None:
            return None
        if self.watch == Watch.NEWS:
            return self.last + timedelta(days=self.column.settings.news_days)
        if self.watch == Watch.NOTICE:
            return add_months(self.last, self.column.settings.notice_months)
        return None

    @property
    def due_until(self) -> date | None:
        """The last day by which the category's own interval wants something new."""
        if self.last is None or not self.interval or self.watch == Watch.NONE:
            return None
        return self.last + timedelta(days=self.interval)

    @property
    def add_url(self) -> str:
        """Where an item of the category is begun in the admin."""
        return admin_url("wagtailadmin_pages:add", "gongkai_catalogue", "itempage", self.pk)


def columns() -> list[Column]:
    """Public columns in the order of the page tree."""
    return once("columns", _read_columns)


def categories(today: date) -> list[Category]:
    """Public categories of all columns in the order of the page tree."""
    return once(("categories", today), lambda: list(_read_categories(today)))


def disclosed_items() -> Any:
    """Items anybody may read, of all columns."""
    return apps.get_model("gongkai_catalogue", "ItemPage").objects.disclosed().order_by()


def column_at(path: str) -> Column | None:
    """The nearest column above a page."""
    above = [each for each in columns() if path.startswith(each.path)]
    return max(above, key=lambda each: len(each.path), default=None)


def settings_of_organs() -> Mapping[int, MonitorSettings]:
    """For each organ the numbers of its column, or of the column of the nearest organ above."""
    return once("settings of organs", _read_settings_of_organs)


def admin_url(name: str, *args: Any) -> str:
    """An address in the admin; empty where the host has no such view."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def edit_url(page_id: int) -> str:
    """Where a page is edited."""
    return admin_url("wagtailadmin_pages:edit", page_id)


def guessed_watch(title: str) -> str:
    """The kind that a category's name suggests."""
    if any(word in title for word in words("GONGKAI_MONITOR_NEWS_WORDS")):
        return Watch.NEWS
    if any(word in title for word in words("GONGKAI_MONITOR_NOTICE_WORDS")):
        return Watch.NOTICE
    return Watch.OTHER


def watches(rows: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """The kind of each category, given key, path and title in the order of the tree.

    What the office said holds. A name is looked at where it said nothing; below a category of the
    same kind it does not count again, for the one above is the column that is inspected.
    """
    said = dict(WatchedCategory.objects.values_list("category_id", "watch"))
    found: dict[int, str] = {}
    by_path: dict[str, str] = {}
    for pk, path, title in rows:
        watch = said.get(pk) or guessed_watch(title)
        if pk not in said and any(by_path.get(above) == watch for above in _above(path)):
            watch = Watch.OTHER
        found[pk] = by_path[path] = watch
    return found


def _above(path: str) -> list[str]:
    """Paths of the pages above, the nearest first."""
    step: int = apps.get_model("wagtailcore", "Page").steplen
    return [path[:length] for length in range(len(path) - step, 0, -step)]


def _read_columns() -> list[Column]:
    pages = catalogue("columns").columns().live()
    hidden = pages.model.objects.get_queryset().private_q()
    found = list(pages.exclude(hidden).specific())
    saved = {each.column_id: each for each in MonitorSettings.objects.all()}
    return [
        Column(
            page.pk,
            page.path,
            page.title,
            getattr(page, "organ_id", None),
            saved.get(page.pk) or MonitorSettings(column_id=page.pk),
        )
        for page in found
    ]


def _read_categories(today: date) -> Iterable[Category]:
    model: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    pages = model.objects.live().filter(alias_of__isnull=True)
    pages = list(pages.exclude(pages.private_q()).defer("introduction").order_by("path"))
    kinds = watches((page.pk, page.path, page.title) for page in pages)
    latest = _latest(today)
    organs = {page.path: page.organ_id for page in pages if page.organ_id}
    for page in pages:
        column = column_at(page.path)
        if column is None:
            continue
        line = [page.path, *_above(page.path)]
        organ = next((organs[path] for path in line if path in organs), column.organ_id)
        number, last = latest.get(page.path, (0, None))
        yield Category(
            pk=page.pk,
            path=page.path,
            title=page.title,
            column=column,
            organ_id=organ,
            watch=kinds[page.pk],
            interval=page.update_interval_days,
            items_required=page.items_required,
            number=number,
            last=last,
        )


def _latest(today: date) -> dict[str, tuple[int, date]]:
    """By the path of each page above items: how many there are, and the latest day. One query."""
    category = catalogue("timeliness").CATEGORY_OF_ITEM
    rows = (
        disclosed_items()
        .filter(published_on__lte=today)
        .annotate(category=category)
        .values_list("category")
        .annotate(number=Count("pk"), last=Max("published_on"))
    )
    found: dict[str, tuple[int, date]] = {}
    for path, number, last in rows:
        for each in (path, *_above(path)):
            before = found.get(each, (0, last))
            found[each] = (before[0] + number, max(before[1], last))
    return found


def _read_settings_of_organs() -> dict[int, MonitorSettings]:
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    parents = dict(organ.objects.order_by().values_list("pk", "parent_id"))
    own = {each.organ_id: each.settings for each in columns() if each.organ_id}
    found: dict[int, MonitorSettings] = {}
    for pk in parents:
        line, above = [], pk
        while above is not None and above not in line:
            line.append(above)
            above = parents.get(above)
        found[pk] = next((own[each] for each in line if each in own), MonitorSettings())
    return found
