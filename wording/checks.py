"""System check: whether Django takes our words before Wagtail's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Warning, register

from .catalogues import PACKAGES

LABEL = "gongkai_wording"


def register_all() -> None:
    """Register the check of this app."""
    register(check_order)


def check_order(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of apps that stand above ours: of two catalogues with a message, the upper one wins."""
    names = [config.name for config in apps.get_app_configs()]
    ours = names.index(apps.get_app_config(LABEL).name)
    above = [name for name in names[:ours] if name.partition(".")[0] in PACKAGES]
    if not above:
        return []
    return [
        Warning(
            f"{', '.join(above)} stand(s) above {names[ours]} in INSTALLED_APPS, so that "
            "Wagtail's own words win over those of this app.",
            hint=f"Move {names[ours]} to the top of INSTALLED_APPS.",
            id=f"{LABEL}.W001",
        )
    ]
