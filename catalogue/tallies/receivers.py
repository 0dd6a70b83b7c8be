"""What no method of an item sees: moves of pages, and deletions, which go through querysets."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from ..models import ItemPage
from . import writing


@receiver(pre_delete, sender=ItemPage, dispatch_uid="gongkai_tallies_deleted")
def count_deleted_out(instance: ItemPage, **kwargs: Any) -> None:
    """An item that goes is counted out while its row is still there."""
    writing.forget([instance.pk])


@receiver(post_page_move, dispatch_uid="gongkai_tallies_moved")
def count_moved(instance: Page, **kwargs: Any) -> None:
    """What was moved is counted below other pages; an order that changed counts nothing anew."""
    if kwargs["url_path_before"] != kwargs["url_path_after"]:
        writing.follow_move(instance)
