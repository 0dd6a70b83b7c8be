"""How the figures of a year stood when they were last checked, for lists of many years."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from ..reports.checking import CheckedBreach, check_statistics, open_breaches
from ..statistics.models import AnnualStatistics


def note_standing(
    statistics: AnnualStatistics, checked: Sequence[CheckedBreach] | None = None
) -> None:
    """Keep the number of errors, and of warnings that want a remark, with the day of the check.

    To check a year takes a dozen queries, too many for each line of a list.
    """
    wanting = open_breaches(check_statistics(statistics) if checked is None else checked)
    errors = sum(each.breach.is_error for each in wanting)
    AnnualStatistics.objects.filter(pk=statistics.pk).update(
        open_errors=errors, open_warnings=len(wanting) - errors, checked_at=timezone.now()
    )


def describe_standing(statistics: AnnualStatistics) -> str:
    """What the last check found, with its day."""
    if statistics.checked_at is None:
        return _("未核对")
    found = []
    if statistics.open_errors:
        found.append(_("错误%d处") % statistics.open_errors)
    if statistics.open_warnings:
        found.append(_("待说明%d处") % statistics.open_warnings)
    return _("%(found)s（%(day)s核对）") % {
        "found": _("，").join(found) or _("没有问题"),
        "day": timezone.localtime(statistics.checked_at).strftime("%Y-%m-%d"),
    }
