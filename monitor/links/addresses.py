"""Addresses as they are kept and asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from .enums import LinkKind
from .hosts import PORTS, host_of

# Characters that stand for themselves, or are escaped already.
_SAFE = "/%:@!$&'()*+,;=~-._?"
_LONGEST = 2000


@dataclass(frozen=True)
class Address:
    """An address: whole, and its host; no host where it cannot be one."""

    url: str
    host: str
    kind: LinkKind

    @property
    def key(self) -> str:
        """What tells it from others."""
        return key_of(self.url)


def key_of(url: str) -> str:
    """A short text that stands for an address."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def read(url: str, base: str, own: frozenset[str]) -> Address | None:
    """What a link on a page leads to, without the place within the page; None where nobody asks
    for it, such as a program of another scheme.

    Args:
        url: as it was written.
        base: address of the page.
        own: hosts of this platform.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
    except ValueError:
        return Address(url[:_LONGEST], "", LinkKind.EXTERNAL)
    if parts.scheme not in PORTS:
        return None
    try:
        host = host_of(parts)
    except ValueError:
        return Address(url[:_LONGEST], "", LinkKind.EXTERNAL)
    whole = urlunsplit(
        (parts.scheme, host, quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE), "")
    )
    # PostgreSQL looks up no text with a NUL in it.
    if len(whole) > _LONGEST or "\0" in unquote(whole):
        return Address(whole[:_LONGEST], "", LinkKind.EXTERNAL)
    return Address(whole, host, LinkKind.OWN if host in own else LinkKind.EXTERNAL)
