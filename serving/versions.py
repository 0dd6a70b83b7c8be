"""The version of what is shown or counted: it changes with every change, and only with it.

Each model whose rows are counted has a version of its own, so that a publication makes nobody count
registers again; and so has each column (``columns.py``), so that it does not renew other columns.

It lies in the database and not in the cache, because a change and its new version must become
visible together, or neither of them: to every process, also to one with a cache of its own, after a
transaction that was undone, after a cache that forgot, after a backup that was put back.

The version is random words, not a number. A number that an undone transaction had given would be
given again, to something else; and transactions that count up one row wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, router, transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from django.http import HttpRequest

from .models import ContentVersion

# An app names models whose rows its sources count by this attribute of its AppConfig, as labels.
# Not by a Wagtail hook: hooks are loaded with the admin's addresses, and a command that publishes
# may never ask for those.
ATTRIBUTE = "gongkai_counted_models"
# What Wagtail and the editors write beside the content; none of it is counted or shown.
BOOKKEEPING = frozenset(
    {
        "draft_title",
        "go_live_at",
        "expire_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by",
        "locked_by_id",
    }
)
EVERYTHING = ""
# What pages of every column show: organs, vocabularies, settings, documents.
PUBLIC = "public"
COLUMN = "column:"
# Among the scopes that an answer depends on: every column, whichever there are.
ALL_COLUMNS = "column:*"
_READING = frozenset({"GET", "HEAD"})
_KEPT_ON_REQUEST = "_gongkai_content_versions"


def column_scope(column_pk: int) -> str:
    """The scope of what is public in a column."""
    return f"{COLUMN}{column_pk}"


@dataclass(frozen=True)
class Versions:
    """Versions of all scopes, by scope; those that never changed are missing."""

    words: Mapping[str, str]

    def of(self, scopes: Iterable[str] | None) -> str:
        """One text for the versions of some scopes, or of all; of what concerns all, always."""
        chosen = sorted(self.words) if scopes is None else sorted({EVERYTHING, *scopes})
        return " ".join(f"{scope}={self.words.get(scope, '')}" for scope in chosen)


def current(request: HttpRequest | None = None) -> Versions:
    """The versions now, in one query; for a request that only reads, in one query altogether.

    Read them before counting. What is counted afterwards may be newer than the version it is kept
    under, which does no harm; the other way round old numbers would be kept under the new version.
    """
    reads = request is not None and request.method in _READING
    known: Versions | None = getattr(request, _KEPT_ON_REQUEST, None) if reads else None
    if known is not None:
        return known
    words: dict[str, str] = {}
    for scope, word in ContentVersion.objects.order_by("pk").values_list("scope", "word"):
        words[scope] = f"{words[scope]}-{word}" if scope in words else word
    versions = Versions(words)
    if reads:
        setattr(request, _KEPT_ON_REQUEST, versions)
    return versions


def renew(scope: str = EVERYTHING, using: str | None = None) -> None:
    """Say that something in a scope has changed; belongs into the transaction of the change.

    Nobody waits for it, and it waits for nobody: a row that another transaction holds is passed
    over, and where all are held there is a new one.
    """
    using = using or router.db_for_write(ContentVersion)
    features = connections[using].features
    rows = ContentVersion.objects.using(using).filter(scope=scope)
    with transaction.atomic(using, savepoint=False):
        free = rows.select_for_update(skip_locked=features.has_select_for_update_skip_locked)
        pk = free.order_by("pk").values_list("pk", flat=True).first()
        if pk is None:
            ContentVersion.objects.using(using).create(scope=scope, word=token_hex(16))
        else:
            rows.filter(pk=pk).update(word=token_hex(16))


def counted_models() -> set[type[models.Model]]:
    """Every model whose rows are counted by some source."""
    labels = {
        label for config in apps.get_app_configs() for label in getattr(config, ATTRIBUTE, ())
    }
    return {apps.get_model(label) for label in labels}


def watch() -> None:
    """Let every change of a counted row renew the version of its model."""
    for model in counted_models():
        names: dict[str, Any] = {
            "sender": model,
            "dispatch_uid": f"gongkai_serving {model._meta.label}",
        }
        post_save.connect(_saved, **names)
        post_delete.connect(_changed, **names)
    # New code may count, or show, in another way.
    post_migrate.connect(_migrated, sender=apps.get_app_config("gongkai_serving"))


def of_our_database(using: str | None) -> bool:
    """Whether rows of a database are among those that are shown and counted."""
    return using in {None, router.db_for_write(ContentVersion)}


def _saved(*, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    if update_fields is None or not BOOKKEEPING.issuperset(update_fields):
        _changed(**kwargs)


def _changed(*, sender: type[models.Model], using: str | None = None, **kwargs: Any) -> None:
    if of_our_database(using):
        renew(sender._meta.label, using)


def _migrated(*, using: str = DEFAULT_DB_ALIAS, apps: Any = apps, **kwargs: Any) -> None:
    # While migrations run backwards the table may be gone: their own registry knows.
    migrated = {model._meta.label_lower for model in apps.get_models()}
    known = ContentVersion._meta.label_lower in migrated
    if known and router.allow_migrate_model(using, ContentVersion):
        renew(using=using)
