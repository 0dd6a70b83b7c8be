"""公开时限, as counties write it, becomes a rule."""

from __future__ import annotations

from datetime import date

import pytest

from standards.due_days import DueDays
from standards.due_rules import DueRule, parse_due_rule
from standards.enums import DueKind

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("信息形成或变更之日起20个工作日内", DueKind.WORKING_DAYS, 20),
        ("自信息形成或者变更之日起 20 个工作日内公开", DueKind.WORKING_DAYS, 20),
        ("３个工作日内", DueKind.WORKING_DAYS, 3),
        ("二十个工作日内", DueKind.WORKING_DAYS, 20),
        ("十五个工作日", DueKind.WORKING_DAYS, 15),
        ("批准后20日内", DueKind.DAYS, 20),
        ("一百二十日内", DueKind.DAYS, 120),
        ("24小时内", DueKind.DAYS, 1),
        ("公示期不少于7个工作日；批准后二十日内", DueKind.DAYS, 20),
        ("按进展情况及时公开，公示时间为20个工作日", DueKind.PROMPT, None),
        ("实时公开", DueKind.REALTIME, None),
        ("及时公开", DueKind.PROMPT, None),
        ("永久公开", DueKind.PERMANENT, None),
        ("长期公开", DueKind.PERMANENT, None),
        ("每年3月31日前", DueKind.YEARLY, None),
        ("按季度公开", DueKind.QUARTERLY, None),
        ("每月公开", DueKind.MONTHLY, None),
        ("以上级通知为准", DueKind.OTHER, None),
        ("", DueKind.OTHER, None),
    ],
)
def test_a_time_limit_is_understood(text, kind, number):
    assert parse_due_rule(text) == DueRule(kind, number)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "written", "published", "is_late"),
    [
        # 2013-03-01 was a Friday: 20 working days later is Friday 29 March.
        (DueRule(DueKind.WORKING_DAYS, 20), date(2013, 3, 1), date(2013, 3, 29), False),
        (DueRule(DueKind.WORKING_DAYS, 20), date(2013, 3, 1), date(2013, 3, 30), True),
        (DueRule(DueKind.PROMPT), date(2013, 3, 1), date(2013, 3, 30), True),
        (DueRule(DueKind.REALTIME), date(2013, 3, 1), date(2013, 3, 4), False),
        (DueRule(DueKind.REALTIME), date(2013, 3, 1), date(2013, 3, 5), True),
        (DueRule(DueKind.DAYS, 20), date(2013, 3, 1), date(2013, 3, 21), False),
        (DueRule(DueKind.DAYS, 20), date(2013, 3, 1), date(2013, 3, 22), True),
        (DueRule(DueKind.WORKING_DAYS, 20), None, date(2013, 3, 30), False),
        (DueRule(DueKind.WORKING_DAYS, 3), date(2013, 3, 1), date(2013, 3, 1), False),
    ],
)
def test_a_publication_is_late_or_in_time(rule, written, published, is_late):
    assert DueDays().is_late(rule, written, published) is is_late


@pytest.mark.parametrize(
    ("kind", "latest", "is_overdue"),
    [
        (DueKind.MONTHLY, date(2013, 4, 1), False),
        (DueKind.MONTHLY, date(2013, 3, 1), True),
        (DueKind.QUARTERLY, date(2013, 3, 1), False),
        (DueKind.YEARLY, date(2012, 5, 1), False),
        (DueKind.YEARLY, date(2012, 4, 1), True),
        (DueKind.WORKING_DAYS, date(2000, 1, 1), False),
        (DueKind.MONTHLY, None, False),
    ],
)
def test_what_is_due_in_every_period_is_overdue_after_it(kind, latest, is_overdue):
    assert DueDays().is_overdue(DueRule(kind, 20), latest, date(2013, 5, 31)) is is_overdue
