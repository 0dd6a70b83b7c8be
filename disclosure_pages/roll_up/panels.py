"""The admin's home: reports of last year that are due, for who makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy

from .bodies import Bodies
from .models import ReportingBody
from .permissions import EDIT_REPORTS, VIEW_ROLL_UP
from .source import roll_up_url
from .standings import STATISTICS_ADD, STATISTICS_EDIT, Standing, State, standings_of

_SHOWN = 10


@dataclass(frozen=True)
class Due:
    """A report that is due.

    Attributes:
        remaining: days left or past, in words.
        links: labels and addresses of where the work is done.
        unreported: of a compiling organ, how many of its members have not finished; else None.
        members: of a compiling organ, how many there are.
    """

    standing: Standing
    remaining: str
    is_overdue: bool
    links: list[tuple[str, str]]
    unreported: int | None
    members: int


class DeadlinesPanel(Component):  # type: ignore[misc]  # Wagtail is untyped
    """年度报告期限: what is not public yet, the earliest date first."""

    name = "gongkai_deadlines"
    template_name = "gongkai_pages/admin/deadlines.html"
    order = 101

    @property
    def media(self) -> Media:
        """Colours of what is late."""
        return Media(css={"all": ["gongkai_pages/admin/roll_up.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Reports of last year that the user answers for, in a constant number of queries."""
        user, today = (parent_context or {})["request"].user, timezone.localdate()
        due = reports_due(user, today) if user.has_perm(EDIT_REPORTS) else []
        return {"due": due[:_SHOWN], "number": len(due), "year": today.year - 1}


def reports_due(user: Any, today: date) -> list[Due]:
    """Reports of the year before ``today`` that are not public, the earliest date first.

    Shown are bodies whose column the user may change, and compiling organs without a column to who
    reads roll-ups. Towns without a column here report elsewhere: they are counted where their
    numbers are added up.
    """
    year = today.year - 1
    bodies = Bodies.of_year(year)
    if not bodies.by_organ:
        return []
    standings = {
        each.body.organ_id: each for each in standings_of(list(bodies.by_organ.values()), year)
    }
    mine = _answered_for(user, standings.values())
    open_ = [each for each in mine if each.state != State.PUBLISHED]
    indexes = _report_indexes(open_)
    found = [_due(each, bodies, standings, indexes, user, today) for each in open_]
    return sorted(found, key=lambda each: (each.standing.due_on, str(each.standing.body)))


def _answered_for(user: Any, standings: Any) -> list[Standing]:
    columns = [each.column for each in standings if each.column is not None]
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    own = set(editable.filter(pk__in=columns).values_list("pk", flat=True)) if columns else set()
    compiles = user.has_perm(VIEW_ROLL_UP)
    return [
        each
        for each in standings
        if each.column in own or (each.column is None and each.body.compiles and compiles)
    ]


def _report_indexes(standings: Sequence[Standing]) -> dict[int, int]:
    """By the key of a column, that of the list below it in which a report can be made."""
    columns = [each.column for each in standings if each.column is not None]
    if not columns:
        return {}
    paths = dict(
        apps.get_model("gongkai_pages", "DisclosureIndexPage")
        .objects.filter(pk__in=columns)
        .values_list("path", "pk")
    )
    model = apps.get_model("gongkai_pages", "AnnualReportIndexPage")
    lists = model.objects.filter(alias_of__isnull=True).values_list("path", "pk")
    step = model.steplen
    return {paths[path[:-step]]: pk for path, pk in lists if path[:-step] in paths}


def _due(  # noqa: PLR0913, PLR0917 - what was read for all of them
    standing: Standing,
    bodies: Bodies,
    standings: Mapping[int, Standing],
    indexes: Mapping[int, int],
    user: Any,
    today: date,
) -> Due:
    body = standing.body
    members = bodies.counted_members(body.organ_id) if body.compiles else []
    unreported = [each for each in members if not standings[each.organ_id].is_done]
    return Due(
        standing=standing,
        remaining=standing.remaining(today),
        is_overdue=today > standing.due_on,
        links=_links(standing, indexes, body if user.has_perm(VIEW_ROLL_UP) else None),
        unreported=len(unreported) if body.compiles else None,
        members=len(members),
    )


def _links(
    standing: Standing, indexes: Mapping[int, int], compiling: ReportingBody | None
) -> list[tuple[str, str]]:
    links = []
    index = indexes.get(standing.column) if standing.column is not None else None
    if standing.report is not None:
        edit = reverse("wagtailadmin_pages:edit", args=[standing.report.pk])
        links.append((_now("编辑报告"), edit))
    elif index is not None:
        add = reverse("wagtailadmin_pages:add", args=["gongkai_pages", "annualreportpage", index])
        links.append((_now("新建报告"), add))
    if standing.statistics is not None:
        edit = reverse(STATISTICS_EDIT, args=[standing.statistics.pk])
        links.append((_now("年度统计"), edit))
    elif not links:
        links.append((_now("新建统计"), reverse(STATISTICS_ADD)))
    if compiling is not None and compiling.compiles:
        links.append((_now("各单位情况"), roll_up_url(compiling.organ_id, standing.year)))
    return links
