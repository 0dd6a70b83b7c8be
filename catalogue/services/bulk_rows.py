"""The rows that publication writes, for a whole batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from modelcluster.models import get_field_value
from modelsearch.backends import get_search_backends_with_name
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ReferenceIndex, Revision
from wagtail.signals import page_published, published

from ..attached_files import share
from ..models import ItemPage
from ..reviewed import review_module
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


def write(drafts: list[Draft], user: Any, log_data: dict[str, Any]) -> list[Revision]:
    """Write the rows of published items and fill both indexes; return the revisions."""
    _insert_items(drafts)
    revisions = _insert_revisions(drafts, user)
    _insert_log_entries(drafts, revisions, user, log_data)
    items = [draft.item for draft in drafts]
    _insert_references(items)
    review_module("services.imports").release_imported(items)
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


def _insert_items(drafts: list[Draft]) -> None:
    children = [(draft.item, draft.children()) for draft in drafts]
    pages = [
        TREE(**{each.attname: getattr(item, each.attname) for each in TREE._meta.concrete_fields})
        for item, _relations in children
    ]
    TREE._base_manager.bulk_create(pages)
    for page, (item, _relations) in zip(pages, children, strict=True):
        item.pk = page.pk
        setattr(item, TREE._meta.pk.attname, page.pk)
        item._state.adding = False
        item._state.db = page._state.db
    # ``bulk_create`` declines models with a parent table, whose rows stand already; this is the
    # step that it takes after that check.
    rows: Any = ItemPage._base_manager.all()
    rows._for_write = True
    rows._batched_insert(
        [item for item, _relations in children], ItemPage._meta.local_concrete_fields, None
    )
    by_model: dict[Any, list[Any]] = {}
    for item, relations in children:
        for relation, members in relations.items():
            # Assigned anew, so that reading them asks the database no more.
            getattr(item, relation.get_accessor_name()).set(members)
            by_model.setdefault(relation.related_model, []).extend(members)
    for model, members in by_model.items():
        model._base_manager.bulk_create(members)


def _insert_revisions(drafts: list[Draft], user: Any) -> list[Revision]:
    kind = ContentType.objects.get_for_model(ItemPage, for_concrete_model=False)
    base = ContentType.objects.get_for_model(TREE, for_concrete_model=False)
    revisions: list[Revision] = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(draft.item.pk),
            created_at=draft.at,
            user=user,
            object_str=str(draft.item),
            content=draft.item.serializable_data() | draft.unpublished,
        )
        for draft in drafts
    )
    own = Revision.objects.filter(
        base_content_type=base, object_id=Cast(OuterRef("pk"), TextField())
    ).values("pk")[:1]
    TREE._base_manager.filter(pk__in=[draft.item.pk for draft in drafts]).update(
        latest_revision=Subquery(own), live_revision=Subquery(own)
    )
    for draft, revision in zip(drafts, revisions, strict=True):
        draft.item.latest_revision = draft.item.live_revision = revision
    return revisions


def _insert_log_entries(
    drafts: list[Draft], revisions: list[Revision], user: Any, log_data: dict[str, Any]
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
        entries.append(entry(draft, "wagtail.publish", user=publisher, revision=revision))
    model.objects.bulk_create(entries)


def _insert_references(items: list[ItemPage]) -> None:
    """The rows that ``ReferenceIndex.create_or_update_for_object`` writes for a new object."""
    kind = ContentType.objects.get_for_model(ItemPage, for_concrete_model=False)
    base = ReferenceIndex._get_base_content_type(ItemPage)
    ReferenceIndex.objects.bulk_create(
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
    )


def _fill_search_index(items: list[ItemPage]) -> None:
    """Fill the indexes that live in the database; search servers follow after the commit."""
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        if not backend.catch_indexing_errors:
            share(items)
            backend.add_bulk(ItemPage, items)
