"""Letters to those who look after endpoints."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_admin_base_url

logger = logging.getLogger(__name__)


def tell_of_disabling(endpoint: Any) -> None:
    """Write that an endpoint was switched off, after the transaction; a mail server that is away
    undoes nothing."""
    context = {
        "endpoint": endpoint,
        "url": (get_admin_base_url() or "")
        + reverse("gongkai_webhooks_endpoints:edit", args=[endpoint.pk]),
    }
    transaction.on_commit(lambda: _write(context), robust=True)


def _write(context: dict[str, Any]) -> None:
    addresses = _addresses()
    if not addresses:
        logger.warning("Nobody with a mail address looks after webhook endpoints")
        return
    text = render_to_string("gongkai_webhooks/mails/disabled.txt", context)
    subject = _("变更通知已停用：%s") % context["endpoint"].name
    for address in addresses:
        send_mail(subject, text, [address])


def _addresses() -> list[str]:
    permission = Permission.objects.filter(
        content_type__app_label="gongkai_webhooks", codename="change_endpoint"
    )
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    holders = users.filter(
        Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    )
    return sorted(set(holders.values_list("email", flat=True)))
