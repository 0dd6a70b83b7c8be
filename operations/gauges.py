"""Gauges that are asked when Prometheus asks: those of this app, and what other apps offer."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from wagtail.models import DraftStateMixin, Revision, get_page_models
from wagtail.snippets.models import get_snippet_models

from . import offers
from .models import JobState

logger = logging.getLogger(__name__)

# As the offers are: name, help, value, and labels where there are any.
Offer = tuple[Any, ...]


def registry() -> CollectorRegistry:
    """A registry of the gauges."""
    found = CollectorRegistry()
    found.register(Gauges())
    return found


class Gauges(Collector):
    """Asks every app; one that cannot answer is told of and keeps no other from answering."""

    def collect(self) -> Iterator[Metric]:
        """The gauges, one family for each name."""
        families: dict[str, GaugeMetricFamily] = {}
        failed = 0
        for ask in offers.readings():
            try:
                # A query that fails ends its transaction, and no other.
                with transaction.atomic():
                    found = list(ask())
            except Exception:
                logger.exception("Gauges of an app cannot be read")
                failed += 1
                continue
            for reading in found:
                _add(families, reading)
        _add(families, offers.Reading("gongkai_metrics_failed", "Apps without gauges", failed))
        yield from families.values()


def _add(families: dict[str, GaugeMetricFamily], reading: offers.Reading) -> None:
    names = sorted(reading.labels)
    family = families.setdefault(
        reading.name, GaugeMetricFamily(reading.name, reading.help, labels=names)
    )
    family.add_metric([reading.labels[name] for name in names], reading.value)


def own() -> Iterator[Offer]:
    """Gauges of every Wagtail site."""
    yield from overdue_publications()
    yield from waiting_tasks()
    yield from scheduled_jobs()
    yield "gongkai_database_bytes", "Size of the database", database_bytes()


def overdue_publications() -> Iterator[Offer]:
    """What ``publish_scheduled`` should have published or taken down by now."""
    now = timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lt=now)
    # The schedule's own minute is none that anybody waits in vain.
    yield "gongkai_overdue_publications", "Scheduled publications past their time", due.count()
    first = due.aggregate(first=Min("approved_go_live_at"))["first"]
    late = (now - first).total_seconds() if first else 0
    yield "gongkai_overdue_publication_seconds", "Delay of the oldest of them", late
    expired = sum(
        model._default_manager.filter(live=True, expire_at__lt=now).count()
        for model in expiring_models()
    )
    yield "gongkai_overdue_expiries", "Live though their time is over", expired


def expiring_models() -> Iterable[Any]:
    """Pages, and snippets that can be taken down at a time."""
    from wagtail.models import Page

    yield Page
    for model in get_snippet_models():
        if issubclass(model, DraftStateMixin) and model not in get_page_models():
            yield model


def waiting_tasks() -> Iterator[Offer]:
    """The queue of slow work, where it lies in the database."""
    if not apps.is_installed("django_tasks_db"):
        return
    results = apps.get_model("django_tasks_database", "DBTaskResult")._default_manager
    by_status = dict(results.order_by().values_list("status").annotate(number=Count("pk")))
    for status in ("READY", "RUNNING", "FAILED"):
        number = by_status.get(status, 0)
        yield "gongkai_tasks", "Tasks in the database", number, {"status": status.lower()}
    waiting = results.filter(status="READY", run_after__lte=timezone.now())
    oldest = waiting.aggregate(oldest=Min("enqueued_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield "gongkai_oldest_task_seconds", "Age of the oldest waiting task", age


def scheduled_jobs() -> Iterator[Offer]:
    """How long ago each job ended well; of the backup, its age."""
    now = timezone.now()
    for state in JobState.objects.all():
        labels = {"job": state.name}
        if state.succeeded_at:
            age = (now - state.succeeded_at).total_seconds()
            yield "gongkai_job_age_seconds", "Time since a job ended well", age, labels
            if state.name == JobState.BACKUP:
                yield "gongkai_backup_age_seconds", "Age of the last backup", age
        yield "gongkai_job_failed", "Whether a job's last run failed", int(state.failed), labels


def database_bytes() -> int:
    """What the database takes on its disk."""
    query = {
        "postgresql": "SELECT pg_database_size(current_database())",
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    }.get(connection.vendor)
    if query is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
