"""Ends of periods in months, and days from which on an item is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.rules.periods import CutOffs, add_months, last_day_over
from workdays.calendar import Calendar


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2025-03-15", 6, "2025-09-15"),
        ("2025-08-31", 6, "2026-02-28"),  # no such day: the last of the month
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-02-28", 6, "2025-08-28"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
    ],
)
def test_a_period_of_months_ends_on_the_same_day_or_the_months_last(day, months, end):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(end)


@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_the_last_day_over_is_the_latest_whose_period_has_ended(months):
    for offset in range(800):
        today = date(2024, 1, 1) + timedelta(days=offset)
        last = last_day_over(today, months)
        assert add_months(last, months) < today
        assert add_months(last + timedelta(days=1), months) >= today


@pytest.mark.parametrize("working_days", [1, 3, 20, 60])
def test_cut_offs_say_the_same_as_counting_each_item(working_days):
    calendar = Calendar()
    first, last = date(2024, 12, 20), date(2025, 11, 10)

    def due_on(day):
        return calendar.add_workdays(day, working_days).date

    cut_offs = CutOffs(first, last, working_days, due_on)
    for offset in range((last - first).days + 1):
        published = first + timedelta(days=offset)
        for back in range(0, 2 * working_days + 20):
            written = published - timedelta(days=back)
            late = published > due_on(written)
            assert (written <= cut_offs.late_until(published)) == late
