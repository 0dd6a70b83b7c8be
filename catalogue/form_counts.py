"""What the catalogue counts for the statutory forms of the annual report, and in which items.

规章 and 行政规范性文件 are told by the statutory class of an item's genre, and counted as a stock
from their dates: made (制发) in the year of their date, abolished (废止) in the year in which they
were repealed or ran out, in force (现行有效) between. 尚未生效 counts as in force: the form has no
place for what was made and is not in force yet. So the stock at the end of a year is that of the
year before, with what was made and without what was abolished. The running year ends today.

One definition serves the number and the list behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import StatutoryClass
from .querysets import ItemQuerySet
from .timeliness import late_ids

# Years of the forms whose numbers are counted, by the part of the code that names the form.
_YEAR = re.compile("(19|2[0-9])[0-9][0-9]")
FORM_YEARS: dict[str, tuple[int, int]] = {
    "t2": (2021, 2999),
    "t2a": (2019, 2020),
    "s": (1900, 2018),
}
_PIECES, _NOTICES = gettext_lazy("件"), gettext_lazy("条")


@dataclass(frozen=True)
class Period:
    """A year, as far as it has come."""

    year: int
    first: date
    last: date

    @classmethod
    def of(cls, year: int) -> Period:
        """The year; one that has not begun has no days."""
        return cls(year, date(year, 1, 1), min(date(year, 12, 31), timezone.localdate()))

    @property
    def is_ahead(self) -> bool:
        """Whether the year has not begun."""
        return self.first > self.last


@dataclass(frozen=True)
class FormCount:
    """One number of a form: ``items`` says which items it counts.

    Attributes:
        statutory_class: the class of the genres that it counts alone; empty where it counts any.
    """

    code: str
    label: Any
    unit: Any
    items: Callable[[Period], Q]
    statutory_class: str = ""

    @property
    def form(self) -> str:
        """The part of the code that names the form."""
        return self.code.partition(".")[0]

    def covers(self, year: int) -> bool:
        """Whether the form of ``year`` asks for it."""
        first, last = FORM_YEARS[self.form]
        return first <= year <= last


def _gone_by(day: date) -> Q:
    """Repealed by ``day``, or out of force since before it."""
    return Q(repealed_on__lte=day) | Q(expires_on__lt=day)


def _standing_on(day: date) -> Q:
    return (Q(repealed_on__isnull=True) | Q(repealed_on__gt=day)) & (
        Q(expires_on__isnull=True) | Q(expires_on__gte=day)
    )


def made(period: Period) -> Q:
    """Dated in the year."""
    return Q(written_on__range=(period.first, period.last))


def in_force(period: Period) -> Q:
    """Made by the end of the year, and neither repealed nor out of force then."""
    return Q(written_on__lte=period.last) & _standing_on(period.last)


def abolished(period: Period) -> Q:
    """Gone by the end of the year, and not before it began."""
    before = period.first - timedelta(days=1)
    return (
        Q(written_on__lte=period.last)
        & _gone_by(period.last)
        & (Q(written_on__gte=period.first) | _standing_on(before))
    )


def published(period: Period) -> Q:
    """Published in the year."""
    return Q(published_year=period.year)


def _public_by_then(period: Period) -> Q:
    return Q(published_on__lte=period.last)


def _interpreting(period: Period) -> Q:
    return published(period) & Q(interprets__isnull=False)


def _of_class(value: str, condition: Callable[[Period], Q]) -> Callable[[Period], Q]:
    return lambda period: Q(genre__statutory_class=value) & condition(period)


_SINCE_2021 = (
    ("made", gettext_lazy("%s本年制发件数"), made),
    ("abolished", gettext_lazy("%s本年废止件数"), abolished),
    ("in_force", gettext_lazy("%s现行有效件数"), in_force),
)
_SINCE_2019 = (
    ("made", gettext_lazy("%s本年新制作数量"), made),
    ("disclosed", gettext_lazy("%s本年新公开数量"), published),
    ("total", gettext_lazy("%s对外公开总数量"), _public_by_then),
)


def form_counts() -> Iterator[FormCount]:
    """Everything that is counted for some form."""
    rules = (
        ("regulations", StatutoryClass.REGULATION, StatutoryClass.REGULATION.label),
        ("normative", StatutoryClass.NORMATIVE, StatutoryClass.NORMATIVE.label),
    )
    for name, value, label in rules:
        for form, columns in (("t2", _SINCE_2021), ("t2a", _SINCE_2019)):
            for column, heading, condition in columns:
                items = _of_class(value, condition)
                code = f"{form}.{name}.{column}"
                yield FormCount(code, heading % label, _PIECES, items, value)
    normative = StatutoryClass.NORMATIVE
    yield FormCount("s.published", gettext_lazy("主动公开政府信息数"), _NOTICES, published)
    yield FormCount(
        "s.normative_published",
        gettext_lazy("主动公开规范性文件数"),
        _NOTICES,
        _of_class(normative, published),
        normative,
    )
    yield FormCount(
        "s.normative_made",
        gettext_lazy("制发规范性文件总数"),
        _PIECES,
        _of_class(normative, made),
        normative,
    )
    yield FormCount(
        "s.interpretations", gettext_lazy("政策解读稿件发布数"), gettext_lazy("篇"), _interpreting
    )


TIMELINESS: dict[str, tuple[Any, Any]] = {
    "timeliness.on_time": (gettext_lazy("按时公开的信息"), _NOTICES),
    "timeliness.late": (gettext_lazy("超过期限公开的信息"), _NOTICES),
    "timeliness.rate": (gettext_lazy("按时公开率"), "%"),
}


@dataclass(frozen=True)
class CountedItems:
    """What a figure of a year counts, as a condition of a list; written ``t2.normative.made.2025``.

    Attributes:
        label: what stands on the list.
    """

    label: str
    period: Period
    count: FormCount | None
    late: bool = False

    @classmethod
    def parse(cls, text: str) -> CountedItems | None:
        """None where it is nothing of the kind."""
        code, _dot, year = text.rpartition(".")
        if not _YEAR.fullmatch(year):
            return None
        period = Period.of(int(year))
        if code in {"timeliness.on_time", "timeliness.late"}:
            label = TIMELINESS[code][0]
            return cls(
                _("%(year)s年%(label)s") % {"year": year, "label": label},
                period,
                None,
                late=code == "timeliness.late",
            )
        count = next((each for each in form_counts() if each.code == code), None)
        if count is None:
            return None
        return cls(_("%(year)s年%(label)s") % {"year": year, "label": count.label}, period, count)

    def narrow(self, items: ItemQuerySet) -> ItemQuerySet:
        """Those of ``items`` that were counted."""
        if self.count is not None:
            return items.filter(self.count.items(self.period))
        dated = items.published_in(self.period.year).filter(written_on__isnull=False)
        # Of the two the late ones are few; what a query can be given has a limit.
        late = list(late_ids(dated))
        return dated.filter(pk__in=late) if self.late else dated.exclude(pk__in=late)
