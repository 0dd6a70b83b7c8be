"""One request to somebody else's server: without a body, to an allowed address, read no further
than its headers. Redirects are told, not followed."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from ..conf import get_setting, number
from ..rooms import operations
from .hosts import PORTS

# Of robots.txt: RFC 9309, 2.5, asks for 500 KiB at least.
_MOST_BYTES = 512 * 1024
_LONGEST_HEADER = 200
# Digits of seconds that a server may ask to wait.
_LONGEST_WAIT = 6


class RefusedAddressError(Exception):
    """Nobody asks at this address."""


@dataclass(frozen=True)
class Reply:
    """What came of a request.

    Attributes:
        status: HTTP status; None where there was no answer.
        error: a sentence on why there was none.
        is_inside: nothing was asked, since the name leads into a private network.
        retry_after: seconds that the server asked to wait; None where it said nothing.
        body: the beginning of the text, where it was asked for.
    """

    status: int | None = None
    error: str = ""
    is_inside: bool = False
    location: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after: int | None = None
    body: bytes = b""


def ask(url: str, method: str, headers: Mapping[str, str], *, reads_body: bool = False) -> Reply:
    """Ask for ``url``; never raises for what the other side does."""
    try:
        return _exchange(url, method, headers, reads_body)
    except RefusedAddressError as error:
        return Reply(error=str(error), is_inside=True)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Reply(error=_words(error))


def _exchange(url: str, method: str, headers: Mapping[str, str], reads_body: bool) -> Reply:
    parts = urlsplit(url)
    outgoing = operations("outgoing.connections")
    limits = outgoing.Limits(
        number("GONGKAI_MONITOR_LINK_CONNECT_TIMEOUT"), number("GONGKAI_MONITOR_LINK_TIMEOUT")
    )
    connection = outgoing.CheckedConnection(
        str(parts.hostname),
        parts.port or PORTS[parts.scheme],
        ssl.create_default_context() if parts.scheme == "https" else None,
        _judge,
        limits,
    )
    with connection.clocked():
        target = parts.path or "/"
        connection.request(
            method, f"{target}?{parts.query}" if parts.query else target, headers=dict(headers)
        )
        answer = connection.getresponse()
        body = answer.read(_MOST_BYTES) if reads_body else b""
        return Reply(
            status=answer.status,
            location=answer.headers.get("Location", ""),
            etag=_header(answer, "ETag"),
            last_modified=_header(answer, "Last-Modified")[:60],
            retry_after=_seconds(answer.headers.get("Retry-After", "")),
            body=body,
        )


def _judge(address: object) -> None:
    networks = cast("Iterable[str]", get_setting("GONGKAI_MONITOR_LINK_NETWORKS"))
    if not operations("outgoing.addresses").is_allowed(address, networks):
        raise RefusedAddressError(_("网址指向内部网络，不检查。"))


def _header(answer: http.client.HTTPResponse, name: str) -> str:
    """A header that is sent back later; empty where it is not what such headers are."""
    value = answer.headers.get(name, "")
    return (
        value if len(value) <= _LONGEST_HEADER and value.isascii() and value.isprintable() else ""
    )


def _seconds(value: str) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) <= _LONGEST_WAIT
    return int(value) if is_number else None


def _words(error: Exception) -> str:
    """What went wrong, without what the other side put into it."""
    kinds: list[tuple[type[Exception], str]] = [
        (TimeoutError, _("没有在规定时间内应答。")),
        (ssl.SSLCertVerificationError, _("HTTPS证书无法验证，浏览器会提示不安全。")),
        (ssl.SSLError, _("无法建立加密连接。")),
        (socket.gaierror, _("找不到这个域名的主机。")),
        (ConnectionRefusedError, _("服务器拒绝连接。")),
        (http.client.HTTPException, _("服务器的应答不合规范。")),
        (ValueError, _("网址写法有误。")),
    ]
    for kind, sentence in kinds:
        if isinstance(error, kind):
            return sentence
    return _("连接中断。")
