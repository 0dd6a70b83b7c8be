"""The sources of figures, registered by apps through a Wagtail hook.

A function under the hook ``register_gongkai_statistics_source`` returns a :class:`Source`; see
``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from django.db import models
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

HOOK = "register_gongkai_statistics_source"
Number = int | Decimal


@dataclass(frozen=True)
class Scope:
    """What is counted: the year's doings of an organ and of those below it, in one column.

    ``request`` only helps to form addresses.
    """

    organ: models.Model
    year: int
    column: Page
    request: HttpRequest | None = None


@dataclass(frozen=True)
class Figure:
    """One figure: ``code`` is what references name, ``group`` which table it belongs to."""

    code: str
    label: str
    unit: str
    group: str


class Reading(Protocol):
    """A source opened for one scope, or for none to learn what there may be."""

    def list_figures(self) -> Iterable[tuple[str, str, str, str]]:
        """Code, label, unit and group of each figure."""

    def compute(self) -> Mapping[str, Number]:
        """Number by code, in a constant number of queries; without what is not counted."""

    def listing_url(self, code: str) -> str:
        """Address of the public list of what ``code`` counts, or an empty string."""


class Source(Protocol):
    """Opens a reading."""

    def __call__(self, scope: Scope | None) -> Reading: ...


class Readings:
    """All sources, opened for one scope."""

    def __init__(self, scope: Scope | None) -> None:
        sources: list[Source] = [register() for register in hooks.get_hooks(HOOK)]
        self._readings = [source(scope) for source in sources]

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure, in the order of the sources."""
        return [figure for figure, _reading in self._origins.values()]

    @cached_property
    def computed(self) -> dict[str, Number]:
        """What the sources count now."""
        numbers: dict[str, Number] = {}
        for reading in self._readings:
            numbers.update(reading.compute())
        return numbers

    def listing_url(self, code: str) -> str:
        """Address of the list of what ``code`` counts, or an empty string."""
        return self._origins[code][1].listing_url(code)

    @cached_property
    def _origins(self) -> dict[str, tuple[Figure, Reading]]:
        return {
            row[0]: (Figure(*row), reading)
            for reading in self._readings
            for row in reading.list_figures()
        }


def known_codes(scope: Scope | None = None) -> frozenset[str]:
    """Codes of all figures of ``scope``, or of any scope."""
    return frozenset(figure.code for figure in Readings(scope).figures)
