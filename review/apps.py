from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    # From the module's own place, so that the wheel can re-root it as ``gongkai.review``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_review"
    verbose_name = _("公开审查")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard what no method of a page sees: moves, and rows saved as plain pages."""
        from . import receivers  # noqa: F401 - connects signals
