"""Wagtail's own admin in the Chinese of a government office."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WordingConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_wording"
    verbose_name = _("后台用语")

    def ready(self) -> None:
        """Give Wagtail's scripts our words too, and look whether ours come first."""
        from . import checks, scripts

        scripts.give_words(self.name)
        checks.register_all()
