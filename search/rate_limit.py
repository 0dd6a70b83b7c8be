"""How many searches one client may make; docs/adr/0008-rate-limit.md says why it is our own.

A client is known by a keyed hash of its address for the length of one window. Addresses are
neither stored nor logged.
"""

from __future__ import annotations

import ipaddress
import math
import time
from dataclasses import dataclass
from typing import cast

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .conf import get_setting

# Whoever has one IPv6 address has a network of this size.
_IPV6_NETWORK = 64


SEARCHES = "GONGKAI_SEARCH_RATE_LIMIT"
SUGGESTIONS = "GONGKAI_SEARCH_SUGGESTIONS_RATE_LIMIT"


@dataclass(frozen=True)
class Allowance:
    """What a client may still ask: ``remaining`` of ``limit`` requests in a window of ``window``
    seconds that ends in ``reset`` seconds."""

    limit: int
    window: float
    remaining: int
    reset: int
    is_exceeded: bool


def seconds_to_wait(request: HttpRequest, setting: str = SEARCHES) -> int:
    """Count one search of the client, and say how long it has to wait; 0 if it need not.

    ``setting`` names the limit; under each one counts by itself.
    """
    limit = cast("tuple[int, float] | None", get_setting(setting))
    if limit is None:
        return 0
    allowance = take(request, setting, limit)
    return allowance.reset if allowance.is_exceeded else 0


def take(request: HttpRequest, name: str, limit: tuple[int, float]) -> Allowance:
    """Count one request of the client under ``name``: so many in so many seconds.

    Windows are of a fixed length and begin at times of their own for each client, so that the
    waiting ones do not come back all at once.
    """
    allowed, length = limit
    client = _client_key(request, name)
    now = time.time() + int(client[:8], 16) % length
    window, passed = divmod(now, length)
    count = _counted(f"gongkai_search:{client}:{int(window)}", length)
    return Allowance(
        limit=allowed,
        window=length,
        remaining=max(allowed - count, 0),
        reset=math.ceil(length - passed),
        is_exceeded=count > allowed,
    )


def _counted(key: str, length: float) -> int:
    """How often this key was counted, this time among them; 0 where the cache forgot it between
    two calls: the client begins anew."""
    cache.add(key, 0, length)
    try:
        return cache.incr(key)
    except ValueError:
        return 0


def _client_key(request: HttpRequest, setting: str) -> str:
    salt = f"gongkai_search.rate_limit.{setting}"
    return salted_hmac(salt, network_of(request)).hexdigest()[:32]


def network_of(request: HttpRequest) -> str:
    """What the client is told from others by: its IPv4 address, or the network of an IPv6 one."""
    return _network(_address(request))


def _address(request: HttpRequest) -> str:
    """The address of the client; of a list the last, which is what the proxy itself saw."""
    header = str(get_setting("GONGKAI_SEARCH_CLIENT_ADDRESS_HEADER"))
    stated = request.headers.get(header, "") if header else ""
    return stated.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    """What counts as one client: an IPv4 address, or the network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
    return str(parsed)
