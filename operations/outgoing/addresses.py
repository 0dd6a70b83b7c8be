"""Which addresses are of the internet, whatever form they are written in.

An office's server stands inside its network. Whoever may have it call an address could otherwise
reach what only that network reaches (server-side request forgery).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Networks by which an IPv6 address stands for an IPv4 one (RFC 6052, 3056).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_allowed(address: Address, networks: Iterable[str]) -> bool:
    """Whether an address is global, or in one of ``networks`` (CIDR) that the host allows.

    An IPv6 address that carries an IPv4 one counts as what it carries.
    """
    meant = _meant(address)
    allowed = [ipaddress.ip_network(each) for each in networks]
    if any(
        each.version == network.version and each in network for each in meant for network in allowed
    ):
        return True
    return all(each.is_global and not each.is_multicast for each in meant)


def _meant(address: Address) -> list[Address]:
    """The address, and those that it carries inside."""
    found: list[Address] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inside: list[Any] = [address.ipv4_mapped, address.sixtofour]
        inside += address.teredo or ()
        if address in _NAT64:
            inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        carried = [each for each in inside if each is not None]
        # ``::ffff:8.8.8.8`` is not called global itself; what it carries counts.
        found = carried if address.ipv4_mapped else [address, *carried]
    return found
