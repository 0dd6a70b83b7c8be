"""What must not be when the site is in service.

Run by ``manage.py check --deploy``, and by the WSGI and ASGI entry points at every start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

# The accounts that `load_demo` makes. Their names are known to everybody.
DEMO_ACCOUNTS = ("editor", "reviewer", "approver", "office", "admin")


@register(Tags.security, deploy=True)
def check_debug(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """DEBUG shows settings and source to every visitor (gongkai_portal.E001)."""
    if not settings.DEBUG:
        return []
    return [
        Error(
            "DEBUG is on: every visitor who meets an error sees settings and source.",
            hint="Serve with portal.settings.production, which keeps it off.",
            id="gongkai_portal.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_demo_accounts(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """An active account under a name of the demo (gongkai_portal.E002)."""
    users = get_user_model()
    try:
        found = sorted(
            users._default_manager.filter(
                **{f"{users.USERNAME_FIELD}__in": DEMO_ACCOUNTS}, is_active=True
            ).values_list(users.USERNAME_FIELD, flat=True)
        )
    except DatabaseError:
        # No tables yet, or no server: there is no account to sign in with, and /healthz/ready
        # tells the operator.
        return []
    if not found:
        return []
    return [
        Error(
            f"Demo accounts can sign in: {', '.join(found)}.",
            hint="Delete or deactivate them, or give them other names, under Settings > Users.",
            id="gongkai_portal.E002",
        )
    ]


def refuse_unsafe_start() -> None:
    """Stop a production server that would be unsafe.

    Raises:
        ImproperlyConfigured: with every reason, when the settings ask for this guard.
    """
    if not getattr(settings, "GONGKAI_REFUSE_UNSAFE_START", False):
        return
    problems = [*check_debug(), *check_demo_accounts()]
    if problems:
        raise ImproperlyConfigured(
            "The site does not start. "
            + " ".join(f"({problem.id}) {problem.msg} {problem.hint}" for problem in problems)
        )
