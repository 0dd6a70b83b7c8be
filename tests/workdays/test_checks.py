"""The warning that the next year is missing."""

from datetime import UTC, date, datetime

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from workdays import checks
from workdays.calendar import Calendar
from workdays.models import WorkdayOverride

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("last_notice_is_for_2026")]


def ids(databases=("default",)):
    found = run_checks(databases=databases)
    return [message.id for message in found if message.id.startswith("gongkai_workdays.")]


@pytest.fixture
def on(monkeypatch):
    return lambda day: monkeypatch.setattr(checks, "today", lambda: date.fromisoformat(day))


def enter(day, **fields):
    return WorkdayOverride.objects.create(
        date=date.fromisoformat(day), is_workday=False, name="放假", source="国办通知", **fields
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", []),  # 2026 is in the library
        ("2026-11-30", []),  # the notice may still come
        ("2026-12-01", ["gongkai_workdays.W001"]),
        ("2026-12-31", ["gongkai_workdays.W001"]),
        ("2027-01-01", []),  # asked again in December
    ],
)
def test_a_missing_next_year_is_warned_of_from_december(on, day, expected):
    on(day)
    assert ids() == expected


def test_the_warning_says_which_year_and_what_to_do(on):
    on("2026-12-01")
    [warning] = checks.check_next_year(databases=["default"])
    assert "2027年" in warning.msg
    assert "放假调休安排" in warning.hint


def test_the_day_can_be_set(on, settings):
    settings.GONGKAI_WORKDAYS_WARN_FROM = (11, 15)
    on("2026-11-15")
    assert ids() == ["gongkai_workdays.W001"]


def test_rows_ticked_as_complete_end_the_warning(on):
    on("2026-12-01")
    row = enter("2027-10-04")
    assert ids() == ["gongkai_workdays.W001"]
    row.year_complete = True
    row.save()
    assert ids() == []


@pytest.mark.parametrize("databases", [None, ()])
def test_a_check_without_database_asks_none(on, databases, django_assert_num_queries):
    on("2026-12-01")
    with django_assert_num_queries(0):
        assert ids(databases) == []


def test_it_is_silent_before_the_tables_exist(on, monkeypatch):
    def load(using):
        return Calendar(WorkdayOverride.objects.using(using).raw("SELECT * FROM not_there_yet"))

    on("2026-12-01")
    monkeypatch.setattr(Calendar, "load", load)
    assert ids() == []
    assert WorkdayOverride.objects.count() == 0  # the connection is still of use


def test_today_is_the_day_in_the_sites_time_zone(monkeypatch):
    late_on_30_november_in_london = datetime(2026, 11, 30, 20, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late_on_30_november_in_london)
    assert checks.today() == date(2026, 12, 1)
