"""System check: is the next year's calendar there when deadlines begin to reach into it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import conf


def today() -> dt.date:
    """The date the check goes by, in the site's time zone."""
    return timezone.localdate()


@register(Tags.database)
def check_next_year(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """``gongkai_workdays.W001``: the arrangement of the next year is neither known nor entered.

    Reads the office's rows, so it belongs to the database checks: it runs in ``migrate`` and
    ``check --database default``, not at every start. Before the tables exist it says nothing.
    """
    from .calendar import Calendar
    from .models import WorkdayOverride

    alias = router.db_for_read(WorkdayOverride)
    date = today()
    if alias not in (databases or ()) or (date.month, date.day) < conf.warn_from():
        return []
    try:
        with transaction.atomic(using=alias):
            calendar = Calendar.load(using=alias)
    except DatabaseError:
        return []
    year = date.year + 1
    if calendar.is_announced(year):
        return []
    return [
        Warning(
            _(
                "系统中没有%(year)d年的放假调休安排，涉及该年的期限只能按周末和法定节假日推算，"
                "标为“暂定”。"
            )
            % {"year": year},
            hint=_(
                "升级日历库（pip install --upgrade holidays），或者在后台“设置 › 放假调休安排”中"
                "按国务院办公厅的通知录入，并勾选“本年安排已录全”。"
            ),
            id="gongkai_workdays.W001",
        )
    ]
