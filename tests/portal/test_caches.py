"""A site whose Redis is away goes on without it."""

from __future__ import annotations

import pytest
from redis.exceptions import ConnectionError as NoConnection

from portal.caches import ForgivingRedisCache

pytestmark = pytest.mark.once


@pytest.fixture
def cache(monkeypatch):
    """A cache that nobody answers for; each test has its own time of being left alone."""
    monkeypatch.setattr(ForgivingRedisCache, "_left_alone_until", 0.0)
    return ForgivingRedisCache(
        "redis://127.0.0.1:9/0", {"OPTIONS": {"socket_connect_timeout": 0.2}}
    )


def test_nothing_is_known_and_nothing_fails(cache):
    assert cache.get("a", "otherwise") == "otherwise"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.set("a", 1) is None
    assert cache.set_many({"a": 1}) == []
    assert not cache.has_key("a")
    assert not cache.delete("a")
    assert not cache.touch("a")
    cache.delete_many(["a"])
    cache.clear()
    assert cache.get_or_set("a", lambda: "made") == "made"


def test_who_wants_a_turn_gets_it_and_who_is_counted_is_the_first(cache):
    assert cache.add("turn", 1)
    assert cache.incr("visits") == 1


def test_one_that_did_not_answer_is_left_alone_for_a_while(cache, monkeypatch):
    asked = []

    def refuse(*args, **kwargs):
        asked.append(args)
        raise NoConnection

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", refuse)
    for _each in range(5):
        cache.get("a")
    assert len(asked) == 1
