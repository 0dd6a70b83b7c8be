from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db import connections, router
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    # From the module's own place, so that the wheel can re-root it as ``gongkai.catalogue``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_catalogue"
    verbose_name = _("公开目录")
    default_auto_field = "django.db.models.BigAutoField"
    # What the yearly statistics count (statistics.py): a change of it makes them count anew.
    gongkai_counted_models = [
        "gongkai_catalogue.CategoryPage",
        "gongkai_catalogue.Genre",
        "gongkai_catalogue.ItemPage",
        "gongkai_catalogue.Organ",
        "gongkai_catalogue.Topic",
    ]
    # What pages of every column may show: a change of it makes them anew.
    gongkai_public_models = [
        "gongkai_catalogue.Audience",
        "gongkai_catalogue.Genre",
        "gongkai_catalogue.Organ",
        "gongkai_catalogue.Topic",
    ]
    # Parameters of lists, all but those that anything may be typed into.
    gongkai_public_parameters = frozenset(
        {
            "category",
            "counted",
            "genre",
            "kind",
            "month",
            "order",
            "organ",
            "page",
            "topic",
            "validity",
            "year",
        }
    )

    def ready(self) -> None:
        from . import checks  # noqa: F401 - importing it registers the checks
        from .page_indexes import make_page_indexes
        from .permissions import register_policies
        from .tallies import receivers  # noqa: F401 - importing it connects signals

        register_policies()
        post_migrate.connect(_fill_vocabularies, sender=self)
        post_migrate.connect(_index_children, sender=self)
        post_migrate.connect(make_page_indexes, sender=self)
        post_migrate.connect(_count_items, sender=self)


def _fill_vocabularies(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    from .models import Topic
    from .services.vocabularies import seed_vocabularies

    # While migrations run backwards the tables may be gone: their own registry knows. A flush,
    # which has no migrations, sends none.
    migrated = {model._meta.label_lower for model in apps.get_models()}
    if Topic._meta.label_lower in migrated and router.allow_migrate_model(using, Topic):
        seed_vocabularies(using)


def _index_children(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    """Let children of a page be found without reading all that stands below them.

    Wagtail has no such index; with 100,000 items every list of a column's sections took 140 ms.
    It belongs to a table of Wagtail's, so no migration of ours describes it, and a migration of
    Wagtail's that makes the table anew may lose it: it is asked for after every ``migrate``.
    """
    from .services.bulk_tree import TREE

    migrated = {model._meta.label_lower for model in apps.get_models()}
    connection = connections[using]
    if (
        TREE._meta.label_lower in migrated
        and router.allow_migrate_model(using, TREE)
        and connection.vendor in {"sqlite", "postgresql"}
    ):
        table = connection.ops.quote_name(TREE._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS gongkai_page_depth_path ON {table} (depth, path)"
            )


def _count_items(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    """Count the items that were there before their tallies were."""
    from .models import ItemPage, ListedItem
    from .tallies import checking

    migrated = {model._meta.label_lower for model in apps.get_models()}
    known = ListedItem._meta.label_lower in migrated and using == router.db_for_write(ListedItem)
    if known and not ListedItem.objects.exists() and ItemPage.objects.exists():
        checking.repair()
