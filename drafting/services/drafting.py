"""Making the draft of an item from a document."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Page, PageSubscription
from wagtail.permissions import policy_registry

from ..catalogue_app import catalogue_model
from ..reading import suggestions
from ..sources import Source
from ..word.blocks import body_of, lines_of
from ..word.notes import Notes
from ..word.pieces import Piece, Prose
from .pictures import picture_store

ACTION = "gongkai_drafting.draft"
_LONGEST_TITLE = 255


def may_draft_in(user: Any, category: Page) -> bool:
    """Whether a user may add an item to a category, as Wagtail's own form asks."""
    item = catalogue_model("ItemPage")
    return bool(
        category.permissions_for_user(user).can_add_subpage()
        and item in type(category).creatable_subpage_models()
        and item.can_create_at(category)
    )


def draft(user: Any, category: Page, source: Source, original: Any = None) -> Any:
    """Make a draft below ``category`` from ``source``; nothing of it is public.

    Title and body come from the source; everything else is suggested in the form, for its editor
    to accept. The history of the item tells what was left out.

    Args:
        original: the uploaded file, where it shall be kept as an attachment.

    Raises:
        PermissionDenied: the user may not add items there.
    """
    if not may_draft_in(user, category):
        raise PermissionDenied
    notes = Notes(source.notes)
    title, pieces = _title_and_rest(source, notes)
    item_model = catalogue_model("ItemPage")
    store = picture_store(source.pictures, user, title[:60], notes)
    with transaction.atomic():
        body = body_of(pieces, _features(item_model), store)
        item = item_model(title=title, owner=user, live=False, has_unpublished_changes=True)
        item.body = item_model._meta.get_field("body").stream_block.to_python(body)
        item.organ_id = _only_organ(user)
        category.add_child(instance=item)
        if original is not None:
            _attach(item, original, user, notes)
        revision = item.save_revision(user=user, log_action=True, clean=False)
        PageSubscription.objects.update_or_create(
            page=item, user=user, defaults={"comment_notifications": True}
        )
        log(
            instance=item,
            action=ACTION,
            user=user,
            revision=revision,
            data={"name": source.name, "notes": dict(notes)},
            content_changed=True,
        )
    return item


def _features(item_model: Any) -> list[str]:
    block = item_model._meta.get_field("body").stream_block.child_blocks["text"]
    return list(block.features)


def _title_and_rest(source: Source, notes: Notes) -> tuple[str, list[Piece]]:
    """The title as the text has it, and the text without it."""
    pieces = list(source.pieces)
    title = source.title()
    lines = lines_of(pieces)
    if not title:
        found = {each.field: each.value for each in suggestions("\n".join(lines))}
        title = found.get("title", "")
    if title:
        pieces, was_there = _without_title(pieces, title)
        if was_there:
            notes["title"] = 1
    title = title or source.name or _("未命名的草稿")
    return title[:_LONGEST_TITLE], pieces


def _without_title(pieces: list[Piece], title: str) -> tuple[list[Piece], bool]:
    """Take the lines that make up the title out; they may be several paragraphs."""
    wanted = "".join(title.split())
    for start, piece in enumerate(pieces[:40]):
        if not isinstance(piece, Prose) or not piece.plain:
            continue
        joined, end = "", start
        while end < len(pieces) and len(joined) < len(wanted):
            following = pieces[end]
            if not isinstance(following, Prose):
                break
            joined += "".join(following.plain.split())
            end += 1
        if joined == wanted:
            return pieces[:start] + pieces[end:], True
    return pieces, False


def _only_organ(user: Any) -> int | None:
    """The organ of an editor who works for one, as the form chooses it."""
    own = list(user.disclosure_organs.values_list("pk", flat=True)[:2])
    if len(own) != 1:
        return None
    organs = catalogue_model("Organ").objects
    return own[0] if len(organs.subtree_ids(own)) == 1 else None


def _attach(item: Any, original: Any, user: Any, notes: Notes) -> None:
    policy = policy_registry.get_by_type(get_document_model())
    collections = policy.collections_user_has_permission_for(user, "add")
    collection = collections.filter(depth__gt=1).order_by("path").first() or collections.first()
    if collection is None:
        return
    original.seek(0)
    document = get_document_model()(
        title=original.name.rpartition(".")[0][:255] or original.name[:255],
        collection=collection,
        uploaded_by_user=user,
    )
    document.file = ContentFile(original.read(), name=original.name)
    document._set_document_file_metadata()
    document.save()
    item.attachments.model.objects.create(item=item, document=document)
