from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db import router
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    # From the module's own place, so that the wheel can re-root it as ``gongkai.catalogue``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_catalogue"
    verbose_name = _("公开目录")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - importing it registers the checks
        from .permissions import register_policies

        register_policies()
        post_migrate.connect(_fill_vocabularies, sender=self)


def _fill_vocabularies(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    from .models import Topic
    from .services.vocabularies import seed_vocabularies

    # While migrations run backwards the tables may be gone: their own registry knows. A flush,
    # which has no migrations, sends none.
    migrated = {model._meta.label_lower for model in apps.get_models()}
    if Topic._meta.label_lower in migrated and router.allow_migrate_model(using, Topic):
        seed_vocabularies(using)
