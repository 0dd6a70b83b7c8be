"""What staff do with endpoints and deliveries by hand."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..background import send_after_commit
from ..conf import seconds
from ..enums import Event, State
from ..models import Delivery, Endpoint
from ..models.endpoints import new_seed
from ..payloads import test_payload
from ..signatures import secret_of

CHANGE = "gongkai_webhooks.change_endpoint"
RESEND = "gongkai_webhooks.resend_delivery"
SECRET_ACTION = "gongkai_webhooks.new_secret"  # noqa: S105 - the name of a log action
TEST_ACTION = "gongkai_webhooks.test"
RESEND_ACTION = "gongkai_webhooks.resend"


@transaction.atomic
def renew_secret(endpoint: Endpoint, user: Any) -> str:
    """Make a new secret and return it, this once. What the receiver had signs for some days more.

    Raises:
        PermissionDenied: the user does not look after endpoints.
    """
    _require(user, CHANGE)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    now = timezone.now()
    if endpoint.secret_shown_at is not None:
        hours = seconds("GONGKAI_WEBHOOKS_OLD_SECRET_HOURS")
        endpoint.old_seed = endpoint.seed
        endpoint.old_seed_until = now + timedelta(hours=hours)
        endpoint.seed = new_seed()
    endpoint.secret_shown_at = now
    endpoint.save(update_fields=["seed", "old_seed", "old_seed_until", "secret_shown_at"])
    log(endpoint, SECRET_ACTION, user=user)
    return secret_of(endpoint)


@transaction.atomic
def send_test(endpoint: Endpoint, user: Any) -> Delivery:
    """Send a notification that tells of nothing.

    Raises:
        PermissionDenied: the user does not look after endpoints.
        ValidationError: the endpoint is switched off.
    """
    _require(user, CHANGE)
    if not endpoint.active:
        raise ValidationError(_("“%s”已停用，请先启用再发送测试。") % endpoint.name)
    event_id = uuid.uuid4()
    delivery = Delivery.objects.create(
        endpoint=endpoint,
        event_id=event_id,
        event=Event.TEST,
        payload=test_payload(event_id, timezone.now()),
    )
    log(endpoint, TEST_ACTION, user=user)
    send_after_commit()
    return delivery


@transaction.atomic
def resend(delivery: Delivery, user: Any) -> None:
    """Send a notification again that is over, under the same number.

    Raises:
        PermissionDenied: the user may not.
        ValidationError: it is not over, or tells what is not public any more.
    """
    _require(user, RESEND)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state == State.WAITING:
        raise ValidationError(_("这条通知正在等待发送，不需要重新发送。"))
    if _is_outdated(delivery):
        raise ValidationError(_("这条信息后来已经撤下，原来的通知不再发送。"))
    delivery.state, delivery.attempts = State.WAITING, 0
    delivery.next_at = timezone.now()
    delivery.save(update_fields=["state", "attempts", "next_at"])
    log(
        delivery.endpoint,
        RESEND_ACTION,
        user=user,
        data={"delivery": delivery.pk, "event": str(delivery.event_id)},
    )
    send_after_commit()


@transaction.atomic
def register(endpoint: Endpoint, user: Any) -> None:
    """Note who registered an endpoint that was just stored."""
    endpoint.created_by = user
    endpoint.save(update_fields=["created_by"])


def forget_failures(endpoint: Endpoint) -> None:
    """Begin anew with an endpoint that somebody switched on again; not stored yet."""
    endpoint.disabled_because = ""
    endpoint.failing_since = None


def _is_outdated(delivery: Delivery) -> bool:
    if delivery.event not in {Event.PUBLISHED, Event.CORRECTED}:
        return False
    if delivery.state == State.SUPERSEDED:
        return True
    return Delivery.objects.filter(
        page_id=delivery.page_id,
        pk__gt=delivery.pk,
        event__in=[Event.WITHDRAWN, Event.REMOVED],
    ).exists()


def _require(user: Any, permission: str) -> None:
    if not (user.is_active and user.has_perm(permission)):
        raise PermissionDenied
