"""Sending what lies in the outbox: at least once, in order as far as that is possible.

One process at a time sends to an endpoint; who does holds it by a lease in the database, which runs
out where the process was killed. A notification that fails holds up those behind it for a few
attempts; after these it is tried by itself.
"""

from __future__ import annotations

import json
import logging
import random
import time
import uuid
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..background import send_after_commit, send_later
from ..conf import get_setting, seconds
from ..enums import Event, State
from ..mails import tell_of_disabling
from ..models import Delivery, Endpoint
from ..models.deliveries import LONGEST_EXCERPT
from ..signatures import headers_for
from ..transport import Answer, post

logger = logging.getLogger(__name__)

DISABLED_ACTION = "gongkai_webhooks.disabled"
GONE = 410
# Sent to one endpoint before another has its turn, and seconds until other tasks have theirs.
_AT_ONCE = 50
_LONGEST_RUN = 60
_JITTER = 0.2
_LONGEST_WAIT = 24 * 3600


def deliver_due() -> int:
    """Send what is due, a while long at most; returns the number of attempts."""
    attempts, begun = 0, time.monotonic()
    while time.monotonic() - begun < _LONGEST_RUN:
        round_made = sum(_serve(key) for key in _keys_of_due())
        attempts += round_made
        if not round_made:
            return attempts
    send_after_commit()
    return attempts


def purge() -> int:
    """Delete deliveries that were over long ago; returns their number."""
    before = timezone.now() - timedelta(days=seconds("GONGKAI_WEBHOOKS_KEEP_DAYS"))
    over = Delivery.objects.filter(created_at__lt=before).exclude(state=State.WAITING)
    return over.delete()[0]


def _keys_of_due() -> list[int]:
    due = Delivery.objects.filter(
        state=State.WAITING, next_at__lte=timezone.now(), endpoint__active=True
    )
    return list(due.order_by("endpoint_id").values_list("endpoint_id", flat=True).distinct())


def _serve(key: int) -> int:
    """Send to one endpoint, unless another process does."""
    token = uuid.uuid4()
    free = Q(busy_until=None) | Q(busy_until__lt=timezone.now())
    if not Endpoint.objects.filter(free, pk=key, active=True).update(**_lease(token)):
        return 0
    attempts = 0
    try:
        while attempts < _AT_ONCE and (delivery := _next_of(key)) is not None:
            if not Endpoint.objects.filter(pk=key, busy_with=token).update(**_lease(token)):
                break
            _attempt(delivery)
            attempts += 1
    finally:
        Endpoint.objects.filter(pk=key, busy_with=token).update(busy_with=None, busy_until=None)
    return attempts


def _lease(token: uuid.UUID) -> dict[str, object]:
    longest = seconds("GONGKAI_WEBHOOKS_TIMEOUT") * 2 + seconds("GONGKAI_WEBHOOKS_CONNECT_TIMEOUT")
    return {"busy_with": token, "busy_until": timezone.now() + timedelta(seconds=longest)}


def _next_of(key: int) -> Delivery | None:
    """The delivery whose turn it is, where one is due."""
    now = timezone.now()
    waiting = Delivery.objects.filter(
        endpoint_id=key, endpoint__active=True, state=State.WAITING
    ).select_related("endpoint")
    by_itself = Q(event=Event.TEST) | Q(attempts__gte=_attempts_in_order())
    alone = waiting.filter(by_itself, next_at__lte=now).order_by("pk").first()
    if alone is not None:
        return alone
    head = waiting.exclude(by_itself).order_by("pk").first()
    return head if head is not None and head.next_at <= now else None


def _attempts_in_order() -> int:
    return int(seconds("GONGKAI_WEBHOOKS_ATTEMPTS_IN_ORDER"))


def _attempt(delivery: Delivery) -> None:
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Gongkai-Webhooks/1",
        **headers_for(delivery.endpoint, str(delivery.event_id), body, timezone.now()),
    }
    answer = post(delivery.endpoint.url, body, headers)
    with transaction.atomic():
        _note(delivery, answer)


def _note(delivery: Delivery, answer: Answer) -> None:
    """Write down what came of an attempt. Of the whole row only what an attempt changes is written:
    somebody may have taken the delivery back meanwhile."""
    now = timezone.now()
    attempts = delivery.attempts + 1
    delays = _delays()
    is_last = delivery.event == Event.TEST or attempts > len(delays)
    is_over = not answer.is_success and (is_last or answer.status == GONE)
    state = State.FAILED if is_over else State.WAITING
    next_at = now
    if answer.is_success:
        state = State.DELIVERED
    elif state == State.WAITING:
        next_at = now + timedelta(seconds=_wait(delays[attempts - 1], answer))
    written = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(
        state=state,
        attempts=attempts,
        last_at=now,
        next_at=next_at,
        status_code=answer.status,
        duration=answer.milliseconds,
        error=answer.error[:300],
        excerpt=answer.body[:LONGEST_EXCERPT],
    )
    if written and state == State.WAITING:
        send_later(next_at)
    _note_health(delivery, answer, is_over=is_over)


def _delays() -> list[float]:
    return cast("list[float]", get_setting("GONGKAI_WEBHOOKS_RETRY_DELAYS"))


def _wait(delay: float, answer: Answer) -> float:
    """Seconds until the next attempt; what the receiver asks for counts where it is longer."""
    spread = delay * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
    return max(spread, min(answer.retry_after or 0, _LONGEST_WAIT))


def _note_health(delivery: Delivery, answer: Answer, *, is_over: bool) -> None:
    """Keep since when an endpoint fails, and switch off one that goes on failing."""
    endpoint = Endpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
    if answer.is_success:
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
        return
    logger.warning(
        "Webhook endpoint %s did not take delivery %s: status %s",
        endpoint.pk,
        delivery.pk,
        answer.status,
    )
    if delivery.event == Event.TEST:
        return
    now = timezone.now()
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.save(update_fields=["failing_since"])
    # A whole series of attempts without a success between: not one notification it cannot digest.
    lasting = now - endpoint.failing_since >= timedelta(seconds=sum(_delays()) * (1 - _JITTER))
    if answer.status == GONE:
        _disable(endpoint, _("对方应答410，表示不再接收通知"))
    elif is_over and lasting:
        _disable(endpoint, _("连续多日发送失败：%s") % answer.error)


def _disable(endpoint: Endpoint, reason: str) -> None:
    if not endpoint.active:
        return
    endpoint.active = False
    endpoint.disabled_because = reason[:300]
    endpoint.save(update_fields=["active", "disabled_because"])
    log(endpoint, DISABLED_ACTION, data={"reason": endpoint.disabled_because})
    tell_of_disabling(endpoint)
