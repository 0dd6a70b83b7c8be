"""Wagtail's own admin in the Chinese of a government office."""

from __future__ import annotations

from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WordingConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_wording"
    verbose_name = _("后台用语")

    def ready(self) -> None:
        """Say in Chinese what the catalogue does not reach, and look whether it comes first."""
        from . import checks, hard_coded, names, scripts

        scripts.give_words(self.name)
        hard_coded.say_in_chinese()
        checks.register_all()
        # Of an app without models, as this is, Django sends no signal.
        post_migrate.connect(names.rename, sender=registry.get_app_config("wagtailcore"))
