"""One POST to somebody else's server: short, to an address that was looked at, and to no other.

The connection goes to the very address that was judged, and a clock ends the whole
(``outgoing/connections.py`` of the operations). Redirects are not followed, and the answer is read
to a small length.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from .addresses import RefusedAddressError, check_url, port_of, require_allowed
from .conf import seconds
from .rooms import operations

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


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send ``body``; never raises for what the other side does."""
    begun = time.monotonic()
    try:
        status, text, wait = _exchange(url, body, headers)
    except (RefusedAddressError, ValidationError) as error:
        sentence = " ".join(getattr(error, "messages", [str(error)]))
        return Answer(error=sentence, milliseconds=_since(begun))
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        return Answer(error=_words(error, begun), milliseconds=_since(begun))
    answer = Answer(status, text, "", wait, _since(begun))
    return answer if answer.is_success else _refused(answer)


def _exchange(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, int | None]:
    parts = check_url(url)
    context = ssl.create_default_context() if parts.scheme == "https" else None
    outgoing = operations("outgoing.connections")
    limits = outgoing.Limits(
        seconds("GONGKAI_WEBHOOKS_CONNECT_TIMEOUT"), seconds("GONGKAI_WEBHOOKS_TIMEOUT")
    )
    connection = outgoing.CheckedConnection(
        str(parts.hostname), port_of(parts), context, require_allowed, limits
    )
    with connection.clocked():
        target = parts.path or "/"
        if parts.query:
            target = f"{target}?{parts.query}"
        connection.request("POST", iri_to_uri(target), body, dict(headers))
        answer = connection.getresponse()
        text = answer.read(_MOST_BYTES).decode("utf-8", "replace").replace("\0", "")
        return answer.status, text, _retry_after(answer.headers.get("Retry-After", ""))


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
    # A part of a name may be too long, or empty: nobody is asked for it then.
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return _("找不到接收地址中的主机，请核对网址。")
    if isinstance(error, ConnectionRefusedError):
        return _("对方的服务器拒绝连接，可能没有运行。")
    return _("连接中断（%s）。") % type(error).__name__
