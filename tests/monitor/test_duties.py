"""Guide, report, messages and applications."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure_pages.models import ReportingBody
from disclosure_pages.roll_up.models import Level
from tests.factories.monitor import TODAY, days_ago, find
from tests.factories.pages import GuidePageFactory, make_report
from tests.factories.registers import ApplicationFactory, MessageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "is_old"), [(364, False), (365, False), (366, True)])
def test_a_guide_is_checked_every_year(column, days, is_old):
    guide = GuidePageFactory(parent=column.home, last_checked_on=days_ago(days))
    assert set(find("guide_old")) == ({f"page:{guide.pk}"} if is_old else set())


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_column_needs_a_guide(column, is_draft):
    if is_draft:
        GuidePageFactory(parent=column.home, live=False, last_checked_on=TODAY)
    assert set(find("guide_old")) == {f"column:{column.home.pk}"}


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        ("2025-12-30", None),
        ("2026-01-01", "info"),
        ("2026-01-31", "info"),
        ("2026-02-01", "warning"),
        ("2026-12-31", "warning"),
    ],
)
def test_the_annual_report(column, today, severity):
    ReportingBody.objects.create(organ=column.government, level=Level.TOWNSHIP, active_from=2025)
    found = find("report_due", date.fromisoformat(today))
    assert [each.severity for each in found.values()] == ([severity] if severity else [])
    if severity:
        make_report(column, year=2025, slug="2025", form="2021", body="[]")
        assert find("report_due", date.fromisoformat(today)) == {}


@pytest.mark.parametrize(
    ("received", "severity"),
    [
        ("2025-06-15", None),
        ("2025-06-14", "warning"),
        ("2025-06-01", "warning"),
        ("2025-05-31", "veto"),  # until 31 August
        ("2024-09-01", "veto"),
        ("2024-08-31", None),  # longer than a year ago
    ],
)
def test_messages_are_answered_within_three_months(column, received, severity):
    MessageFactory(
        organ=column.office, received_on=date.fromisoformat(received), subject="张三反映"
    )
    found = list(find("messages_unanswered").values())
    assert [each.severity for each in found] == ([severity] if severity else [])
    for each in found:
        assert "张三" not in each.subject + each.detail
        assert each.organ_id == column.office.pk


def test_an_answered_message_is_done(column):
    MessageFactory(organ=column.office, received_on=date(2025, 1, 5), replied_on=date(2025, 8, 30))
    assert find("messages_unanswered") == {}


@pytest.mark.parametrize(
    ("days", "severity"), [(-6, None), (-5, "info"), (0, "info"), (1, "warning")]
)
def test_applications(column, days, severity):
    ApplicationFactory(organ=column.office, received_on=date(2025, 5, 1), due_on=days_ago(days))
    found = find("application_overdue")
    assert [each.severity for each in found.values()] == ([severity] if severity else [])
