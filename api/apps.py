from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db import router
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_api"
    verbose_name = _("开放接口")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Note what changes for readers, and what changed before this app came; add to Wagtail's
        v3 API what other systems need to write."""
        from . import receivers
        from .v3 import setup

        receivers.connect()
        setup.prepare()
        post_migrate.connect(_note_what_is_public, sender=self)


def _note_what_is_public(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    from .models import ItemChange
    from .services.changes import reconcile

    # While migrations run backwards the tables may be gone: their own registry knows.
    needed = {"gongkai_api.itemchange", "gongkai_catalogue.itempage", "gongkai_review.chainhead"}
    migrated = {model._meta.label_lower for model in apps.get_models()}
    if needed <= migrated and using == router.db_for_write(ItemChange):
        reconcile()
