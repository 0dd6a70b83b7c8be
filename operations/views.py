"""What Prometheus reads."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from . import counters, gauges
from .conf import get_setting

# Headers that tell of a proxy in between.
_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts of all processes and gauges of all apps; for others than the operator, no such page.

    Raises:
        Http404: the request has neither the token nor an address of the networks.
    """
    if not (_has_token(request) or _is_near(request)):
        raise Http404
    text = generate_latest(counters.registry()) + generate_latest(gauges.registry())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    token = str(get_setting("GONGKAI_OPERATIONS_METRICS_TOKEN"))
    given = request.headers.get("Authorization", "")
    return bool(token) and constant_time_compare(given, f"Bearer {token}")


def _is_near(request: HttpRequest) -> bool:
    networks = get_setting("GONGKAI_OPERATIONS_METRICS_NETWORKS")
    if not isinstance(networks, list | tuple) or any(request.headers.get(h) for h in _FORWARDED):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    # A server that listens on IPv6 as well names IPv4 clients so.
    meant = getattr(address, "ipv4_mapped", None) or address
    # "10.0.0.5/8" means the network that has this address.
    return any(meant in ip_network(network, strict=False) for network in networks)
