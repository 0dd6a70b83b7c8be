"""What follows Wagtail's own work on files: deletions, and an index after ``migrate``."""

from __future__ import annotations

from typing import Any

from django.apps import apps as registry
from django.db import connections, router
from django.db.models.signals import post_delete, post_migrate
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..models.files import FileKind
from ..services.files import forget_file


def connect() -> None:
    """Connect the receivers. Runs in ``ready()``."""
    post_delete.connect(
        _document_deleted, sender=get_document_model(), dispatch_uid="gongkai_review.document"
    )
    post_delete.connect(
        _image_deleted, sender=get_image_model(), dispatch_uid="gongkai_review.image"
    )
    post_migrate.connect(
        _index_renditions,
        sender=registry.get_app_config("gongkai_review"),
        dispatch_uid="gongkai_review.renditions",
    )


def _document_deleted(instance: Any, **kwargs: Any) -> None:
    forget_file(FileKind.DOCUMENT, instance.pk)


def _image_deleted(instance: Any, **kwargs: Any) -> None:
    forget_file(FileKind.IMAGE, instance.pk)


def _index_renditions(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    """Let a size of an image be found by its file without reading all of them.

    The table is Wagtail's or the host's, so no migration of ours describes it, and one of theirs
    that makes it anew may lose the index: it is asked for after every ``migrate``.
    """
    model = get_image_model().get_rendition_model()
    migrated = {each._meta.label_lower for each in apps.get_models()}
    connection = connections[using]
    if (
        model._meta.label_lower in migrated
        and router.allow_migrate_model(using, model)
        and connection.vendor in {"sqlite", "postgresql"}
    ):
        quote = connection.ops.quote_name
        table, column = quote(model._meta.db_table), quote(model._meta.get_field("file").column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS gongkai_rendition_file ON {table} ({column})"
            )
