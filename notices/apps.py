from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_notices"
    verbose_name = _("公示张贴")
    default_auto_field = "django.db.models.BigAutoField"

    # Items say where they were posted: see ``gongkai_serving``.
    gongkai_public_models = ["gongkai_notices.NoticeBoard", "gongkai_notices.Posting"]
    gongkai_counted_models = ["gongkai_notices.NoticeBoard", "gongkai_notices.Posting"]
    # Of the sheet.
    gongkai_public_parameters = frozenset({"sheet", "part", "since", "until", "output"})

    def ready(self) -> None:
        """Keep editors to the boards of their organs; say what is missing for PDF."""
        from . import checks  # noqa: F401 - registers itself
        from .permissions import register_policies

        register_policies()
