from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_open_data"
    verbose_name = _("开放数据")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of what leaves the public."""
        from . import receivers

        receivers.connect()
