"""Ask the public API what schemathesis makes up from its OpenAPI document, and count the answers.

``python -m bench.api_fuzz --requests 10000`` makes a database of its own in memory, with a town
that has one of everything. It ends with status 1 where an answer was an internal error, or other
than the document says; each such request is printed as a curl command.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter

import django


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    from django.test.utils import override_settings, setup_test_environment
    from django.test.utils import setup_databases as make_databases
    from django.test.utils import teardown_databases as drop_databases

    from tests.api.content import UNLIMITED

    setup_test_environment()
    databases = make_databases(verbosity=0, interactive=False)
    try:
        with override_settings(**UNLIMITED):
            return _fuzz(arguments.requests, arguments.seed)
    finally:
        drop_databases(databases, verbosity=0)


def _fuzz(requests: int, seed: int) -> int:
    from django.core.wsgi import get_wsgi_application

    from api.v1.openapi import document
    from tests.api.content import public_content
    from tests.services.api_fuzz import Outcome, fuzz

    content = public_content()
    operations = sum(len(each) for each in document()["paths"].values())
    begun = time.monotonic()
    outcome = Outcome()
    while outcome.requests < requests:
        # An operation without parameters is asked once in each round.
        examples = (requests - outcome.requests) // operations + 1
        outcome += fuzz(get_wsgi_application(), examples, number=seed, known=content.known)
        seed += 1
    seconds = time.monotonic() - begun
    by_operation: dict[str, Counter[int]] = {}
    for (label, status), number in outcome.statuses.items():
        by_operation.setdefault(label, Counter())[status] += number
    for label, statuses in sorted(by_operation.items()):
        told = "  ".join(f"{status}: {n}" for status, n in sorted(statuses.items()))
        say(f"{label:60} {told}")
    total = Counter[int]()
    for statuses in by_operation.values():
        total += statuses
    say(f"\n{outcome.requests} requests in {seconds:.0f} s: {dict(sorted(total.items()))}")
    say(f"{len(outcome.failures)} answers that were wrong")
    for failure in outcome.failures[:20]:
        say(f"\n{failure}")
    return 1 if outcome.failures else 0


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
