"""Where notifications may be sent: public addresses, and networks that the host names.

Which addresses are of the internet the operations know (``outgoing/addresses.py``).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import cast
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .conf import get_setting
from .rooms import operations

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"https": 443, "http": 80}


class RefusedAddressError(Exception):
    """Nothing is sent to this address; the text is a sentence for the staff."""


def check_url(url: str) -> SplitResult:
    """Take an address apart that may be sent to, as far as its text tells.

    Raises:
        ValidationError: with a sentence for who typed it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValidationError(_("网址有误，请核对。")) from error
    is_http_allowed = bool(get_setting("GONGKAI_WEBHOOKS_ALLOW_HTTP"))
    if parts.scheme != "https" and not (parts.scheme == "http" and is_http_allowed):
        raise ValidationError(_("网址须以https://开头，通知内容在传输中才不会被看到或者改动。"))
    if not parts.hostname or port == 0:
        raise ValidationError(_("网址有误，请核对。"))
    if parts.username is not None or parts.password is not None:
        raise ValidationError(_("网址中不要写用户名和密码；对方凭签名确认通知来自本平台。"))
    if parts.fragment:
        raise ValidationError(_("网址中不要有“#”及其后的部分。"))
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return parts
    try:
        require_allowed(literal)
    except RefusedAddressError as error:
        raise ValidationError(str(error)) from error
    return parts


def port_of(parts: SplitResult) -> int:
    """The port of an address, stated or usual."""
    return parts.port or _PORTS[parts.scheme]


def require_allowed(address: Address) -> None:
    """Refuse what is neither global nor in a network that the host allows.

    Raises:
        RefusedAddressError: it is not.
    """
    networks = cast("Iterable[str]", get_setting("GONGKAI_WEBHOOKS_ALLOWED_NETWORKS"))
    if operations("outgoing.addresses").is_allowed(address, networks):
        return
    raise RefusedAddressError(
        _(
            "%s是内部网络的地址，不发送。确需发往本单位网络的，"
            "请系统管理员把该网段写入设置GONGKAI_WEBHOOKS_ALLOWED_NETWORKS。"
        )
        % address
    )
