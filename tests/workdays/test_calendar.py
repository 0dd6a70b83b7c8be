"""Days and periods, against the notices and the rules of counting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workdays.calendar import Calendar
from workdays.days import DayKind, Deadline, Provenance, WorkdayCount
from workdays.models import WorkdayOverride

from .notices import NOTICES, days_of, is_worked_by_notice

CALENDAR = Calendar()


def override(day, is_workday=False, **fields):
    fields = {"name": "临时放假", "source": "县政府办通知"} | fields
    return WorkdayOverride(date=day, is_workday=is_workday, **fields)


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_of_the_year_is_as_the_notice_has_it(year):
    wrong = [day for day in days_of(year) if CALENDAR.is_workday(day) != is_worked_by_notice(day)]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "is_workday", "why"),
    [
        # 国办发明电〔2012〕33号: Spring Festival and National Day 2013
        ("2013-02-08", True, "last day before Spring Festival"),
        ("2013-02-09", False, "New Year's Eve of the lunar year, statutory from 2008 to 2013"),
        ("2013-02-15", False, "Friday, exchanged"),
        ("2013-02-16", True, "Saturday, made up"),
        ("2013-02-17", True, "Sunday, made up"),
        ("2013-09-22", True, "Sunday, made up for Mid-Autumn"),
        ("2013-09-29", True, "Sunday, made up for National Day"),
        ("2013-10-04", False, "Friday, exchanged"),
        ("2013-10-07", False, "Monday, exchanged"),
        ("2013-10-12", True, "Saturday, made up"),
        ("2013-10-13", False, "an ordinary Sunday"),
        # 国办发明电〔2025〕7号: National Day 2026
        ("2026-09-20", True, "Sunday, made up"),
        ("2026-10-07", False, "Wednesday, exchanged"),
        ("2026-10-08", True, "first day of work"),
        ("2026-10-10", True, "Saturday, made up"),
        # 国办发明电〔2005〕35号: the year before is touched too; the other library has this wrong
        ("2005-12-31", True, "Saturday, made up for New Year 2006"),
        # the notices for 2008 and 2019 took the last Monday of the year before
        ("2007-12-31", False, "Monday, exchanged"),
        ("2018-12-29", True, "Saturday, made up"),
        ("2018-12-31", False, "Monday, exchanged"),
        # once only
        ("2015-09-03", False, "seventy years after the war"),
        ("2020-01-31", False, "Spring Festival prolonged in the epidemic"),
        ("2020-02-01", False, "announced as a day of work, then taken back"),
        # Lunar New Year's Eve and 2 May are statutory from 2025
        ("2025-01-28", False, "New Year's Eve of the lunar year"),
        ("2024-02-09", True, "a year earlier it was not"),
    ],
)
def test_single_days(day, is_workday, why):
    assert CALENDAR.is_workday(date.fromisoformat(day)) is is_workday, why


@pytest.mark.parametrize(
    ("start", "days", "end", "why"),
    [
        ("2013-03-04", 1, "2013-03-05", "the day of the start is not counted"),
        ("2013-02-08", 1, "2013-02-16", "over Spring Festival to the made-up Saturday"),
        ("2013-02-08", 3, "2013-02-18", "both made-up days count"),
        ("2013-02-12", 2, "2013-02-17", "started on a day off"),
        ("2013-01-24", 20, "2013-02-26", "twenty days over Spring Festival"),
        ("2013-09-18", 20, "2013-10-22", "twenty days over Mid-Autumn and National Day"),
        ("2013-09-30", 5, "2013-10-12", "ends on a made-up Saturday"),
        ("2026-09-18", 20, "2026-10-22", "twenty days over National Day 2026"),
        ("2025-12-30", 2, "2026-01-04", "over New Year, to a made-up Sunday"),
        ("2025-12-10", 20, "2026-01-08", "twenty days over New Year"),
        ("2018-12-20", 20, "2019-01-18", "over New Year, a Saturday worked, a Monday off"),
        ("2026-03-05", 7, "2026-03-16", "seven days to ask for a correction (第三十条)"),
        ("2026-03-05", 15, "2026-03-26", "fifteen days of a third party (第三十二条)"),
    ],
)
def test_periods_of_working_days(start, days, end, why):
    end = date.fromisoformat(end)
    assert CALENDAR.add_workdays(date.fromisoformat(start), days) == Deadline(end, False), why


@pytest.mark.parametrize(
    ("start", "days", "end", "why"),
    [
        ("2026-03-02", 10, "2026-03-12", "ends on a day of work"),
        ("2026-03-03", 11, "2026-03-16", "Saturday moves to Monday"),
        ("2026-09-16", 15, "2026-10-08", "1 October moves over the whole holiday"),
        ("2013-09-02", 20, "2013-09-22", "ends on a made-up Sunday, which stays"),
        ("2013-01-17", 30, "2013-02-16", "ends on a made-up Saturday, which stays"),
        ("2013-01-11", 30, "2013-02-16", "moves forward to a made-up Saturday"),
        ("2025-12-02", 30, "2026-01-04", "over New Year"),
    ],
)
def test_periods_of_calendar_days_end_on_a_day_of_work(start, days, end, why):
    end = date.fromisoformat(end)
    assert CALENDAR.add_calendar_days(date.fromisoformat(start), days) == Deadline(end, False), why


def test_a_day_says_what_it_is_and_how_that_is_known():
    notice = (Provenance.NOTICE, False)
    assert CALENDAR.day(date(2013, 10, 1)) == DayKind(date(2013, 10, 1), False, "国庆节", *notice)
    assert CALENDAR.day(date(2013, 10, 12)).name == "调休上班"
    assert CALENDAR.day(date(2013, 10, 4)).name == "休息日（由 2013-09-29 调休）"
    assert CALENDAR.day(date(2013, 10, 13)).name == "周末"
    assert CALENDAR.day(date(2013, 10, 14)) == DayKind(date(2013, 10, 14), True, "", *notice)


def test_the_days_of_a_period_can_be_listed():
    days = list(CALENDAR.days(date(2013, 2, 14), date(2013, 2, 17)))
    assert [(day.date.day, day.is_workday) for day in days] == [
        (14, False),
        (15, False),
        (16, True),
        (17, True),
    ]
    assert list(CALENDAR.days(date(2013, 2, 14), date(2013, 2, 13))) == []


@pytest.mark.parametrize("year", range(2004, 2027))
def test_years_with_a_notice_are_known(year):
    assert CALENDAR.is_announced(year)
    assert not CALENDAR.day(date(year, 7, 1)).provisional


@pytest.mark.usefixtures("last_notice_is_for_2026")
class TestYearWithoutNotice:
    def test_it_is_computed_and_marked(self):
        calendar = Calendar()
        assert not calendar.is_announced(2027)
        day = calendar.day(date(2027, 10, 1))
        assert (day.is_workday, day.name) == (False, "国庆节")
        assert (day.provenance, day.provisional) == (Provenance.COMPUTED, True)

    @pytest.mark.parametrize(
        ("start", "days", "provisional"),
        [
            (date(2026, 12, 1), 10, False),
            (date(2026, 12, 1), 18, True),  # 25 December: the notice for 2027 may reach back
            (date(2026, 12, 21), 20, True),
            (date(2027, 3, 1), 20, True),
        ],
    )
    def test_a_period_that_touches_it_is_provisional(self, start, days, provisional):
        calendar = Calendar()
        deadline = calendar.add_workdays(start, days)
        assert deadline.provisional is provisional
        assert calendar.workdays_between(start, deadline.date) == WorkdayCount(days, provisional)

    def test_a_period_of_calendar_days_is_provisional_only_where_it_ends(self):
        calendar = Calendar()
        assert calendar.add_calendar_days(date(2026, 12, 1), 9) == Deadline(
            date(2026, 12, 10), False
        )
        assert calendar.add_calendar_days(date(2026, 12, 1), 45).provisional

    def test_the_last_week_of_the_year_before_stays_open(self):
        calendar = Calendar()
        assert not calendar.day(date(2026, 12, 24)).provisional
        assert calendar.day(date(2026, 12, 25)).provisional
        assert not calendar.day(date(2025, 12, 31)).provisional

    def test_single_rows_do_not_settle_the_rest_of_the_year(self):
        calendar = Calendar([override(date(2027, 5, 8), True, name="劳动节调休上班")])
        assert calendar.day(date(2027, 5, 8)) == DayKind(
            date(2027, 5, 8), True, "劳动节调休上班", Provenance.OVERRIDE, False, "县政府办通知"
        )
        assert calendar.day(date(2027, 5, 10)).provisional
        assert not calendar.is_announced(2027)

    def test_a_year_ticked_as_complete_is_settled(self):
        calendar = Calendar([override(date(2027, 5, 8), True, year_complete=True)])
        assert calendar.is_announced(2027)
        day = calendar.day(date(2027, 5, 10))
        assert (day.provenance, day.provisional) == (Provenance.COMPUTED, False)
        assert not calendar.day(date(2026, 12, 31)).provisional
        assert not calendar.add_workdays(date(2026, 12, 21), 20).provisional


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        ("1998-07-01", True),
        ("1998-07-04", False),
        ("1998-10-01", False),
        ("2003-07-01", True),
        ("1949-09-30", True),
        ("0001-01-01", True),
        ("9999-12-30", True),
    ],
)
def test_years_before_and_beyond_the_data_are_computed_and_marked(day, is_workday):
    kind = CALENDAR.day(date.fromisoformat(day))
    assert (kind.is_workday, kind.provenance, kind.provisional) == (
        is_workday,
        Provenance.COMPUTED,
        True,
    )
    assert CALENDAR.add_workdays(date(1998, 7, 1), 20) == Deadline(date(1998, 7, 29), True)


def test_the_offices_rows_win_over_the_library():
    calendar = Calendar(
        [
            override(date(2026, 7, 1)),
            override(date(2026, 10, 5), True, name="抗洪值班", source="镇政府通知"),
        ]
    )
    assert calendar.add_workdays(date(2026, 6, 30), 1) == Deadline(date(2026, 7, 2), False)
    assert calendar.add_calendar_days(date(2026, 6, 30), 1).date == date(2026, 7, 2)
    assert calendar.next_workday(date(2026, 10, 1)) == Deadline(date(2026, 10, 5), False)
    assert calendar.day(date(2026, 10, 5)).source == "镇政府通知"
    assert calendar.workdays_between(date(2026, 9, 30), date(2026, 10, 8)) == WorkdayCount(2, False)


def test_the_count_is_negative_backwards():
    assert CALENDAR.workdays_between(date(2013, 2, 18), date(2013, 2, 8)) == WorkdayCount(-3, False)
    assert CALENDAR.workdays_between(date(2013, 2, 8), date(2013, 2, 8)) == WorkdayCount(0, False)


@pytest.mark.parametrize("days", [0, -1])
def test_a_period_has_a_length(days):
    for count in (CALENDAR.add_workdays, CALENDAR.add_calendar_days):
        with pytest.raises(ValueError, match="at least one day"):
            count(date(2026, 1, 5), days)


def test_the_end_of_time_is_named():
    for count in (CALENDAR.add_workdays, CALENDAR.add_calendar_days):
        with pytest.raises(ValueError, match="beyond the year 9999"):
            count(date(9999, 12, 20), 20)


def test_a_moment_is_refused_because_its_day_depends_on_the_time_zone():
    moment = datetime(2026, 1, 5, 20, tzinfo=UTC)
    for ask in (CALENDAR.day, CALENDAR.is_workday, CALENDAR.next_workday):
        with pytest.raises(TypeError, match="localdate"):
            ask(moment)


# A busy machine is no error: the time of a case says nothing here.
untimed = settings(deadline=None)
dates = st.dates(date(1990, 1, 1), date(2045, 12, 31))
calendars = st.dictionaries(dates, st.booleans(), max_size=20).map(
    lambda rows: Calendar(override(day, is_workday) for day, is_workday in rows.items())
)


@untimed
@given(calendars, dates, st.integers(1, 260))
def test_counting_forward_and_between_are_inverse(calendar, start, days):
    deadline = calendar.add_workdays(start, days)
    count = calendar.workdays_between(start, deadline.date)
    assert count == WorkdayCount(days, deadline.provisional)
    assert calendar.workdays_between(deadline.date, start).days == -days
    assert calendar.is_workday(deadline.date)


@untimed
@given(calendars, dates, dates, dates)
def test_counts_add_up(calendar, first, second, third):
    def between(start, end):
        return calendar.workdays_between(start, end).days

    assert between(first, second) + between(second, third) == between(first, third)


@untimed
@given(calendars, dates, st.integers(1, 120), st.integers(0, 30))
def test_a_later_start_or_a_longer_period_never_ends_earlier(calendar, start, days, more):
    for count in (calendar.add_workdays, calendar.add_calendar_days):
        assert count(start, days).date <= count(start + timedelta(days=more), days).date
        assert count(start, days).date <= count(start, days + more).date


@untimed
@given(calendars, dates, st.integers(1, 120))
def test_calendar_days_end_on_the_first_day_of_work_from_their_last_day_on(calendar, start, days):
    end = calendar.add_calendar_days(start, days).date
    last = start + timedelta(days=days)
    assert end >= last
    skipped = list(calendar.days(last, end))
    assert [day.is_workday for day in skipped] == [False] * (len(skipped) - 1) + [True]


@untimed
@given(calendars, dates)
def test_both_ways_of_asking_for_a_day_agree(calendar, day):
    kind = calendar.day(day)
    deadline = calendar.next_workday(day)
    assert kind.is_workday is calendar.is_workday(day)
    assert (deadline.date == day) is kind.is_workday
    assert deadline.provisional or not kind.provisional
