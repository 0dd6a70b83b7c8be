"""Values kept until what they were made from changes: vocabularies, counts, chrome."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from . import content, reading, sharing

T = TypeVar("T")
_PREFIX = "gongkai_serving.kept"
# The tag holds the day.
SECONDS = 24 * 60 * 60


def kept(name: str, scopes: Iterable[str] | None, ask: Callable[[], T]) -> T:
    """What is kept under ``name``, else what ``ask`` says.

    One small query and one question to the cache. What was made while something changed is given
    but not kept.

    Args:
        name: tells this value from all others, with whatever it depends on besides the content,
            e.g. the key of a column. The language is added.
        scopes: labels of models in some app's ``gongkai_counted_models``, ``public``,
            ``column:<pk>``; None: the value may depend on anything.
        ask: its answer can be pickled and is not None. Whoever gets it must not change it.
    """
    wanted = None if scopes is None else tuple(sorted(scopes))
    before = reading.text(reading.rows(wanted))
    parts = (name, str(get_language()), content.tag(before))
    key = f"{_PREFIX}.{sha256(repr(parts).encode()).hexdigest()}"
    found: T | None = _get(key)
    if found is None:
        found = ask()
        if reading.text(reading.rows(wanted)) == before:
            _put(key, found)
    return found


def _get(key: str) -> Any:
    return cache.get(key) if sharing.shared_cache() is None else sharing.get(key)


def _put(key: str, value: Any) -> None:
    if sharing.shared_cache() is None:
        cache.set(key, value, SECONDS)
    else:
        sharing.put(key, value, SECONDS)
