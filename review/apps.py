from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    # From the module's own place, so that the wheel can re-root it as ``gongkai.review``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_review"
    verbose_name = _("公开审查")
    default_auto_field = "django.db.models.BigAutoField"
    # What the yearly statistics count (statistics.py): every record, of a single page or of a bulk
    # load, moves the head of the chain in its own transaction.
    gongkai_counted_models = ["gongkai_review.ChainHead"]

    def ready(self) -> None:
        """Guard what no method of a page sees: moves, and rows saved as plain pages."""
        from . import receivers  # noqa: F401 - connects signals
