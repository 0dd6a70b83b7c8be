from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_drafting"
    verbose_name = _("起草")
    default_auto_field = "django.db.models.BigAutoField"
    # What public pages know in their addresses (the page cache asks).
    gongkai_public_parameters = frozenset({"compare"})
