"""A Redis cache that may be away: then nothing is known, and pages are made anew."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
T = TypeVar("T")
# Seconds for which Redis is not asked again after it did not answer: a request asks several times,
# and a machine that is gone lets each of them wait.
_LEFT_ALONE = 3.0


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, as empty while Redis does not answer.

    What is written then is lost, as in any cache; what is counted begins anew, so that a limit lets
    through rather than shuts out. Each process tries again after a few seconds.
    """

    _left_alone_until = 0.0

    def _asked(self, ask: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < type(self)._left_alone_until:
            return otherwise
        try:
            return ask()
        except RedisError as error:
            type(self)._left_alone_until = time.monotonic() + _LEFT_ALONE
            logger.warning("Redis does not answer: %s", type(error).__name__)
            return otherwise

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """True while Redis is away: whoever wants a turn gets it."""
        parent: Any = super()
        return self._asked(lambda: parent.add(*args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The default while Redis is away."""
        parent: Any = super()
        return self._asked(lambda: parent.get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is kept while Redis is away."""
        parent: Any = super()
        self._asked(lambda: parent.set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """False while Redis is away."""
        parent: Any = super()
        return self._asked(lambda: parent.touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """False while Redis is away. What it still holds then is old when it comes back: what must
        never be old is kept under a version (``serving.versions``), here as elsewhere."""
        parent: Any = super()
        return self._asked(lambda: parent.delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Nothing while Redis is away."""
        parent: Any = super()
        return self._asked(lambda: parent.get_many(*args, **kwargs), {})

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Nothing is kept while Redis is away."""
        parent: Any = super()
        return self._asked(lambda: parent.set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is deleted while Redis is away."""
        parent: Any = super()
        self._asked(lambda: parent.delete_many(*args, **kwargs), None)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """False while Redis is away."""
        parent: Any = super()
        return self._asked(lambda: parent.has_key(*args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The first of its kind while Redis is away.

        Raises:
            ValueError: Redis answers, and has no such key.
        """
        parent: Any = super()
        return self._asked(lambda: parent.incr(key, delta, version), delta)

    def clear(self) -> Any:
        """False while Redis is away."""
        parent: Any = super()
        return self._asked(parent.clear, False)
