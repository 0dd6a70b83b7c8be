from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_webhooks"
    verbose_name = _("变更通知")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the review; let nobody write the log by hand."""
        from wagtail.permissions import register_permission_policy

        from .models import Delivery
        from .policies import LogPolicy
        from .receivers import connect

        register_permission_policy(Delivery, LogPolicy(Delivery))

        connect()
