from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    label = "gongkai_portal"

    def ready(self) -> None:
        """Register the deployment checks."""
        from . import checks  # noqa: F401 - registers on import
