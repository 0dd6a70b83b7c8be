"""What the calendar answers with: plain values that carry how sure they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Provenance(StrEnum):
    """Where the answer for one day comes from."""

    NOTICE = "notice"
    """The State Council's notice for the year, as recorded by the calendar library."""
    OVERRIDE = "override"
    """A row the office entered from a notice, with its source."""
    COMPUTED = "computed"
    """The rule alone (weekends and statutory holidays), no notice looked at."""


@dataclass(frozen=True, slots=True)
class DayKind:
    """One day of the calendar.

    ``name`` is Chinese text for the reader ("国庆节", "周末", "调休上班"; empty on an ordinary
    working day). ``source`` names the notice (依据) of an override, else it is empty.
    ``provisional`` says that a notice still to come may change the answer.
    """

    date: dt.date
    is_workday: bool
    name: str
    provenance: Provenance
    provisional: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day on which a period ends.

    ``provisional`` is true when a day that was looked at on the way lies in a year whose notice
    is not out: show the date as 暂定 and count again once the notice is there.
    """

    date: dt.date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkdayCount:
    """A number of working days; negative when the second date lies before the first."""

    days: int
    provisional: bool
