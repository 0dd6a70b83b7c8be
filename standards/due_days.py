"""Whether publications kept to a rule: working days counted once for each day and number."""

from __future__ import annotations

from datetime import date, timedelta

from .conf import get_setting
from .due_rules import DueRule
from .enums import DueKind
from .rooms import catalogue

# Days without anything new after which a row that is due in every period is late: the period
# itself and, for what ends with it, 条例第二十六条's working days put generously.
_PERIODS = {DueKind.MONTHLY: 31 + 31, DueKind.QUARTERLY: 92 + 31, DueKind.YEARLY: 366 + 31}


class DueDays:
    """Days by which items are due. For one request: it keeps the calendar that it has read."""

    def __init__(self) -> None:
        self._days = catalogue("timeliness").Deadlines({})

    def is_late(self, rule: DueRule, written_on: date | None, published_on: date | None) -> bool:
        """Whether an item was published after the day that the rule leaves.

        Where nobody knows when it was made, nobody can say so.
        """
        if written_on is None or published_on is None or published_on <= written_on:
            return False
        if rule.kind == DueKind.DAYS and rule.number:
            return published_on > written_on + timedelta(days=rule.number)
        days = self.working_days(rule)
        return days is not None and published_on > self._days.after(written_on, days)

    def working_days(self, rule: DueRule) -> int | None:
        """Working days that a rule leaves, None where it leaves none or counts otherwise.

        及时 and rules that name no number are held to 条例第二十六条.
        """
        if rule.kind == DueKind.WORKING_DAYS:
            return rule.number
        if rule.kind == DueKind.REALTIME:
            return get_setting("GONGKAI_STANDARDS_REALTIME_DAYS")
        if rule.kind == DueKind.DAYS:
            return None
        return get_setting("GONGKAI_STANDARDS_WORKING_DAYS")

    def least_days(self, rule: DueRule) -> int | None:
        """Days after which an item may be late at the earliest; None where none ever is."""
        if rule.kind == DueKind.DAYS and rule.number:
            return rule.number
        # A working day is a day at least.
        return self.working_days(rule)

    def is_overdue(self, rule: DueRule, latest_on: date | None, today: date) -> bool:
        """Whether a row that is due in every period has had nothing for longer than that."""
        days = _PERIODS.get(rule.kind)
        return bool(days and latest_on and (today - latest_on).days > days)
