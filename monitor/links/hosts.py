"""Names of hosts, and which of them may be asked.

A host is kept as it stands in an address: in lower case, in its ASCII form, with a port where that
is not the usual one of its scheme.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from urllib.parse import SplitResult, urlsplit

from ..conf import get_setting

PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LONGEST_PORT = 65535


def check_host(text: str) -> str:
    """A host as somebody typed it, in the form that is compared.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(f"//{text.strip().rstrip('/')}")
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(text)
    port = parts.port
    if port == 0:
        raise ValueError(text)
    name = _ascii_name(parts.hostname or "")
    return f"{name}:{port}" if port and port not in PORTS.values() else name


def host_of(parts: SplitResult) -> str:
    """The host of an address, to compare.

    Raises:
        ValueError: the address has none, or it cannot be one.
    """
    port = parts.port
    name = _ascii_name(parts.hostname or "")
    # A port of the other scheme is as usual as one's own.
    return name if port in (None, *PORTS.values()) else f"{name}:{port}"


def _ascii_name(name: str) -> str:
    try:
        return _literal(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        ascii_name = name.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError(name) from error
    labels = ascii_name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError(name)
    return ascii_name


def _literal(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - IPv6


@dataclass(frozen=True)
class Hosts:
    """Which hosts may be asked.

    Attributes:
        own: of the site itself.
        exact: others.
        above: names of which all hosts below may be asked as well.
    """

    own: frozenset[str]
    exact: frozenset[str]
    above: frozenset[str]

    def allows(self, host: str) -> bool:
        """Whether ``host`` may be asked."""
        if host in self.own or host in self.exact:
            return True
        name = host
        while "." in name:
            name = name.partition(".")[2]
            if name in self.above:
                return True
        return False


def own_hosts() -> frozenset[str]:
    """Hosts of the sites of this platform."""
    from wagtail.models import Site

    found = set()
    for name, port in Site.objects.values_list("hostname", "port"):
        try:
            found.add(check_host(f"{name}:{port}"))
        except ValueError:
            continue
    return frozenset(found)


def allowed_hosts() -> Hosts:
    """The site's own, those of the settings, and those that the office lists; two queries."""
    from .models import AllowedHost

    exact, above = set(), set()
    for each in cast("Iterable[str]", get_setting("GONGKAI_MONITOR_LINK_HOSTS")):
        name = check_host(each.removeprefix("*."))
        exact.add(name)
        if each.startswith("*."):
            above.add(name)
    for name, is_above in AllowedHost.objects.values_list("host", "with_subdomains"):
        exact.add(name)
        if is_above:
            above.add(name)
    return Hosts(own_hosts(), frozenset(exact), frozenset(above))
