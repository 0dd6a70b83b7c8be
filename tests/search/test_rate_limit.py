"""One client may search so often in so long; it is told how long to wait, and not written down."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache, caches
from django.test import RequestFactory

from search import rate_limit
from tests.factories.catalogue import make_column

ADDRESS = "203.0.113.77"


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved."""

    class Clock:
        now = 1_800_000_000.0

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(rate_limit, "time", clock)
    return clock


def request(address=ADDRESS, **headers):
    return RequestFactory().get("/search/", {"q": "公路"}, REMOTE_ADDR=address, headers=headers)


def waits(number, **kwargs):
    return [rate_limit.seconds_to_wait(request(**kwargs)) for _ in range(number)]


def test_so_many_searches_pass_and_the_next_has_to_wait_until_the_window_ends(clock, settings):
    settings.GONGKAI_SEARCH_RATE_LIMIT = (3, 60)
    *passed, wait = waits(4)
    assert passed == [0, 0, 0]
    assert 1 <= wait <= 60
    clock.now += wait - 1
    assert rate_limit.seconds_to_wait(request()) == 1
    clock.now += 1
    assert waits(4)[:3] == [0, 0, 0]


def test_sixty_a_minute_unless_the_host_says_otherwise(clock):
    *passed, wait = waits(61)
    assert not any(passed)
    assert wait


def test_no_limit_can_be_set(clock, settings):
    settings.GONGKAI_SEARCH_RATE_LIMIT = None
    assert not any(waits(100))


def test_clients_are_counted_apart(clock, settings):
    settings.GONGKAI_SEARCH_RATE_LIMIT = (1, 60)
    assert waits(1) == [0]
    assert waits(1, address="203.0.113.78") == [0]
    assert all(waits(2))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.77", "203.0.113.77", True),
        ("", "", True),
        ("not an address", "203.0.113.77", False),
    ],
)
def test_an_ipv6_network_is_one_client(clock, settings, one, other, same):
    settings.GONGKAI_SEARCH_RATE_LIMIT = (1, 60)
    assert waits(1, address=one) == [0]
    assert bool(*waits(1, address=other)) is same


def test_a_header_counts_only_where_the_host_trusts_it(clock, settings):
    settings.GONGKAI_SEARCH_RATE_LIMIT = (1, 60)
    forged = [{"X-Forwarded-For": f"198.51.100.{n}"} for n in range(2)]
    assert [bool(*waits(1, **headers)) for headers in forged] == [False, True]
    settings.GONGKAI_SEARCH_CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert [bool(*waits(1, **headers)) for headers in forged] == [False, False]
    # What the client itself wrote stands first; the proxy adds what it saw.
    seen = [{"X-Forwarded-For": f"198.51.100.{n}, 192.0.2.1"} for n in range(5, 7)]
    assert [bool(*waits(1, **headers)) for headers in seen] == [False, True]


def test_without_the_header_the_connection_counts(clock, settings):
    settings.GONGKAI_SEARCH_RATE_LIMIT = (1, 60)
    settings.GONGKAI_SEARCH_CLIENT_ADDRESS_HEADER = "X-Real-IP"
    assert [bool(wait) for wait in waits(2)] == [False, True]


def test_no_address_is_stored_and_its_key_depends_on_the_secret(clock, settings):
    waits(1)
    (key,) = caches["default"]._cache
    assert ADDRESS not in key
    cache.clear()
    settings.SECRET_KEY = "another"
    waits(1)
    (other,) = caches["default"]._cache
    assert other.split(":")[3] != key.split(":")[3]


def test_a_cache_that_forgets_lets_pass(clock, monkeypatch):
    def forget(key):
        raise ValueError

    monkeypatch.setattr(rate_limit.cache, "incr", forget)
    assert waits(1) == [0]


@pytest.mark.django_db
def test_the_answer_is_honest_and_in_the_look_of_the_site(clock, settings, client, caplog):
    make_column()
    settings.GONGKAI_SEARCH_RATE_LIMIT = (1, 60)
    with caplog.at_level(logging.DEBUG):
        assert client.get("/search/?q=公路", REMOTE_ADDR=ADDRESS).status_code == 200
        response = client.get("/search/?q=公路", REMOTE_ADDR=ADDRESS)
    assert response.status_code == 429
    wait = response["Retry-After"]
    assert 1 <= int(wait) <= 60
    text = response.content.decode()
    assert "检索过于频繁" in text
    assert f"<strong>{wait}</strong> 秒后" in text
    assert "泗门镇政府信息公开" in text
    assert 'name="robots" content="noindex"' in text
    assert ADDRESS not in caplog.text
    assert "公路" not in caplog.text
    # The box alone and all other pages stay open.
    assert client.get("/search/", REMOTE_ADDR=ADDRESS).status_code == 200
    assert client.get("/catalogue/?q=公路", REMOTE_ADDR=ADDRESS).status_code == 200
