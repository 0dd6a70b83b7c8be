"""What the digests add to the Wagtail admin, and what they offer to the operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .account import DigestPanel
from .enums import MailState
from .models import DigestMail
from .outbox import RESEND, RESEND_ACTION
from .viewsets import DigestMailViewSet, DigestSettingsViewSet

_SETTINGS = [f"gongkai_monitor.{each}_digestsettings" for each in ("add", "change", "view")]
_OFFICE = ["gongkai_monitor.view_digestmail", RESEND, *_SETTINGS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The outbox among the reports, the schedules among the settings."""
    return [DigestMailViewSet(), DigestSettingsViewSet()]


@hooks.register("register_account_settings_panel")
def add_to_account(request: Any, user: Any, profile: Any) -> DigestPanel:
    """Whether a person wants letters."""
    return DigestPanel(request, user, profile)


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_digests() -> list[str]:
    """The disclosure office looks after the letters of its column."""
    return _OFFICE


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Any]:
    """For the page on which groups are edited."""
    names = [name.rpartition(".")[2] for name in _OFFICE]
    return Permission.objects.filter(content_type__app_label="gongkai_monitor", codename__in=names)


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history tells besides Wagtail's own."""
    actions.register_action(RESEND_ACTION, _("重新发送简报"), _("重新发送了监测简报"))


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """Every ten minutes: what is due is written, what was not taken is sent again."""
    command = ["send_digests", "--verbosity", "0"]
    return [{"name": "gongkai_monitor.digests", "command": command, "every": 600}]


@hooks.register("register_gongkai_metrics")
def gauges() -> Iterator[tuple[Any, ...]]:
    """Letters that nobody got."""
    failed = DigestMail.objects.filter(state=MailState.FAILED).count()
    yield "gongkai_monitor_failed_digests", "Digests that could not be sent", failed
    waiting = DigestMail.objects.filter(state=MailState.QUEUED).count()
    yield "gongkai_monitor_waiting_digests", "Digests that were not sent yet", waiting
