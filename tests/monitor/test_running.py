"""Runs: once a day, first days carried on, what is solved, rules that fail, the command."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks

from monitor import reading
from monitor.models import Finding, MonitorRun
from monitor.rules.base import Found, Rule, all_rules
from monitor.services import running
from tests.factories.catalogue import UserFactory, make_column, make_staff
from tests.factories.monitor import TODAY, days_ago, make_category, make_item

pytestmark = pytest.mark.django_db


class Told(Rule):
    """Finds what it is told to find."""

    code = "test_told"
    name = "测试"

    def __init__(self) -> None:
        self.keys = ["a", "b"]
        self.fails = False

    def find(self, today):
        for key in self.keys:
            yield Found(key=key, subject=key)
        if self.fails:
            raise RuntimeError("broken")


@pytest.fixture
def told():
    rule = Told()
    with hooks.register_temporarily("register_gongkai_monitor_rules", lambda: [rule]):
        yield rule


def keys(run) -> set[str]:
    return set(run.findings.filter(rule="test_told").values_list("key", flat=True))


def test_a_second_run_of_a_day_replaces_the_first(told):
    first = running.run(TODAY)
    told.keys = ["b", "c"]
    second = running.run(TODAY, trigger="manual")
    assert first.pk == second.pk
    assert keys(second) == {"b", "c"}
    assert MonitorRun.objects.count() == 1
    assert second.trigger == "manual"


def test_running_twice_changes_nothing():
    column = make_column()
    make_category(column, "news", last=days_ago(20))
    rows = []
    for _each in range(2):
        running.run(TODAY)
        rows.append(list(Finding.objects.order_by("rule", "key").values("rule", "key", "detail")))
    assert rows[0] == rows[1] != []


def test_it_is_known_since_when(told):
    running.run(TODAY)
    told.keys = ["a", "c"]
    running.run(TODAY + timedelta(days=1))
    run = running.run(TODAY + timedelta(days=3))
    first = dict(run.findings.filter(rule="test_told").values_list("key", "first_seen"))
    assert first == {"a": TODAY, "c": TODAY + timedelta(days=1)}


def test_what_is_no_longer_found_is_solved(told):
    running.run(TODAY)
    told.keys = ["a"]
    run = running.run(TODAY + timedelta(days=1))
    assert [each.key for each in reading.solved(run).filter(rule="test_told")] == ["b"]
    assert not reading.solved(MonitorRun.objects.last()).exists()


def test_a_rule_that_fails_keeps_no_other_from_being_asked(told):
    make_column()
    running.run(TODAY)
    told.fails = True
    told.keys = []
    run = running.run(TODAY + timedelta(days=1))
    assert run.failed_rules == ["test_told"]
    # Nothing says that they are solved.
    assert keys(run) == {"a", "b"}
    assert {each.first_seen for each in run.findings.filter(rule="test_told")} == {TODAY}
    assert run.findings.filter(rule="home_stale").exists()


def test_two_rules_of_one_code_are_a_mistake(told):
    with (
        hooks.register_temporarily("register_gongkai_monitor_rules", lambda: [Told()]),
        pytest.raises(ValueError, match="test_told"),
    ):
        all_rules()


def test_every_rule_says_what_it_is():
    for rule in all_rules():
        for said in (rule.name, rule.basis, rule.definition, rule.remedy):
            assert str(said).strip(), rule.code
            assert "%(" not in str(said), rule.code


def test_old_runs_are_taken_away(told, settings):
    settings.GONGKAI_MONITOR_KEEP_DAYS = 10
    for days in (11, 10, 0):
        running.run(TODAY - timedelta(days=days))
    assert running.prune(TODAY) == 1
    assert Finding.objects.filter(run__day=TODAY - timedelta(days=11)).count() == 0
    assert MonitorRun.objects.count() == 2


def test_the_number_of_queries_does_not_grow(told, django_assert_max_num_queries):
    column = make_column()
    for _each in range(3):
        make_category(column, "news", last=days_ago(20))
    running.run(TODAY)
    with CaptureQueriesContext(connection) as first:
        running.run(TODAY)
    for each in range(12):
        category = make_category(column, "news", last=days_ago(20))
        make_item(column, category, days_ago(5), written_on=days_ago(90), expires_on=days_ago(-3))
        if each % 2:
            make_item(column, category, days_ago(90), draft=True)
    with django_assert_max_num_queries(len(first)):
        running.run(TODAY)


class TestWhoSeesWhat:
    def test_an_editor_sees_own_organs_and_those_below(self, told):
        column = make_column()
        staff = make_staff(column)
        make_category(column, "news", last=days_ago(20), organ=column.offices[0])
        make_category(column, "news", last=days_ago(20), organ=column.offices[1])
        running.run(TODAY)
        organs = set(reading.for_user(staff.editor).values_list("organ_id", flat=True))
        assert organs == {column.office.pk}
        assert reading.for_user(staff.office).filter(rule="test_told").count() == 2

    def test_somebody_without_an_organ_sees_nothing(self, told):
        running.run(TODAY)
        assert not reading.for_user(UserFactory()).exists()

    def test_the_most_urgent_comes_first(self, told):
        running.run(TODAY)
        run = MonitorRun.objects.get()
        run.findings.all().delete()
        for number, (severity, due) in enumerate(
            [("info", 1), ("veto", 9), ("warning", None), ("warning", 5), ("veto", 2)]
        ):
            Finding.objects.create(
                run=run, rule="r", key=str(number), subject=str(number), severity=severity,
                due_on=date(2025, 9, due) if due else None, first_seen=TODAY,
            )  # fmt: skip
        assert [each.key for each in reading.open_findings()] == ["4", "1", "3", "2", "0"]

    @pytest.mark.parametrize(
        ("role", "may"), [("editor", False), ("reviewer", False), ("office", True)]
    )
    def test_who_may_start_a_run(self, role, may, django_capture_on_commit_callbacks):
        staff = make_staff(make_column())
        user = getattr(staff, role)
        if may:
            with django_capture_on_commit_callbacks(execute=True):
                running.request_run(user)
            assert MonitorRun.objects.get().trigger == "manual"
        else:
            with pytest.raises(PermissionDenied):
                running.request_run(user)


class TestCommand:
    def test_json(self, told, capsys):
        call_command("run_monitor", "--day", "2025-09-01", "--json")
        data = json.loads(capsys.readouterr().out)
        assert data["day"] == "2025-09-01"
        assert {"a", "b"} <= {each["key"] for each in data["findings"]}

    def test_a_sentence(self, told, capsys):
        call_command("run_monitor")
        out = capsys.readouterr().out
        assert str(timezone.localdate()) in out
        assert "单项否决0条" in out

    def test_a_wrong_day_is_named(self):
        with pytest.raises(CommandError, match="2025-03-01"):
            call_command("run_monitor", "--day", "九月一日")
