"""What other apps call."""

from datetime import date

import pytest
from django.apps import apps

from workdays.models import WorkdayOverride

pytestmark = pytest.mark.django_db


def test_a_calendar_costs_one_query_however_much_is_asked(django_assert_num_queries):
    for day in range(1, 11):
        WorkdayOverride.objects.create(
            date=date(2027, 5, day), is_workday=False, name="放假", source="通知"
        )
    with django_assert_num_queries(1):
        calendar = apps.get_app_config("gongkai_workdays").calendar()
        deadline = calendar.add_workdays(date(2027, 4, 20), 200)
        calendar.workdays_between(date(2026, 1, 1), deadline.date)
        calendar.day(date(2027, 5, 3))


def test_a_change_counts_for_the_next_calendar_at_once():
    load = apps.get_app_config("gongkai_workdays").calendar
    day = date(2026, 7, 1)
    assert load().is_workday(day)
    row = WorkdayOverride.objects.create(date=day, is_workday=False, name="放假", source="通知")
    assert not load().is_workday(day)
    WorkdayOverride.objects.filter(pk=row.pk).update(is_workday=True, name="值班")
    assert load().day(day).name == "值班"
    row.delete()
    assert load().day(day).name == ""
