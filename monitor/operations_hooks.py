"""What the monitor tells who runs the site, and has done at its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.utils import timezone
from wagtail import hooks

from .conf import get_setting
from .enums import SEVERITY_ORDER
from .reading import latest_run


@hooks.register("register_gongkai_metrics")
def gauges() -> Iterator[tuple[Any, ...]]:
    """What is open by severity, and how old the last run is."""
    run = latest_run()
    if run is None:
        return
    rows = run.findings.order_by().values_list("severity").annotate(n=Count("pk"))
    numbers = dict(rows)
    for severity in SEVERITY_ORDER:
        help_text = "Findings of the monitor's last run"
        labels = {"severity": severity.value}
        yield "gongkai_monitor_findings", help_text, numbers.get(severity.value, 0), labels
    if run.finished_at is not None:
        age = (timezone.now() - run.finished_at).total_seconds()
        yield "gongkai_monitor_run_age_seconds", "Time since the monitor's last run", age
    failed = len(run.failed_rules)
    yield "gongkai_monitor_failed_rules", "Rules that could not be asked", failed


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """Once a night."""
    return [
        {
            "name": "gongkai_monitor.run",
            "command": ["run_monitor", "--trigger", "schedule", "--verbosity", "0"],
            "at": str(get_setting("GONGKAI_MONITOR_AT")),
        }
    ]
