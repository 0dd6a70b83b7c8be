"""What the link checker offers to the monitor and to the operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from ..file_checks.rules import all_file_rules
from .enums import LinkState
from .models import Link
from .rules import BrokenLinks, MovedLinks
from .viewsets import AllowedHostViewSet, LinkViewSet

_HOSTS = [f"gongkai_monitor.{each}_allowedhost" for each in ("add", "change", "delete", "view")]
_OFFICE = ["gongkai_monitor.view_link", *_HOSTS]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The links among the reports, the sites among the settings."""
    return [LinkViewSet(), AllowedHostViewSet()]


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Any]:
    """For the page on which groups are edited."""
    names = [name.rpartition(".")[2] for name in _OFFICE]
    return Permission.objects.filter(content_type__app_label="gongkai_monitor", codename__in=names)


@hooks.register("register_gongkai_monitor_rules", order=500)
def rules() -> list[Any]:
    """What the last walk and the last checks found."""
    return [BrokenLinks(), MovedLinks(), *all_file_rules()]


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """A piece every ten minutes, until the run of the day is over."""
    command = ["check_links", "--verbosity", "0"]
    return [{"name": "gongkai_monitor.links", "command": command, "every": 600}]


@hooks.register("register_gongkai_metrics")
def gauges() -> Iterator[tuple[Any, ...]]:
    """Links that lead nowhere."""
    broken = Link.objects.filter(state=LinkState.BROKEN).count()
    yield "gongkai_monitor_broken_links", "Links on public pages that lead nowhere", broken


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_links() -> list[str]:
    """The disclosure office sees all links, and says which sites may be asked."""
    return _OFFICE
