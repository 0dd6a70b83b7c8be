from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitorConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_monitor"
    verbose_name = _("监测")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let nobody write by hand what the link checker and the outbox note."""
        from wagtail.permissions import register_permission_policy

        from .models import DigestMail, Link
        from .record_policy import RecordPolicy

        for model in (DigestMail, Link):
            register_permission_policy(model, RecordPolicy(model))
