"""Who is written to: the 信息员 of a column's organs, and its office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..conf import get_setting
from ..reading import VIEW_ALL
from .enums import Frequency, Weekday
from .models import DigestPreference, DigestSettings


@dataclass(frozen=True)
class Schedule:
    """How often a column's people are written to."""

    frequency: str = Frequency.WEEKLY
    weekday: int = Weekday.MONDAY

    def period_due(self, now: datetime) -> str:
        """The period whose letter is due by ``now``; empty where none is yet.

        A day, or the week (ISO 8601) whose weekday has come: also later in the week, where nobody
        was there to write on the day itself.
        """
        local = timezone.localtime(now)
        if self.frequency == Frequency.OFF or not _is_time(local.time()):
            return ""
        if self.frequency == Frequency.DAILY:
            return local.date().isoformat()
        return _week(local.date()) if local.weekday() >= self.weekday else ""


def columns() -> list[Any]:
    """All public columns."""
    model: Any = apps.get_model("gongkai_pages", "DisclosureIndexPage")
    return list(model.objects.live().order_by("path"))


def columns_of(user: Any) -> QuerySet[Any]:
    """Columns whose office a user belongs to, by the pages that the user may change."""
    own = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    model: Any = apps.get_model("gongkai_pages", "DisclosureIndexPage")
    found: QuerySet[Any] = model.objects.filter(pk__in=own.values("pk")).order_by("path")
    return found


def schedules(some: Iterable[Any]) -> dict[int, Schedule]:
    """The schedule of each column; one query."""
    keys = [column.pk for column in some]
    rows = DigestSettings.objects.filter(column__in=keys)
    said = {row.column_id: Schedule(row.frequency, row.weekday) for row in rows}
    return {key: said.get(key, Schedule()) for key in keys}


def people_of(column: Any, places: Iterable[Any]) -> list[Any]:
    """Active people who answer for something in a column and want letters, each once.

    Args:
        places: all columns. Who answers for one that stands below, a town's in a county's, gets
            the letters of that one.
    """
    users = get_user_model()._default_manager.filter(is_active=True)
    others = [other for other in places if other.pk != column.pk]
    organs = organ_ids_of_column(column)
    for other in others:
        if other.organ_id in organs and other.organ_id != column.organ_id:
            organs = organs - organ_ids_of_column(other)
    groups = _office_groups(column, others)
    found = users.filter(Q(disclosure_organs__in=organs) | Q(groups__in=groups))
    unwilling = DigestPreference.objects.filter(wanted=False).values("user")
    return list(found.exclude(pk__in=unwilling).distinct().order_by("pk"))


def wants(user: Any) -> bool:
    """Whether a person wants to be written to."""
    return not DigestPreference.objects.filter(user=user, wanted=False).exists()


def organ_ids_of_column(column: Any) -> set[int]:
    """The column's organ and those below it."""
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    found: set[int] = organ.objects.subtree_ids([column.organ_id])
    return found


def _office_groups(column: Any, others: Iterable[Any]) -> QuerySet[Group]:
    """Groups that see all findings and may change the pages of the column: by a permission on it,
    or on a page above it up to the next column."""
    label, _dot, codename = VIEW_ALL.partition(".")
    above = [len(other.path) for other in others if column.path.startswith(other.path)]
    begin, step = max(above, default=0), column.steplen
    paths = [column.path[:length] for length in range(begin + step, len(column.path) + 1, step)]
    changing = GroupPagePermission.objects.filter(
        page__path__in=paths, permission__codename="change_page"
    )
    seeing = Group.objects.filter(
        permissions__content_type__app_label=label, permissions__codename=codename
    )
    return seeing.filter(pk__in=changing.values("group"))


def _is_time(local: time) -> bool:
    hour, minute = map(int, str(get_setting("GONGKAI_MONITOR_DIGEST_AT")).split(":"))
    return local >= time(hour, minute)


def _week(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"
