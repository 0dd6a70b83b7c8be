from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_standards"
    verbose_name = _("标准目录")
    default_auto_field = "django.db.models.BigAutoField"

    # What the public table shows, beside the items of its column: see ``gongkai_serving``.
    gongkai_public_models = [
        "gongkai_standards.StandardCatalogue",
        "gongkai_standards.StandardRow",
        "gongkai_standards.StandardRowItem",
    ]
    # Its filters, but the one that anything may be typed into.
    # Not "q", which is one of the lists of items as well: what people type is not kept.
    gongkai_public_parameters = frozenset({"year", "area", "organ", "due", "content", "page"})
    # What the yearly statistics count: see ``statistics.py``.
    gongkai_counted_models = [
        "gongkai_standards.StandardCatalogue",
        "gongkai_standards.StandardRow",
        "gongkai_standards.StandardRowItem",
    ]

    def ready(self) -> None:
        """Keep each office to the catalogues of its own column."""
        from .policy import register_policies

        register_policies()
