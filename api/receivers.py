"""What changes items for their readers: saved, moved, deleted, closed, opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction

from .rooms import room
from .services import changes

# What Wagtail and editors write beside what readers see.
_BOOKKEEPING = frozenset(
    {
        "draft_title",
        "go_live_at",
        "expire_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "wagtail_admin_comments",
    }
)
_IMPORTED = "imported"
_MOVED = "_gongkai_api_moved"
_FORMER = "_gongkai_api_former_page"


@receiver(pre_save, dispatch_uid="gongkai_api_pre_save")
def look_at_address(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Remember whether a stored page is about to have another address, by a move or a new slug."""
    if raw or not issubclass(sender, Page) or instance._state.adding:
        return
    written = kwargs.get("update_fields")
    if written is not None and not {"slug", "url_path"} & set(written):
        return
    before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
    setattr(instance, _MOVED, before is not None and before != instance.url_path)


@receiver(post_save, dispatch_uid="gongkai_api_post_save")
def note_saved(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Note an item that was stored; of a page that got another address, all items below."""
    if raw or not issubclass(sender, Page):
        return
    if instance.__dict__.pop(_MOVED, False):
        changes.note_below(instance)
        return
    written = kwargs.get("update_fields")
    if written is not None and _BOOKKEEPING.issuperset(written):
        return
    item = apps.get_model("gongkai_catalogue", "ItemPage")
    if issubclass(instance.specific_class or sender, item) and (
        instance.live or changes.was_public(instance.pk)
    ):
        changes.note_items([instance.pk])


@receiver(post_delete, sender=Page, dispatch_uid="gongkai_api_deleted")
def note_deleted(instance: Page, **kwargs: Any) -> None:
    """Note an item that is gone."""
    changes.note_deleted(instance.pk)


@receiver(pre_save, sender=PageViewRestriction, dispatch_uid="gongkai_api_restricting")
def look_at_restriction(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """Remember which page a restriction leaves."""
    if raw or instance.pk is None:
        return
    before = PageViewRestriction.objects.filter(pk=instance.pk).select_related("page").first()
    if before is not None and before.page_id != instance.page_id:
        setattr(instance, _FORMER, before.page)


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="gongkai_api_restricted")
def note_restricted(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """Note all items that are closed to the public, or open again."""
    if raw:
        return
    former = instance.__dict__.pop(_FORMER, None)
    if former is not None:
        changes.note_below(former)
    changes.note_below(instance.page)


@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="gongkai_api_unrestricted")
def note_unrestricted(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Note all items that are open again; those deleted with their page never were."""
    deleted = origin.model if isinstance(origin, QuerySet) else type(origin)
    if not issubclass(deleted, Page):
        changes.note_below(instance.page)


def note_imported(records: Iterable[Any], **kwargs: Any) -> None:
    """Note items that were brought in together, past ``save()``; others are noted there.

    Not what other records tell: a draft that is being reviewed is nobody's business outside.
    """
    imported = [each.page_id for each in records if each.action == _IMPORTED]
    if imported:
        changes.note_items(imported)


def connect() -> None:
    """Listen to the review as well."""
    signal = room("gongkai_review", "signals").records_written
    signal.connect(note_imported, dispatch_uid="gongkai_api_imported")
