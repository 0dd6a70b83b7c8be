"""What several rules ask for, read once for a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_kept: ContextVar[dict[Any, Any] | None] = ContextVar("gongkai_monitor_scene", default=None)


@contextmanager
def shared_scene() -> Iterator[None]:
    """What is read inside is read once; it is forgotten at the end."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Any, read: Callable[[], T]) -> T:
    """What ``read`` gives, kept under ``key`` while a scene is shared."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found
