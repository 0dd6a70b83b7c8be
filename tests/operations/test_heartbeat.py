"""The admin tells whether the scheduler lives, and what should be public by now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from operations.models import JobState
from operations.scheduling import heartbeat
from tests.factories.catalogue import ItemPageFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def heard(ago: timedelta, **fields) -> JobState:
    """A job of which something was heard so long ago."""
    then = timezone.now() - ago
    return JobState.objects.create(
        **{"name": f"job{JobState.objects.count()}", "due_at": then, "ended_at": then} | fields
    )


@pytest.fixture
def item(column):
    return ItemPageFactory(parent=column.category, title="防汛方案")


def schedule(item, ago: timedelta) -> None:
    """Let a revision be due so long ago (a negative time: it is to come)."""
    revision = item.save_revision()
    due = timezone.now() - ago
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due)


def home(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(
    ("ago", "since", "is_late"),
    [
        (timedelta(seconds=20), "刚刚", False),
        (3 * MINUTE, "3分钟前", False),
        (6 * MINUTE, "6分钟前", True),
        (timedelta(hours=3), "3小时前", True),
        (timedelta(days=2), "2天前", True),
    ],
)
def test_it_says_how_long_ago_anything_was_heard(ago, since, is_late):
    heard(timedelta(days=30))
    heard(ago)
    beat = heartbeat.read()
    assert (beat.since, beat.is_late) == (since, is_late)
    assert bool(heartbeat.silence()) is is_late


def test_a_job_that_takes_hours_is_heard_while_it_is_held():
    now = timezone.now()
    heard(timedelta(hours=2), started_at=now - timedelta(hours=1), held_until=now + MINUTE)
    assert heartbeat.read().since == "刚刚"


def test_the_limit_is_a_setting(settings):
    settings.GONGKAI_OPERATIONS_SCHEDULER_LATE = 3600
    heard(6 * MINUTE)
    assert not heartbeat.read().is_late


def test_where_cron_runs_the_jobs_only_what_is_overdue_counts(settings, item):
    settings.GONGKAI_OPERATIONS_SCHEDULER = False
    assert heartbeat.read().is_well
    assert heartbeat.silence() == ""
    schedule(item, 5 * MINUTE)
    assert not heartbeat.read().is_well


@pytest.mark.parametrize(
    ("ago", "unpublished", "waiting"),
    [(-MINUTE, 0, 1), (MINUTE, 0, 0), (5 * MINUTE, 1, 0)],
)
def test_a_publication_is_late_after_two_minutes(item, ago, unpublished, waiting):
    schedule(item, ago)
    beat = heartbeat.read()
    assert (beat.unpublished, beat.waiting) == (unpublished, waiting)


def test_what_should_be_gone_is_counted(item):
    type(item).objects.filter(pk=item.pk).update(
        live=True, expire_at=timezone.now() - timedelta(hours=1)
    )
    assert heartbeat.read().expired == 1


def test_the_home_page_tells_the_office(client, staff):
    heard(3 * MINUTE)
    assert "定时任务最近一次运行：3分钟前" in home(client, staff.office)


def test_the_home_page_warns(client, staff, item):
    heard(timedelta(hours=3))
    schedule(item, timedelta(hours=1))
    page = home(client, staff.office)
    assert "定时任务最近一次运行：3小时前，现已停止" in page
    assert "有1件稿件已过定时发布的时间" in page


def test_without_any_run_the_home_page_says_so(client, staff):
    assert "定时任务没有运行过" in home(client, staff.office)


def test_failed_jobs_are_named_to_the_administrator_alone(client, staff, admin_user):
    heard(MINUTE, name="monitor.daily", failed=True)
    office = home(client, staff.office)
    assert "有1项定时任务上次运行失败" in office
    assert "monitor.daily" not in office
    assert "monitor.daily" in home(client, admin_user)


@pytest.mark.parametrize("who", ["editor", "reviewer", "approver"])
def test_others_are_told_nothing(client, staff, who):
    assert "定时任务" not in home(client, getattr(staff, who))


def test_the_dialog_warns_who_schedules(client, staff, item):
    client.force_login(staff.office)
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    assert "定时任务没有运行过，到时间不会自动发布或者撤下" in client.get(edit).content.decode()
    heard(MINUTE)
    assert "定时任务" not in client.get(edit).content.decode()


def test_it_takes_the_same_queries_whatever_there_is(item):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            heartbeat.read()
        return len(captured)

    schedule(item, 5 * MINUTE)
    before = queries()
    for _number in range(5):
        heard(MINUTE)
        schedule(item, timedelta(hours=1))
    assert queries() == before


def test_the_permission_can_be_given_to_groups_of_a_hosts_own(client, admin_user):
    client.force_login(admin_user)
    page = client.get(reverse("wagtailusers_groups:add")).content.decode()
    assert "查看定时任务运行情况" in page
