"""What the sources said of a scope, kept until something that they count changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from .versions import current

if TYPE_CHECKING:
    from .registry import Scope

T = TypeVar("T")
_PREFIX = "gongkai_pages.figures"
# The key holds the day: some figures, such as what is overdue, are of today.
SECONDS = 24 * 60 * 60


class Kept:
    """Answers about one scope; what is not kept is asked for once and kept.

    Args:
        scope: what is counted.
        sources: names of the sources; another set of them counts something else.
    """

    def __init__(self, scope: Scope, sources: Sequence[str]) -> None:
        self.scope = scope
        parts = (
            # Before anything is counted, see ``versions.current``.
            current(scope.request),
            timezone.localdate().isoformat(),
            str(get_language()),
            f"{scope.organ.pk} {scope.year} {scope.column.pk if scope.column else ''}",
            *sources,
        )
        self._key = sha256("\n".join(parts).encode()).hexdigest()

    def get(self, name: str, ask: Callable[[], T]) -> T:
        """What is kept under ``name``, else what ``ask`` says; it can be pickled and is not None.

        Whoever gets it must not change it.
        """
        key = f"{_PREFIX}.{name}.{self._key}"
        found: T | None = cache.get(key)
        if found is None:
            found = ask()
            cache.set(key, found, SECONDS)
        return found
