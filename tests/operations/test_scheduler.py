"""Jobs run at their times, once, whoever else looks after them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from operations import offers
from operations.models import JobState
from operations.offers import Job
from operations.scheduling import loop, states

OFTEN = Job("often", ["check"], every=60)
NIGHTLY = Job("nightly", ["check"], at="02:30")


@pytest.fixture
def ran(monkeypatch):
    """The commands that were called; those of ``failing`` fail."""
    called = []

    def call(*command):
        called.append(command)
        if "fail" in command:
            raise RuntimeError("out of order")

    monkeypatch.setattr(loop, "call_command", call)
    return called


@pytest.mark.once
def test_a_nightly_job_is_due_at_its_local_time():
    china = ZoneInfo("Asia/Shanghai")
    evening = datetime(2026, 3, 1, 20, 0, tzinfo=china)
    assert states.next_time(NIGHTLY, evening) == datetime(2026, 3, 2, 2, 30, tzinfo=china)
    night = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)  # one o'clock in China
    assert states.next_time(NIGHTLY, night) == datetime(2026, 3, 2, 2, 30, tzinfo=china)


@pytest.mark.django_db
def test_a_new_job_that_runs_often_is_due_at_once_and_a_nightly_one_is_not():
    states.acquaint([OFTEN, NIGHTLY])
    assert states.take(OFTEN, "a")
    assert not states.take(NIGHTLY, "a")


@pytest.mark.django_db
def test_a_job_is_taken_by_one():
    states.acquaint([OFTEN])
    assert states.take(OFTEN, "a")
    assert not states.take(OFTEN, "b")


@pytest.mark.django_db
def test_a_job_that_was_done_waits_for_its_time():
    states.acquaint([OFTEN])
    states.take(OFTEN, "a")
    states.give_back(OFTEN, "a", failed=False)
    assert not states.take(OFTEN, "b")
    state = JobState.objects.get(name="often")
    assert state.due_at > timezone.now() + timedelta(seconds=50)
    assert state.succeeded_at
    assert not state.failed


@pytest.mark.django_db
def test_another_takes_the_job_of_one_that_died():
    states.acquaint([OFTEN])
    states.take(OFTEN, "dead")
    JobState.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert states.take(OFTEN, "b")
    # And what the dead one says when it comes back after all is no longer heard.
    states.give_back(OFTEN, "dead", failed=False)
    assert JobState.objects.get().holder == "b"


@pytest.mark.django_db
def test_a_long_job_is_kept_by_who_runs_it():
    states.acquaint([OFTEN])
    states.take(OFTEN, "a")
    JobState.objects.update(held_until=timezone.now() + timedelta(seconds=1))
    states.keep(["often"], "a")
    assert JobState.objects.get().held_until > timezone.now() + timedelta(seconds=30)


@pytest.mark.django_db
def test_another_hour_in_the_settings_counts_from_now_on():
    states.acquaint([NIGHTLY])
    JobState.objects.update(due_at=timezone.now() + timedelta(days=3))
    states.acquaint([NIGHTLY])
    assert JobState.objects.get().due_at <= timezone.now() + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_is_noted_and_keeps_no_other_from_running(ran):
    jobs = [Job("broken", ["fail"], every=60), OFTEN]
    states.acquaint(jobs)
    for job in jobs:
        states.take(job, "a")
        loop.run(job, "a")
    assert ran == [("fail",), ("check",)]
    assert JobState.objects.get(name="broken").failed
    assert not JobState.objects.get(name="often").failed


@pytest.mark.django_db(transaction=True)
def test_two_loops_run_a_job_once(ran):
    jobs = [Job(f"job-{number}", ["check", str(number)], every=3600) for number in range(3)]
    states.acquaint(jobs)
    with ThreadPoolExecutor(8) as threads:
        for each in (loop.Loop(jobs), loop.Loop(jobs)):
            each.look(threads)
    assert sorted(ran) == [("check", "0"), ("check", "1"), ("check", "2")]


@pytest.mark.django_db
def test_apps_offer_jobs_that_there_are_commands_for():
    from django.core.management import get_commands

    jobs = offers.jobs()
    assert {"wagtail.publish_scheduled", "gongkai_search.build_suggestions"} <= {
        job.name for job in jobs
    }
    assert {job.command[0] for job in jobs} <= {*get_commands()}
    assert all(bool(job.every) != bool(job.at) for job in jobs)


def test_a_backup_is_made_where_a_folder_is_named(settings):
    settings.GONGKAI_OPERATIONS_BACKUP_DIR = "/srv/backups"
    (job,) = [job for job in offers.jobs() if job.name == JobState.BACKUP]
    assert job.command == ["backup", "/srv/backups", "--keep", "14"]
