"""How far the report of each body has come, and whether it is in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from ..statistics.models import AnnualStatistics, AnnualValue
from .deadlines import due_on
from .models import ReportingBody, ReportingSettings
from .values import organs_with_reports

STATISTICS_EDIT = "wagtailsnippets_gongkai_pages_annualstatistics:edit"
STATISTICS_ADD = "wagtailsnippets_gongkai_pages_annualstatistics:add"


class State(models.TextChoices):
    """How far a report has come."""

    ABSENT = "absent", _("未建")
    STARTED = "started", _("填报中")
    SUBMITTED = "submitted", _("已送审")
    PUBLISHED = "published", _("已公开")
    # The body discloses elsewhere; its numbers were read from what it published there.
    IMPORTED = "imported", _("导入")


@dataclass(frozen=True)
class Standing:
    """The report of one body and year.

    Attributes:
        column: the key of the page of the body's own column, None where it has none here.
        done_on: the date of what is public, or of the sign-off of imported figures.
        due_on: the date by which it has to be public.
    """

    body: ReportingBody
    year: int
    state: State
    statistics: AnnualStatistics | None
    report: Any
    column: int | None
    due_on: date
    done_on: date | None

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do by the date."""
        return self.state in {State.PUBLISHED, State.IMPORTED}

    @property
    def is_signed_off(self) -> bool:
        """Whether the figures are fixed: published, or frozen."""
        return self.state == State.PUBLISHED or bool(self.statistics and self.statistics.is_frozen)

    def is_late(self, today: date) -> bool:
        """Whether it came after the date, or has not come and the date is past.

        The figures of an import say nothing on when the report was public.
        """
        if self.state == State.IMPORTED:
            return False
        return (self.done_on if self.is_done and self.done_on else today) > self.due_on

    def remaining(self, today: date) -> str:
        """The days left or past, in words; calendar days, for the law gives a date."""
        days = (self.due_on - today).days
        if days < 0:
            return _now("已逾期%d天") % -days
        return _now("剩余%d天") % days if days else _now("今日到期")

    @property
    def edit_url(self) -> str:
        """Address in the admin of the report, else of the statistics, else of making these."""
        if self.report is not None:
            return reverse("wagtailadmin_pages:edit", args=[self.report.pk])
        if self.statistics is not None:
            return reverse(STATISTICS_EDIT, args=[self.statistics.pk])
        return reverse(STATISTICS_ADD)


def standings_of(
    bodies: Sequence[ReportingBody], year: int, settings: ReportingSettings | None = None
) -> list[Standing]:
    """How far the reports of ``bodies`` have come, in a constant number of queries."""
    organ_ids = [body.organ_id for body in bodies]
    entries = AnnualValue.objects.filter(statistics=OuterRef("pk"))
    found = AnnualStatistics.objects.filter(organ_id__in=organ_ids, year=year).annotate(
        has_values=Exists(entries)
    )
    columns = apps.get_model("gongkai_pages", "DisclosureIndexPage").objects.filter(
        organ_id__in=organ_ids, alias_of__isnull=True
    )
    pages = apps.get_model("gongkai_pages", "AnnualReportPage").objects.filter(year=year)
    reports = organs_with_reports(pages, organ_ids)
    read = _Read(
        year=year,
        statistics={each.organ_id: each for each in found},
        columns=dict(columns.values_list("organ_id", "pk")),
        reports=reports,
        submitted=_submitted(reports),
        settings=settings or ReportingSettings.load(),
    )
    return [read.standing(body) for body in bodies]


@dataclass(frozen=True)
class _Read:
    """What was read for all bodies, by the key of the organ."""

    year: int
    statistics: Mapping[int, AnnualStatistics]
    columns: Mapping[int, int]
    reports: Mapping[int, Any]
    submitted: set[int]
    settings: ReportingSettings

    def standing(self, body: ReportingBody) -> Standing:
        statistics, report = self.statistics.get(body.organ_id), self.reports.get(body.organ_id)
        state, done_on = State.ABSENT, None
        if report is not None and report.live:
            state = State.PUBLISHED
            done_on = report.reported_on or _day(report.first_published_at)
        elif report is not None:
            state = State.SUBMITTED if report.pk in self.submitted else State.STARTED
        elif statistics is not None:
            here = body.organ_id in self.columns or not getattr(statistics, "has_values", True)
            state = State.STARTED if here else State.IMPORTED
            done_on = _day(statistics.frozen_at) if state == State.IMPORTED else None
        return Standing(
            body=body,
            year=self.year,
            state=state,
            statistics=statistics,
            report=report,
            column=self.columns.get(body.organ_id),
            due_on=due_on(body.level, self.year, self.settings),
            done_on=done_on,
        )


def _submitted(reports: Mapping[int, Any]) -> set[int]:
    """Keys of the reports that are on their way through the review."""
    if not reports:
        return set()
    page_type = ContentType.objects.get_for_model(
        apps.get_model("wagtailcore", "Page"), for_concrete_model=False
    )
    running = WorkflowState.objects.filter(
        base_content_type=page_type,
        object_id__in=[str(report.pk) for report in reports.values()],
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return {int(key) for key in running.values_list("object_id", flat=True)}


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def count_by_state(standings: Iterable[Standing]) -> dict[State, int]:
    """How many stand where."""
    found = dict.fromkeys(State, 0)
    for each in standings:
        found[each.state] += 1
    return found
