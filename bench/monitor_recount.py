"""The slow plain recount: every item by itself, every working day one by one.

Written from the sentences of the rules, with nothing of the monitor's code but the office's
numbers. What it says of a rule is compared key by key, with severity and day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Row = tuple[str, str, str, date | None]


@dataclass
class Recount:
    """What has to be found, and the rules that were recounted."""

    rows: set[Row] = field(default_factory=set)
    codes: tuple[str, ...] = (
        "news_stale",
        "notice_stale",
        "long_unchanged",
        "blank_category",
        "veto_stale",
        "veto_unchanged",
        "veto_blank",
        "home_stale",
        "published_late",
        "draft_late",
        "metadata_missing",
        "validity_ending",
    )

    def __iter__(self) -> Any:
        return ((code, key) for code, key, _severity, _due in self.rows)

    def add(self, code: str, key: str, severity: str, due: date | None) -> None:
        """One finding that there has to be."""
        self.rows.add((code, key, severity, due))


def recount_day(today: date) -> Recount:
    """Everything that the recounted rules have to find on a day, in one column."""
    from catalogue.models import CategoryPage, ItemPage

    found = Recount()
    column = _column()
    categories = [each for each in CategoryPage.objects.all() if each.path.startswith(column.path)]
    items = list(ItemPage.objects.select_related("genre").defer("body").order_by("pk"))
    public = [
        each for each in items if each.live and each.published_on and each.published_on <= today
    ]
    _categories(found, today, column, categories, public)
    by_path = {each.path: each for each in categories}
    workdays = _Workdays()
    for item in items:
        category = by_path[item.path[:-4]]
        _item(found, today, item, category.publication_deadline or 20, workdays)
    _metadata(found, by_path, public)
    return found


def _column() -> Any:
    from disclosure_pages.models import DisclosureIndexPage

    return DisclosureIndexPage.objects.get()


def _kind(title: str) -> str:
    if any(word in title for word in ("动态", "要闻", "新闻", "资讯", "快讯")):
        return "news"
    if any(word in title for word in ("通知", "公告", "公示", "政策", "文件")):
        return "notice"
    return "other"


def _half_year_after(day: date) -> date:
    month, year = (day.month + 6, day.year) if day.month <= 6 else (day.month - 6, day.year + 1)  # noqa: PLR2004 - halves of a year
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _categories(
    found: Recount, today: date, column: Any, categories: list[Any], public: list[Any]
) -> None:
    stale = unchanged = blank = 0
    for category in categories:
        days = [each.published_on for each in public if each.path.startswith(category.path)]
        key, kind = f"page:{category.pk}", _kind(category.title)
        above = [each for each in categories if category.path.startswith(each.path)]
        if any(_kind(each.title) == kind for each in above if each is not category):
            kind = "other"
        if not days:
            if category.items_required:
                blank += 1
                found.add("blank_category", key, "warning", None)
            continue
        last = max(days)
        fresh = {
            "news": last + timedelta(days=14),
            "notice": _half_year_after(last),
        }.get(kind)
        interval = category.update_interval_days
        if fresh is not None and today > fresh:
            stale += 1
            found.add(f"{kind}_stale", key, "warning", fresh)
        elif interval and today > last + timedelta(days=interval):
            unchanged += 1
            found.add("long_unchanged", key, "warning", last + timedelta(days=interval))
    key = f"column:{column.pk}"
    for code, number, limit in (
        ("veto_stale", stale, 5),
        ("veto_unchanged", unchanged, 10),
        ("veto_blank", blank, 5),
    ):
        if number >= limit:
            found.add(code, key, "veto", None)
    end = max(each.published_on for each in public) + timedelta(days=14)
    if today > end:
        found.add("home_stale", key, "veto", end)
    elif (end - today).days < 7:  # noqa: PLR2004 - half of the fourteen days
        found.add("home_stale", key, "warning", end)


class _Workdays:
    """Counts working days one by one, straight from the calendar's answer for each day."""

    def __init__(self) -> None:
        from workdays.calendar import Calendar

        self._calendar = Calendar.load()

    def after(self, day: date, number: int) -> date:
        """The so-manieth working day after a day."""
        while number:
            day += timedelta(days=1)
            number -= self._calendar.is_workday(day)
        return day


def _item(found: Recount, today: date, item: Any, days: int, workdays: _Workdays) -> None:
    key = f"page:{item.pk}"
    is_public = item.live and item.published_on and item.published_on <= today
    if is_public and item.published_on > today - timedelta(days=365):
        due = workdays.after(item.written_on, days)
        if item.published_on > due:
            found.add("published_late", key, "info", due)
    if not item.live and item.written_on <= today:
        due = workdays.after(item.written_on, days)
        if due < today:
            found.add("draft_late", key, "warning", due)
        elif (due - today).days < 14:  # noqa: PLR2004 - the days of warning
            found.add("draft_late", key, "info", due)
    if item.live and item.expires_on and abs((item.expires_on - today).days) <= 30:  # noqa: PLR2004 - as the rule says
        found.add("validity_ending", key, "info", item.expires_on)


def _metadata(found: Recount, by_path: dict[str, Any], public: list[Any]) -> None:
    for item in public:
        category = by_path[item.path[:-4]]
        missing = {"summary": not item.summary, "topic": item.topic_id is None}
        for name, is_missing in missing.items():
            if is_missing:
                key = f"page:{category.pk}/{item.organ_id}/{name}"
                found.add("metadata_missing", key, "warning", None)
