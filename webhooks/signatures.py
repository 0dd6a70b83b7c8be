"""Signatures of notifications, by the scheme of Standard Webhooks (standardwebhooks.com, v1).

The secret of an endpoint is an HMAC of its random seed under the SECRET_KEY: nothing in the
database is enough to make it. While a key stands in SECRET_KEY_FALLBACKS, what is sent is signed
with the secrets of both keys, and receivers go on with theirs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

PREFIX = "whsec_"
_SALT = "gongkai_webhooks.secret"


def secret_of(endpoint: Any) -> str:
    """The secret to give to the receiver: ``whsec_`` and 32 bytes in base64."""
    return PREFIX + base64.b64encode(_key(endpoint.seed, settings.SECRET_KEY)).decode()


def headers_for(endpoint: Any, event_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """Headers ``webhook-id``, ``webhook-timestamp``, ``webhook-signature`` of a request."""
    stamp = str(int(at.timestamp()))
    content = b".".join([event_id.encode(), stamp.encode(), body])
    signatures = [
        f"v1,{base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()}"
        for key in _keys(endpoint)
    ]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def _keys(endpoint: Any) -> list[bytes]:
    """Keys that receivers may know: of this seed and, for a while, of the last one."""
    seeds = [endpoint.seed]
    if endpoint.old_seed and endpoint.old_seed_until and endpoint.old_seed_until > timezone.now():
        seeds.append(endpoint.old_seed)
    site_keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_key(seed, site_key) for seed in seeds for site_key in site_keys]


def _key(seed: str, site_key: Any) -> bytes:
    return salted_hmac(_SALT, seed, secret=site_key, algorithm="sha256").digest()
