"""The rows that publication writes, for a whole batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_field_value
from modelsearch.backends import get_search_backends_with_name
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ReferenceIndex, Revision
from wagtail.signals import page_published, published

from ..attached_files import share
from ..models import ItemPage
from ..reviewed import review_module
from .bulk_insert import give_keys, insert
from .bulk_tree import TREE

if TYPE_CHECKING:
    from .bulk_checks import Draft

# What publication changes after the draft's revision was written.
_SETTLED_BY_PUBLISHING = (
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "expired",
    "index_number",
    "published_on",
    "published_year",
)


def unpublished_values(item: ItemPage) -> dict[str, Any]:
    """Serialised values of a draft that its publication will change."""
    return {
        name: get_field_value(item._meta.get_field(name), item) for name in _SETTLED_BY_PUBLISHING
    }


def settle_publication(draft: Draft) -> None:
    """Make the draft a published item, in memory."""
    item = draft.item
    item.live = True
    item.has_unpublished_changes = False
    item.expired = False
    item.draft_title = item.title
    item.first_published_at = item.first_published_at or draft.at
    item.last_published_at = draft.at
    item.latest_revision_created_at = draft.at


def write(
    drafts: list[Draft], user: Any, log_data: dict[str, Any], *, live: bool = True
) -> list[Revision]:
    """Write the rows of items, published or drafts, and fill both indexes; return the revisions."""
    # Read before the items have keys, with which they would ask the database.
    children = [draft.children() for draft in drafts]
    _give_keys(drafts)
    revisions = _new_revisions(drafts, user)
    _insert_items(drafts, children, revisions, live)
    items = [draft.item for draft in drafts]
    contents = [item.serializable_data() for item in items]
    _insert_revisions(drafts, revisions, contents)
    _insert_log_entries(drafts, revisions, user, log_data, live)
    _insert_references(items)
    if live:
        review_module("services.imports").release_imported(items, contents)
    else:
        _note_drafts(drafts, children, revisions, user)
    _fill_search_index(items)
    return revisions


def announce(drafts: list[Draft], revisions: list[Revision]) -> None:
    """Tell the receivers of Wagtail's signals, and the search servers, what is public now."""
    items = [draft.item for draft in drafts]
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        if backend.catch_indexing_errors:
            share(items)
            backend.add_bulk(ItemPage, items)
    for signal in (page_published, published):
        if signal.has_listeners(ItemPage):
            for item, revision in zip(items, revisions, strict=True):
                signal.send(sender=ItemPage, instance=item, revision=revision)


def _note_drafts(
    drafts: list[Draft],
    children: list[dict[Any, list[Any]]],
    revisions: list[Revision],
    user: Any,
) -> None:
    """Let the review know who wrote the drafts, and which files they refer to."""
    notes = review_module("services.drafts")
    notes.note_authors(revisions)
    for draft, relations, revision in zip(drafts, children, revisions, strict=True):
        if any(relations.values()):
            notes.note(draft.item, revision, user)


def _insert_items(
    drafts: list[Draft],
    children: list[dict[Any, list[Any]]],
    revisions: list[Revision],
    live: bool,
) -> None:
    items = [draft.item for draft in drafts]
    by_model: dict[Any, list[Any]] = {}
    for item, relations in zip(items, children, strict=True):
        for relation, members in relations.items():
            # Assigned anew, so that reading them asks the database no more.
            getattr(item, relation.get_accessor_name()).set(members)
            if members:
                by_model.setdefault(relation.related_model, []).extend(members)
    for draft, revision in zip(drafts, revisions, strict=True):
        draft.item.latest_revision = revision
        draft.item.live_revision = revision if live else None
    insert(TREE, items)
    insert(ItemPage, items)
    for model, members in by_model.items():
        give_keys(model, members)
        insert(model, members)


def _give_keys(drafts: list[Draft]) -> None:
    """Keys of the pages, also where their own table has them."""
    items = [draft.item for draft in drafts]
    give_keys(TREE, items)
    for item in items:
        setattr(item, TREE._meta.pk.attname, item.pk)


def _new_revisions(drafts: list[Draft], user: Any) -> list[Revision]:
    """Revisions with keys, whose content follows when the children have keys."""
    kind = ContentType.objects.get_for_model(ItemPage, for_concrete_model=False)
    base = ContentType.objects.get_for_model(TREE, for_concrete_model=False)
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(draft.item.pk),
            created_at=draft.at,
            user=user,
            object_str=str(draft.item),
        )
        for draft in drafts
    ]
    give_keys(Revision, revisions)
    return revisions


def _insert_revisions(
    drafts: list[Draft], revisions: list[Revision], contents: list[dict[str, Any]]
) -> None:
    for draft, revision, content in zip(drafts, revisions, contents, strict=True):
        revision.content = content | draft.unpublished
    insert(Revision, revisions)


def _insert_log_entries(
    drafts: list[Draft],
    revisions: list[Revision],
    user: Any,
    log_data: dict[str, Any],
    live: bool,
) -> None:
    model: Any = log_registry.get_log_model_for_model(ItemPage)
    context = get_active_log_context()
    kind = ContentType.objects.get_for_model(ItemPage)
    publisher = user or context.user

    def entry(draft: Draft, action: str, **values: Any) -> Any:
        return model(
            content_type=kind,
            page_id=draft.item.pk,
            label=draft.item.get_admin_display_title(),
            action=action,
            data=dict(log_data),
            timestamp=draft.at,
            uuid=context.uuid,
            content_changed=True,
            **values,
        )

    entries = []
    for draft, revision in zip(drafts, revisions, strict=True):
        creator = draft.item.owner or publisher
        entries.append(entry(draft, "wagtail.create", user=creator))
        if live:
            entries.append(entry(draft, "wagtail.publish", user=publisher, revision=revision))
    insert(model, entries)


def _insert_references(items: list[ItemPage]) -> None:
    """The rows that ``ReferenceIndex.create_or_update_for_object`` writes for a new object."""
    kind = ContentType.objects.get_for_model(ItemPage, for_concrete_model=False)
    base = ReferenceIndex._get_base_content_type(ItemPage)
    rows = [
        ReferenceIndex(
            content_type=kind,
            base_content_type=base,
            object_id=item.pk,
            to_content_type_id=to_kind,
            to_object_id=to_pk,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for item in items
        for to_kind, to_pk, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(item)
        )
    ]
    insert(ReferenceIndex, rows)


def _fill_search_index(items: list[ItemPage]) -> None:
    """Fill the indexes that live in the database; search servers follow after the commit."""
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        if not backend.catch_indexing_errors:
            share(items)
            backend.add_bulk(ItemPage, items)
