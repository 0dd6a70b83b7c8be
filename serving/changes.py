"""What the public can see has changed: the versions of whoever shows it change with it.

Everything here runs within the transaction of the change. Drafts, locks and other bookkeeping
change nothing for the public.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from threading import local
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page
from wagtail.signals import pre_page_move

from . import purging
from .columns import scopes_showing, with_descendants
from .public_models import files, public_models
from .versions import BOOKKEEPING, PUBLIC, of_our_database, renew

_WAS = "_gongkai_was_public"


class _Moving(local):
    """Scopes that showed a page before the move that is under way in this thread, by its key."""

    def __init__(self) -> None:
        self.scopes: dict[int, set[str]] = {}


_moving = _Moving()


def pages_changed(pages: Iterable[Page], using: str | None = None) -> None:
    """Say that what the public sees of some pages has changed, or of those directly below them.

    For code that writes rows without saving pages one by one. Call it in the transaction of the
    change; it takes a few queries, however many pages there are.
    """
    pages = list(pages)
    _renew(scopes_showing([(each.pk, each.path, each.numchild > 0) for each in pages]), using)
    purging.note(pages)


def public_rows_changed(using: str | None = None) -> None:
    """Say that something that pages of all columns may show has changed."""
    renew(PUBLIC, using)


def watch() -> None:
    """Let every change of a page, or of a row that pages show, renew the versions."""
    for model in apps.get_models():
        if issubclass(model, Page):
            _connect(pre_save, _before_page, model)
            _connect(post_save, _page_saved, model)
    _connect(pre_delete, _page_deleted, Page)
    pre_page_move.connect(_before_move, dispatch_uid="gongkai_serving move")
    for model in public_models():
        _connect(post_save, _row_saved, model)
        _connect(post_delete, _row_deleted, model)


def _connect(signal: Any, receiver: Any, model: type[models.Model]) -> None:
    name = f"gongkai_serving {receiver.__name__} {model._meta.label}"
    signal.connect(receiver, sender=model, dispatch_uid=name)


def _is_bookkeeping(update_fields: Collection[str] | None) -> bool:
    return update_fields is not None and BOOKKEEPING.issuperset(update_fields)


def _renew(scopes: Iterable[str], using: str | None) -> None:
    # Always in the same order: transactions that wait for each other's rows would wait for ever.
    for scope in sorted(scopes):
        renew(scope, using)


def _before_page(
    *,
    instance: Page,
    using: str | None = None,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Note what the public saw of a page before it is saved."""
    stored = None
    if instance.pk and not _is_bookkeeping(update_fields):
        rows = Page.objects.using(using).filter(pk=instance.pk)
        stored = rows.values_list("live", "url_path").first()
    setattr(instance, _WAS, stored)


def _page_saved(
    *,
    instance: Page,
    using: str | None = None,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    was = instance.__dict__.pop(_WAS, None)
    if _is_bookkeeping(update_fields) or not of_our_database(using):
        return
    before = _moving.scopes.pop(instance.pk, None)
    has_new_address = was is not None and was[1] != instance.url_path
    # Below a page that is not public there may be pages that are.
    moves_others = has_new_address and instance.numchild > 0
    if instance.live or (was is not None and was[0]) or moves_others or before is not None:
        if moves_others or before is not None:
            pages = with_descendants(instance)
        else:
            pages = [(instance.pk, instance.path, instance.numchild > 0)]
        _renew(scopes_showing(pages) | (before or set()), using)
        purging.note([instance])


def _before_move(*, instance: Page, **kwargs: Any) -> None:
    # This is sent before the transaction of the move; within it the page is saved at its new place.
    if of_our_database(instance._state.db):
        _moving.scopes[instance.pk] = scopes_showing(with_descendants(instance))
        purging.note([instance])


def _page_deleted(*, instance: Page, using: str | None = None, **kwargs: Any) -> None:
    if of_our_database(using) and (instance.live or instance.numchild > 0):
        _renew(scopes_showing([(instance.pk, instance.path, instance.numchild > 0)]), using)
        purging.note([instance])


def _row_saved(
    *,
    sender: type[models.Model],
    created: bool = False,
    using: str | None = None,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    is_unseen = created and sender in files()
    if not is_unseen and not _is_bookkeeping(update_fields) and of_our_database(using):
        renew(PUBLIC, using)


def _row_deleted(*, using: str | None = None, **kwargs: Any) -> None:
    if of_our_database(using):
        renew(PUBLIC, using)
