"""What the sources said of a scope, kept until something that they count changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from ..serving_app import serving_module

if TYPE_CHECKING:
    from .registry import Scope

T = TypeVar("T")
_PREFIX = "gongkai_pages.figures"
# The key holds the day: some figures, such as what is overdue, are of today.
SECONDS = 24 * 60 * 60


class Kept:
    """Answers about one scope; what is not kept is asked for once and kept."""

    def __init__(self, scope: Scope) -> None:
        # Before anything is counted, see ``versions.current``.
        self._versions = serving_module("versions").current(scope.request)
        self._today = f"{timezone.localdate().isoformat()} {get_language()}"
        self._scope = f"{scope.organ.pk} {scope.year} {scope.column.pk if scope.column else ''}"

    def get(
        self,
        name: str,
        models: Iterable[str] | None,
        ask: Callable[[], T],
        *,
        of_all: bool = False,
    ) -> T:
        """What is kept under ``name``, else what ``ask`` says.

        Args:
            models: labels of the models whose rows the answer depends on; None: of any of them.
            ask: its answer can be pickled and is not None. Whoever gets it must not change it.
            of_all: whether the answer is the same for every scope.
        """
        parts = (name, self._today, "" if of_all else self._scope, self._versions.of(models))
        key = f"{_PREFIX}.{sha256(chr(10).join(parts).encode()).hexdigest()}"
        found: T | None = cache.get(key)
        if found is None:
            found = ask()
            cache.set(key, found, SECONDS)
        return found
