"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

_MINUTE, _HOUR = 60, 3600

DEFAULTS: dict[str, object] = {
    # The backend of ``TASKS`` that sends notifications.
    "GONGKAI_WEBHOOKS_TASK_BACKEND": "default",
    # Whether an address may begin with http://. For tests and for a network of one's own only: what
    # is sent can be read on the way.
    "GONGKAI_WEBHOOKS_ALLOW_HTTP": False,
    # Networks (CIDR) that are no part of the internet and may be sent to all the same, such as
    # "10.20.0.0/16" for the office's own. Everything else that is not global is refused.
    "GONGKAI_WEBHOOKS_ALLOWED_NETWORKS": [],
    # Seconds that connecting, and the whole of one request, may take.
    "GONGKAI_WEBHOOKS_CONNECT_TIMEOUT": 5,
    "GONGKAI_WEBHOOKS_TIMEOUT": 15,
    # Seconds from a failed attempt to the next one; after the last the delivery has failed for
    # good. Together three days. Each is lengthened or shortened by up to a fifth at random.
    "GONGKAI_WEBHOOKS_RETRY_DELAYS": [
        5,
        5 * _MINUTE,
        30 * _MINUTE,
        2 * _HOUR,
        5 * _HOUR,
        10 * _HOUR,
        14 * _HOUR,
        18 * _HOUR,
        22 * _HOUR,
    ],
    # How often a notification is tried while those behind it wait, so that they arrive in order.
    "GONGKAI_WEBHOOKS_ATTEMPTS_IN_ORDER": 4,
    # Hours that the last secret still signs after a new one was made.
    "GONGKAI_WEBHOOKS_OLD_SECRET_HOURS": 72,
    # Days for which deliveries that are over are kept.
    "GONGKAI_WEBHOOKS_KEEP_DAYS": 90,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])


def seconds(name: str) -> float:
    """A setting that is a number."""
    return float(str(get_setting(name)))
