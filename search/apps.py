from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    # From the module's own place, so that the wheel can re-root it as ``gongkai.search``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_search"
    verbose_name = _("检索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch what other apps keep for the search, and have the settings checked."""
        from . import attachment_checks, attachment_hooks, promotions
        from .semantic.checks import register_checks

        attachment_checks.register_checks()
        attachment_hooks.watch()
        promotions.watch()
        register_checks()
