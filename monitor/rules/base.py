"""What a rule is, what it finds, and where rules come from.

An app adds its own by the Wagtail hook ``register_gongkai_monitor_rules``: a function that returns
a list of rules. They need not inherit from :class:`Rule`; anything with its attributes will do, and
what they yield needs the attributes of :class:`Found`. So the app imports nothing from here::

    @hooks.register("register_gongkai_monitor_rules")
    def rules() -> list[Any]:
        return [BrokenLinks()]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from wagtail import hooks

from ..enums import Severity

RULES_HOOK = "register_gongkai_monitor_rules"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that is wrong, or soon will be.

    Attributes:
        key: what it is about, the same every day, unique within the rule; e.g. ``page:12``.
        subject: its name, for the reader.
        detail: a Chinese sentence with the figures.
        organ_id: who has to see to it; None where that is the office alone.
        page_id: the page it is about.
        url: where it is put right in the admin; empty for the page's own editor.
        facts: the figures, in JSON.
        severity: where it is another than the rule's own.
        due_on: the day by which something has to be done, or was.
    """

    key: str
    subject: str
    detail: str = ""
    organ_id: int | None = None
    page_id: int | None = None
    url: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    severity: str = ""
    due_on: date | None = None


class RuleLike(Protocol):
    """What the monitor asks of a rule; :class:`Rule` has all of it."""

    @property
    def code(self) -> str:
        """See :class:`Rule`, as for the others."""

    @property
    def name(self) -> Any: ...

    @property
    def severity(self) -> str: ...

    @property
    def basis(self) -> Any: ...

    @property
    def definition(self) -> Any: ...

    @property
    def remedy(self) -> Any: ...

    def find(self, today: date) -> Iterable[Any]:
        """Everything that the rule finds on a day."""


class Rule:
    """A rule of the inspection.

    Attributes:
        code: stable, as ``news_stale``; another app begins its codes with its own name.
        name: a few Chinese words.
        severity: of what it finds.
        basis: the source: law, notice or local rule.
        definition: one Chinese sentence that says what is found, with the numbers in force.
        remedy: one Chinese sentence that says what to do next.
        group: the column of the league table that it counts in, see ``league.py``: ``stale``,
            ``blank``, ``late``, ``links``, ``other`` (as without it); empty: in none.
    """

    code: str = ""
    name: Any = ""
    severity: str = Severity.WARNING
    basis: Any = ""
    definition: Any = ""
    remedy: Any = ""
    group: str = "other"

    def find(self, today: date) -> Iterable[Found]:
        """Everything that the rule finds on ``today``; reads only, a constant number of queries."""
        raise NotImplementedError


def all_rules() -> list[RuleLike]:
    """The rules of all apps, each code once, in the order in which they were registered.

    Raises:
        ValueError: two rules have the same code.
    """
    found: dict[str, RuleLike] = {}
    for function in hooks.get_hooks(RULES_HOOK):
        for rule in function():
            if rule.code in found:
                raise ValueError(f"two monitor rules have the code {rule.code!r}")
            found[rule.code] = rule
    return list(found.values())
