from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServingConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_serving"
    verbose_name = _("页面缓存")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch what is counted and shown: the models of all apps are there by now."""
        from . import changes, checks, versions

        checks.register_checks()
        versions.watch()
        changes.watch()
