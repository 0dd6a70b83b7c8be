"""One stack for the whole part; a test that kills something starts it again."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.services.stack import CannotStart, Stack

# Seconds. Two cores may run whatever else.
PATIENCE = 60


@pytest.fixture(scope="session")
def stack():
    """Everything, running."""
    try:
        started = Stack()
    except CannotStart as error:
        # In CI a failure, by refuse_skip; elsewhere a sentence on what is missing.
        pytest.skip(str(error))
    yield started
    started.stop()


@pytest.fixture
def town(stack) -> dict:
    """Addresses of what there is."""
    return stack.town


@pytest.fixture
def visitor(stack):
    """Somebody without a past."""
    return stack.visitor()


@pytest.fixture
def until():
    """``until(ask)`` asks until the answer is a true one, and returns it."""

    def wait(ask: Callable[[], object], seconds: float = PATIENCE) -> object:
        deadline = time.monotonic() + seconds
        while not (found := ask()):
            assert time.monotonic() < deadline, "it did not come to pass"
            time.sleep(0.1)
        return found

    return wait
