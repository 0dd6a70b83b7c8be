from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_operations"
    verbose_name = _("运行维护")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the dialogs of scheduled publication tell when nobody looks at them."""
        from .panels import tell_in_dialogs

        tell_in_dialogs()
