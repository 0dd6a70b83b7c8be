"""Requests that schemathesis makes up from the OpenAPI document, and what was wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass
class Outcome:
    """How many answers there were, by operation and status, and what was wrong with some."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return self.statuses.total()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.statuses + other.statuses, self.failures + other.failures)


def fuzz(
    app: Any,
    examples: int,
    *,
    number: int = 1,
    known: Mapping[str, list[Any]] | None = None,
) -> Outcome:
    """Ask each operation ``examples`` times; half of them break the document on purpose.

    ``number`` is the seed. ``known`` are values that lead somewhere, by parameter: every other
    request has one of them in place of what was made up.
    """
    outcome = Outcome()
    with _one_connection():
        _ask_all(outcome, app, examples, number, known or {})
    return outcome


@contextmanager
def _one_connection():
    """Keep the connection of the test, as Django's own client does."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (signals.request_started, signals.request_finished):
            signal.connect(close_old_connections)


def _ask_all(outcome, app, examples, number, known) -> None:
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    for result in document.get_all_operations():
        operation = result.ok()
        modes = [GenerationMode.POSITIVE]
        if list(operation.query) or list(operation.path_parameters):
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:
            strategy = operation.as_strategy(generation_mode=mode)
            _ask(strategy, examples // len(modes), number, known, outcome)


def _ask(strategy, examples, number, known, outcome) -> None:
    asked = 0

    @seed(number)
    @settings(
        max_examples=max(examples, 1),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def ask(case) -> None:
        nonlocal asked
        asked += 1
        if asked % 2:
            _use_known(case, known, asked)
        # Called without a server, it unpacks nothing.
        response = case.call(headers={"Accept-Encoding": "identity"})
        outcome.statuses[case.operation.label, response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as error:
            told = error.exceptions if isinstance(error, FailureGroup) else [error]
            reasons = "; ".join(f"{each.title}: {each.message}" for each in told)
            outcome.failures.append(f"{case.as_curl_command()}\n{response.status_code} {reasons}")

    ask()


def _use_known(case, known, asked) -> None:
    for place in (case.path_parameters, case.query):
        for name in place or {}:
            if values := known.get(name):
                place[name] = values[asked % len(values)]
