"""Hears what became public and what left: from the review, and from restrictions of pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction

from . import rooms
from .enums import Event
from .services.outbox import tell, tell_all


def connect() -> None:
    """Listen."""
    signals = rooms.review("signals")
    signals.page_released.connect(tell_of_release, dispatch_uid="gongkai_webhooks_released")
    signals.page_left.connect(tell_of_leaving, dispatch_uid="gongkai_webhooks_left")
    post_save.connect(
        tell_of_restriction, sender=PageViewRestriction, dispatch_uid="gongkai_webhooks_closed"
    )
    post_delete.connect(
        tell_of_opening, sender=PageViewRestriction, dispatch_uid="gongkai_webhooks_opened"
    )


def tell_of_release(page: Any, was_public: bool, **kwargs: Any) -> None:
    """Something is public, or says something else than before."""
    if not page.alias_of_id and _is_for_everybody(page):
        tell(Event.CORRECTED if was_public else Event.PUBLISHED, page)


def tell_of_leaving(page: Any, withdrawal: Any = None, **kwargs: Any) -> None:
    """Something is not public any more. The notice of what only some could read is theirs too."""
    if page.alias_of_id:
        return
    if withdrawal is not None and _is_for_everybody(page):
        tell(Event.WITHDRAWN, page, withdrawal)
    else:
        tell(Event.REMOVED, page)


def tell_of_restriction(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """What stands below is for some only from now on."""
    if created and not raw:
        tell_all(Event.REMOVED, _reviewed_below(instance.page))


def tell_of_opening(instance: Any, **kwargs: Any) -> None:
    """What stands below is for everybody again, where no other restriction holds."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        tell_all(Event.PUBLISHED, _reviewed_below(page, is_public=True))


def _is_for_everybody(page: Any) -> bool:
    return bool(Page.objects.filter(pk=page.pk).public().exists())


def _reviewed_below(page: Any, *, is_public: bool = False) -> Iterator[Any]:
    pages = Page.objects.descendant_of(page, inclusive=True).live().filter(alias_of=None)
    pages = pages.type(*rooms.review("reviewed").reviewed_types())
    if is_public:
        pages = pages.public()
    # Specific pages only where the payload says more than the key.
    found: Iterator[Any] = (pages.specific() if is_public else pages).iterator(chunk_size=200)
    return found
