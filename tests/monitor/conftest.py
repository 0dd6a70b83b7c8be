"""A column with its people, findings about it, and a mail server."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from monitor.models import Finding, MonitorRun
from tests.monitor.letters import Broken


@pytest.fixture
def mail_server(settings):
    """One of the test's own, which can break; ``error`` says how."""
    settings.EMAIL_BACKEND = "tests.monitor.letters.Broken"
    settings.WAGTAILADMIN_BASE_URL = "https://gk.example.org"
    Broken.error = None
    yield Broken
    Broken.error = None


@pytest.fixture
def look(column):
    """A run of a day with findings: ``(key, subject, severity, organ)``."""

    def go(day, *findings):
        run, _made = MonitorRun.objects.get_or_create(
            day=day, defaults={"started_at": timezone.now(), "trigger": "test"}
        )
        run.findings.all().delete()
        for key, subject, severity, organ in findings:
            Finding.objects.create(
                run=run,
                rule="link_broken",
                key=key,
                severity=severity,
                organ=organ,
                page=column.home.page_ptr,
                subject=subject,
                detail="“旧网址”：打不开。",
                due_on=date(2026, 3, 10) if severity == "veto" else None,
                first_seen=day,
            )
        run.finished_at = timezone.now()
        run.save()
        return run

    return go


@pytest.fixture
def three(look, column):
    """One finding of the editor's office, one of another, one veto."""
    look(
        date(2026, 3, 2),
        ("1", "规范性文件", "warning", column.office),
        ("2", "统计信息", "info", column.offices[1]),
        ("3", "工作动态", "veto", column.office),
    )
