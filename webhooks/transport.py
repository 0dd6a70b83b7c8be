"""One POST to somebody else's server: short, to an address that was looked at, and to no other.

The name is resolved once, each address is judged, and the connection goes to the very address that
was judged, so that a name which answers differently a moment later (DNS rebinding) leads nowhere.
Redirects are not followed, the answer is read to a small length, and a clock ends the whole.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .addresses import RefusedAddressError, check_url, port_of, require_allowed
from .conf import seconds

_MOST_BYTES = 2048
# Digits of seconds that a receiver may ask to wait.
_LONGEST_WAIT = 6
# Classes of HTTP statuses.
_SUCCESS, _REDIRECTION = 2, 3


@dataclass(frozen=True)
class Answer:
    """What came of a request.

    Attributes:
        status: HTTP status; None where there was no answer.
        body: the beginning of the answer's text.
        error: a sentence on why it failed, or empty.
        retry_after: seconds the receiver asked to wait; None where it said nothing.
        milliseconds: how long it took.
    """

    status: int | None = None
    body: str = ""
    error: str = ""
    retry_after: int | None = None
    milliseconds: int = 0

    @property
    def is_success(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and self.status // 100 == _SUCCESS


class _CheckedConnection(http.client.HTTPConnection):
    """Connects to an address that may be sent to; with TLS where ``context`` is given."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=seconds("GONGKAI_WEBHOOKS_CONNECT_TIMEOUT"))
        self.tls = context
        self.is_cut = False

    def connect(self) -> None:
        """Resolve, judge, and connect to the first address that answers."""
        bare = _connect(self.host, self.port, seconds("GONGKAI_WEBHOOKS_CONNECT_TIMEOUT"))
        if self.tls is not None:
            bare = self.tls.wrap_socket(bare, server_hostname=self.host)
        self.sock = bare


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send ``body``; never raises for what the other side does."""
    begun = time.monotonic()
    try:
        status, text, wait = _exchange(url, body, headers)
    except (RefusedAddressError, ValidationError) as error:
        sentence = " ".join(getattr(error, "messages", [str(error)]))
        return Answer(error=sentence, milliseconds=_since(begun))
    except (OSError, http.client.HTTPException) as error:
        return Answer(error=_words(error, begun), milliseconds=_since(begun))
    answer = Answer(status, text, "", wait, _since(begun))
    return answer if answer.is_success else _refused(answer)


def _exchange(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, int | None]:
    parts = check_url(url)
    context = ssl.create_default_context() if parts.scheme == "https" else None
    connection = _CheckedConnection(str(parts.hostname), port_of(parts), context)
    clock = threading.Timer(seconds("GONGKAI_WEBHOOKS_TIMEOUT"), _cut, [connection])
    clock.daemon = True
    clock.start()
    try:
        target = parts.path or "/"
        if parts.query:
            target = f"{target}?{parts.query}"
        connection.request("POST", target, body, dict(headers))
        answer = connection.getresponse()
        text = answer.read(_MOST_BYTES).decode("utf-8", "replace").replace("\0", "")
        if connection.is_cut:
            raise TimeoutError
        return answer.status, text, _retry_after(answer.headers.get("Retry-After", ""))
    finally:
        clock.cancel()
        connection.close()


def _cut(connection: _CheckedConnection) -> None:
    """End an exchange whose time is over, wherever it stands."""
    connection.is_cut = True
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _connect(host: str, port: int, timeout: float) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # One address of the inside among several is no mistake of typing.
    for *_rest, place in found:
        require_allowed(ipaddress.ip_address(str(place[0]).partition("%")[0]))
    failure: OSError = OSError(_("没有找到主机的地址"))
    for family, kind, protocol, _name, place in found:
        bare = socket.socket(family, kind, protocol)
        bare.settimeout(timeout)
        try:
            bare.connect(place)
        except OSError as error:
            bare.close()
            failure = error
            continue
        bare.settimeout(seconds("GONGKAI_WEBHOOKS_TIMEOUT"))
        return bare
    raise failure


def _refused(answer: Answer) -> Answer:
    said: Any = _("对方应答%d，没有接收。") % (answer.status or 0)
    if answer.status is not None and answer.status // 100 == _REDIRECTION:
        said = _("对方应答%d，要求转到其他地址；请登记最终的地址。") % answer.status
    return Answer(answer.status, answer.body, said, answer.retry_after, answer.milliseconds)


def _retry_after(value: str) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) <= _LONGEST_WAIT
    return int(value) if is_number else None


def _since(begun: float) -> int:
    return int((time.monotonic() - begun) * 1000)


def _words(error: Exception, begun: float) -> str:
    """What went wrong, without what the other side put into it."""
    if isinstance(error, TimeoutError) or time.monotonic() - begun >= seconds(
        "GONGKAI_WEBHOOKS_TIMEOUT"
    ):
        return _("对方没有在规定时间内应答。")
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("对方的HTTPS证书无法验证：%s") % error.verify_message
    if isinstance(error, ssl.SSLError):
        return _("与对方建立加密连接失败。")
    if isinstance(error, socket.gaierror):
        return _("找不到接收地址中的主机，请核对网址。")
    if isinstance(error, ConnectionRefusedError):
        return _("对方的服务器拒绝连接，可能没有运行。")
    return _("连接中断（%s）。") % type(error).__name__
