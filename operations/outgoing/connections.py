"""A connection to an address that was looked at, and to no other.

The name is resolved once, each address is judged, and the connection goes to the very address that
was judged, so that a name which answers differently a moment later (DNS rebinding) leads nowhere. A
clock ends the whole, however slowly the other side speaks.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .addresses import Address

Judge = Callable[[Address], None]


@dataclass(frozen=True)
class Limits:
    """Seconds that connecting, and the whole of one exchange, may take."""

    connect: float
    whole: float


class CheckedConnection(http.client.HTTPConnection):
    """Connects to an address that may be asked; with TLS where ``context`` is given.

    Args:
        judge: raises an error of the caller's own for an address that it refuses.
        limits: how long it may take.
    """

    def __init__(
        self, host: str, port: int, context: ssl.SSLContext | None, judge: Judge, limits: Limits
    ) -> None:
        super().__init__(host, port, timeout=limits.connect)
        self.tls = context
        self.judge = judge
        self.limits = limits
        self.is_cut = False

    def connect(self) -> None:
        """Resolve, judge, and connect to the first address that answers."""
        bare = _connect(self.host, self.port, self.judge, self.limits)
        if self.tls is not None:
            bare = self.tls.wrap_socket(bare, server_hostname=self.host)
        self.sock = bare

    @contextmanager
    def clocked(self) -> Iterator[None]:
        """A block that has the time of ``limits.whole``; the connection is closed after it.

        Raises:
            TimeoutError: the time was over before the block was, whatever the block made of the
                broken connection.
        """
        clock = threading.Timer(self.limits.whole, self._cut)
        clock.daemon = True
        clock.start()
        try:
            yield
        except (OSError, http.client.HTTPException) as error:
            if self.is_cut:
                raise TimeoutError from error
            raise
        else:
            if self.is_cut:
                raise TimeoutError
        finally:
            clock.cancel()
            self.close()

    def _cut(self) -> None:
        """End an exchange whose time is over, wherever it stands."""
        self.is_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _connect(host: str, port: int, judge: Judge, limits: Limits) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # One address of the inside among several is no mistake of typing.
    for *_rest, place in found:
        judge(ipaddress.ip_address(str(place[0]).partition("%")[0]))
    failure: OSError = OSError(_("没有找到主机的地址"))
    for family, kind, protocol, _name, place in found:
        bare = socket.socket(family, kind, protocol)
        bare.settimeout(limits.connect)
        try:
            bare.connect(place)
        except OSError as error:
            bare.close()
            failure = error
            continue
        bare.settimeout(limits.whole)
        return bare
    raise failure
