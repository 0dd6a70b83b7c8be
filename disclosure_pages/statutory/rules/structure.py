"""What a rule is, what it looks at, and what it finds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..structure import ReportForm

Number = int | Decimal
Values = Mapping[str, Number | None]


class Severity(models.TextChoices):
    """An error keeps a report from being signed off; a warning wants a remark."""

    ERROR = "error", _("错误")
    WARNING = "warning", _("提醒")


@dataclass(frozen=True)
class Facts:
    """What is known of a report.

    Attributes:
        form: the form it takes.
        year: the year it is about.
        values: numbers by code of cell; None, or absent: nobody filled it in, or it was not read.
        last_year: the numbers of the report of the year before, empty where there is none.
        text: its prose without markup, figures filled in.
        reported_on: its date.
        is_township: whether the organ is a township, which makes no 规章.
    """

    form: ReportForm
    year: int
    values: Values
    last_year: Values = field(default_factory=dict)
    text: str = ""
    reported_on: date | None = None
    is_township: bool = False

    def value(self, code: str) -> Number | None:
        """The number of a cell, or None."""
        return self.values.get(code)


@dataclass(frozen=True)
class Found:
    """What one rule found wrong: a sentence with the numbers, and the cells it is about."""

    sentence: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes:
        id: stable name, such as ``t3.balance``.
        title: the rule itself in a sentence.
        severity: whether it blocks.
        source: the form, article or custom that it comes from.
        find: yields what breaks it; says nothing of cells that are None.
    """

    id: str
    title: str
    severity: Severity
    source: str
    find: Callable[[Facts], Iterator[Found]]


@dataclass(frozen=True)
class Breach:
    """A rule that a report breaks, and where."""

    rule: Rule
    sentence: str
    cells: tuple[str, ...]

    @property
    def is_error(self) -> bool:
        """Whether it keeps the report from being signed off."""
        return self.rule.severity == Severity.ERROR

    @property
    def key(self) -> str:
        """What a remark on it is stored by: a remark excuses these numbers, and no others."""
        said = "|".join((self.rule.id, *self.cells, self.sentence))
        return hashlib.sha256(said.encode()).hexdigest()
