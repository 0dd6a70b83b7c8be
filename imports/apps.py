from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_imports"
    verbose_name = _("批量导入")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .policies import register_policies

        register_policies()
