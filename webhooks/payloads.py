"""What receivers are told: as much as the public sees, and of what was withdrawn no more than the
notice says."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, reverse

from .enums import Event


def payload_of(
    event: Event, event_id: uuid.UUID, at: datetime, page: Any, withdrawal: Any = None
) -> dict[str, Any]:
    """The JSON of a notification.

    ``item`` has the same members in every event, null where there is nothing to say.
    """
    is_public = event in {Event.PUBLISHED, Event.CORRECTED}
    item: dict[str, Any] = {
        "id": page.pk,
        "index_number": None,
        "title": None,
        "url": _url(page) if is_public or withdrawal else None,
        "api_url": _api_url(page) if is_public or withdrawal else None,
    }
    if is_public:
        item["index_number"] = getattr(page, "index_number", "") or None
        item["title"] = page.title
    elif withdrawal is not None:
        item["index_number"] = withdrawal.index_number or None
        item["title"] = withdrawal.title or None
        item["notice"] = {
            "withdrawn_at": withdrawal.at.isoformat(),
            "organ": withdrawal.organ_name or None,
            "reason": withdrawal.public_reason or None,
        }
    return {"id": str(event_id), "type": str(event), "at": at.isoformat(), "item": item}


def test_payload(event_id: uuid.UUID, at: datetime) -> dict[str, Any]:
    """The JSON of a test: there is no item."""
    return {"id": str(event_id), "type": str(Event.TEST), "at": at.isoformat(), "item": None}


def _url(page: Any) -> str | None:
    address: str | None = page.full_url
    return address or None


def _api_url(page: Any) -> str | None:
    """Address in the public API, on the host of the page; null where no API is mounted, or what it
    does not offer."""
    if not hasattr(page, "index_number"):
        return None
    parts = urlsplit(page.full_url or "")
    try:
        path = reverse("gongkai_api:item", args=[page.pk])
    except NoReverseMatch:
        return None
    return f"{parts.scheme}://{parts.netloc}{path}" if parts.netloc else None
