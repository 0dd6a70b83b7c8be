"""System check: old addresses that lead to drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.utils.translation import gettext as _

_WAGTAILS = "wagtail.contrib.redirects.middleware.RedirectMiddleware"
# Named, not imported: it asks for an app that a host need not have.
_OURS = f"{__package__}.redirects.RedirectMiddleware"


def check_redirects(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W035: redirects wait until their page is public."""
    if _WAGTAILS not in settings.MIDDLEWARE:
        return []
    return [
        Warning(
            _("转向可能通到从未公开的页面，访客会从网址看出草稿的标题。"),
            hint=_("MIDDLEWARE中请改用%s。") % _OURS,
            id="gongkai_review.W035",
        )
    ]
