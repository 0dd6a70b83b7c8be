"""Putting notifications into the outbox, in the transaction of what they tell of."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..background import send_after_commit
from ..enums import Event, State
from ..models import Delivery, Endpoint
from ..payloads import payload_of

_AT_ONCE = 500
_PUBLIC = [Event.PUBLISHED, Event.CORRECTED]


def tell(event: Event, page: Any, withdrawal: Any = None) -> None:
    """As :func:`tell_all`, of one page; ``withdrawal`` is the notice in its place."""
    tell_all(event, [page], withdrawal)


@transaction.atomic
def tell_all(event: Event, pages: Iterable[Any], withdrawal: Any = None) -> None:
    """Note for every endpoint that wants it that something happened to ``pages``.

    What leaves the public takes earlier notifications of the same page with it that were not
    delivered yet: they would tell what nobody is to read any more.
    """
    endpoints = list(Endpoint.objects.filter(active=True).select_related("column"))
    rows: list[Delivery] = []
    left: list[int] = []
    now = timezone.now()
    for page in pages:
        rows += _rows(event, page, withdrawal, endpoints, now)
        left.append(page.pk)
        if len(left) >= _AT_ONCE:
            _store(event, rows, left)
            rows, left = [], []
    _store(event, rows, left)


def _rows(
    event: Event, page: Any, withdrawal: Any, endpoints: list[Endpoint], now: datetime
) -> list[Delivery]:
    wanting = [endpoint for endpoint in endpoints if endpoint.wants(event, page.path)]
    if not wanting:
        return []
    event_id = uuid.uuid4()
    payload = payload_of(event, event_id, now, page, withdrawal)
    return [
        Delivery(
            endpoint=endpoint,
            event_id=event_id,
            event=event,
            page_id=page.pk,
            payload=payload,
            created_at=now,
            next_at=now,
        )
        for endpoint in wanting
    ]


def _store(event: Event, rows: list[Delivery], page_ids: list[int]) -> None:
    if event not in _PUBLIC and page_ids:
        Delivery.objects.filter(
            page_id__in=page_ids, state=State.WAITING, event__in=_PUBLIC
        ).update(state=State.SUPERSEDED)
    if rows:
        Delivery.objects.bulk_create(rows)
        send_after_commit()
