"""The sources of figures, registered by apps through a Wagtail hook.

A function under the hook ``register_gongkai_statistics_source`` returns a :class:`Source`; see
``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Protocol, TypeVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from .cache import Kept

HOOK = "register_gongkai_statistics_source"
Number = int | Decimal
FigureRow = tuple[str, str, str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """What is counted: the year's doings of an organ and of those below it, in one column.

    ``column`` is None for an organ that discloses nowhere here, such as a town whose report was
    imported. ``request`` only helps to form addresses.
    """

    organ: models.Model
    year: int
    column: Page | None
    request: HttpRequest | None = None

    @cached_property
    def organs(self) -> list[Any]:
        """All organs that there are, in their order."""
        organ: Any = type(self.organ)
        return self.keep(
            "organs", [organ._meta.label], lambda: list(organ._default_manager.all()), of_all=True
        )

    @cached_property
    def hidden(self) -> Q:
        """What pages under a view restriction are found by."""
        labels = ["wagtailcore.Page", "wagtailcore.PageViewRestriction"]
        return self.keep("hidden", labels, Page.objects.all().private_q, of_all=True)

    def keep(
        self,
        name: str,
        models: Iterable[str] | None,
        ask: Callable[[], T],
        *,
        of_all: bool = False,
    ) -> T:
        """What ``ask`` says, kept until rows of ``models`` change; see :meth:`.cache.Kept.get`."""
        return self._kept.get(name, models, ask, of_all=of_all)

    @cached_property
    def _kept(self) -> Kept:
        return Kept(self)


@dataclass(frozen=True)
class Figure:
    """One figure: ``code`` is what references name, ``group`` which table it belongs to."""

    code: str
    label: str
    unit: str
    group: str


class Reading(Protocol):
    """A source opened for one scope, or for none to learn what there may be.

    It may have ``admin_url(code)`` as well: address of the admin's list of what was counted.
    """

    def list_figures(self) -> Iterable[tuple[str, str, str, str]]:
        """Code, label, unit and group of each figure."""

    def compute(self) -> Mapping[str, Number]:
        """Number by code, in a constant number of queries; without what is not counted."""

    def listing_url(self, code: str) -> str:
        """Address of the public list of what ``code`` counts, or an empty string."""


class Source(Protocol):
    """Opens a reading.

    What it says is kept until rows change that may be counted by anybody. It says by an attribute
    ``counted_models`` (labels) which ones it looks at, if it looks at few; those of Wagtail's pages
    that stand above a page, or restrict it, belong to them.

    One that counts an organ's doings without looking at its column says so by an attribute
    ``counts_without_column``, and is asked where there is no column too.

    One that counts cells of the form for many organs at once says so by ``compute_many``: called
    with scopes of one year, it returns for each of them the numbers of the form that ``compute()``
    of its reading would, in a constant number of queries. A county's roll-up asks the others one
    scope after the other.
    """

    def __call__(self, scope: Scope | None) -> Reading: ...


class Readings:
    """All sources, opened for one scope; what they say of it is kept while it is true."""

    def __init__(self, scope: Scope | None) -> None:
        self._scope = scope
        sources: list[Source] = [register() for register in hooks.get_hooks(HOOK)]
        if scope is not None and scope.column is None:
            sources = [each for each in sources if getattr(each, "counts_without_column", False)]
        self._sources = sources
        self._readings = [source(scope) for source in sources]

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure, in the order of the sources."""
        return [figure for figure, _reading in self._origins.values()]

    @cached_property
    def computed(self) -> dict[str, Number]:
        """What the sources count now, each of them for the codes that it owns."""
        return {
            code: number
            for place, reading in enumerate(self._readings)
            for code, number in self._keep("numbers", place, partial(_numbers_of, reading)).items()
            if code in self._origins and self._origins[code][1] is reading
        }

    def listing_url(self, code: str) -> str:
        """Address of the list of what ``code`` counts, or an empty string."""
        origin = self._origins.get(code)
        return origin[1].listing_url(code) if origin else ""

    def admin_url(self, code: str) -> str:
        """Address of the admin's list of what ``code`` counts, or an empty string."""
        origin = self._origins.get(code)
        find = getattr(origin[1], "admin_url", None) if origin else None
        return find(code) if find else ""

    @cached_property
    def _origins(self) -> dict[str, tuple[Figure, Reading]]:
        """The last source that lists a code owns it; its place is where it was listed first."""
        return {
            row[0]: (Figure(*row), reading)
            for place, reading in enumerate(self._readings)
            for row in self._keep("rows", place, partial(_rows_of, reading))
        }

    def _keep(self, what: str, place: int, ask: Callable[[], T]) -> T:
        if self._scope is None:
            return ask()
        source = self._sources[place]
        models = getattr(source, "counted_models", None)
        return self._scope.keep(f"{what} {_name_of(source)}", models, ask)


def _numbers_of(reading: Reading) -> dict[str, Number]:
    return dict(reading.compute())


def _rows_of(reading: Reading) -> list[FigureRow]:
    return [
        (str(code), str(label), str(unit), str(group))
        for code, label, unit, group in reading.list_figures()
    ]


def _name_of(source: Source) -> str:
    named: Any = source if hasattr(source, "__qualname__") else type(source)
    return f"{named.__module__}.{named.__qualname__}"


def known_codes(scope: Scope | None = None) -> frozenset[str]:
    """Codes of all figures of ``scope``, or of any scope."""
    return frozenset(figure.code for figure in Readings(scope).figures)
