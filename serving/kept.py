"""Values kept until what they were made from changes: vocabularies, counts, chrome."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import caches
from django.utils.translation import get_language

from . import content, reading
from .conf import get_setting

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
    cache = caches[str(get_setting("GONGKAI_SERVING_CACHE"))]
    found: T | None = cache.get(key)
    if found is None:
        found = ask()
        if reading.text(reading.rows(wanted)) == before:
            cache.set(key, found, SECONDS)
    return found
