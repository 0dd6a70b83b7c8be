"""What a text consists of: the digest that a review is bound to, and the files it shows.

The digest covers what readers get: the fields and child objects of a page as a revision stores
them, and name and hash of every document and image that they refer to. It leaves out where the
page stands, its dates of bookkeeping, and keys that the database gives.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

# Wagtail's bookkeeping. `slug` is the address, not what is read there.
_BOOKKEEPING = frozenset(
    {
        "pk",
        "id",
        "page_ptr",
        "path",
        "depth",
        "numchild",
        "translation_key",
        "locale",
        "content_type",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "live_revision",
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "alias_of",
        "slug",
        "url_path",
        "show_in_menus",
        "wagtail_admin_comments",
        "index_entries",
    }
)
_KEYS_OF_CHILDREN = frozenset({"pk", "id", "sort_order", "translation_key", "locale"})


@dataclass(frozen=True)
class Files:
    """Documents and images that a page shows or links to, each once, by key."""

    documents: list[Any]
    images: list[Any]


def files_of(page: Any) -> Files:
    """What an in-memory page refers to: attachments, blocks, links of rich text. Two queries at
    most."""
    return files_of_many([page])[0]


def files_of_many(pages: list[Any]) -> list[Files]:
    """The same for several pages, in two queries at most for all of them."""
    document, image = get_document_model(), get_image_model()
    wanted = {ReferenceIndex._get_base_content_type(model).pk: model for model in (document, image)}
    keys: list[dict[Any, list[str]]] = []
    for page in pages:
        found: dict[Any, list[str]] = {document: [], image: []}
        for kind, key, *_paths in ReferenceIndex._extract_references_from_object(page):
            if kind in wanted:
                found[wanted[kind]].append(key)
        keys.append(found)
    rows = {
        model: _in_bulk(model, [key for each in keys for key in each[model]])
        for model in (document, image)
    }
    return [
        Files(
            *(
                [rows[model][key] for key in sorted(set(found[model])) if key in rows[model]]
                for model in (document, image)
            )
        )
        for found in keys
    ]


def content_digest(
    page: Any, files: Files | None = None, content: dict[str, Any] | None = None
) -> str:
    """SHA-256 (hex) of what readers get of an in-memory page.

    Args:
        files: what ``files_of(page)`` gave, where that is known already.
        content: what ``page.serializable_data()`` gave, where that is known already.
    """
    _coerce_days(page)
    shown = files or files_of(page)
    described = {
        "type": page._meta.label_lower,
        "fields": _content_of(page, content),
        "files": [
            [kind, str(row.pk), row.file.name, row.get_file_hash()]
            for kind, rows in (("document", shown.documents), ("image", shown.images))
            for row in rows
        ],
    }
    text = json.dumps(described, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _coerce_days(page: Any) -> None:
    """Days that were assigned as text become days, as validation would make them."""
    for field in page._meta.concrete_fields:
        if isinstance(field, models.DateField):
            value = page.__dict__.get(field.attname)
            if isinstance(value, str):
                setattr(page, field.attname, field.to_python(value))


def _in_bulk(model: Any, keys: list[str]) -> dict[str, Any]:
    if not keys:
        return {}
    found = model.objects.in_bulk(list(set(keys)))
    return {str(key): row for key, row in found.items()}


def _content_of(page: Any, known: dict[str, Any] | None) -> dict[str, Any]:
    left_out = _BOOKKEEPING | set(getattr(page, "not_reviewed_fields", ()))
    data = page.serializable_data() if known is None else dict(known)
    if hasattr(page, "values_as_reviewed"):
        data = page.values_as_reviewed(data)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and field.name in data:
            data[field.name] = _without_ids(_parsed(data[field.name]))
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name not in left_out:
            data[name] = _children(data.get(name, []), relation.field.name)
    return {name: value for name, value in data.items() if name not in left_out}


def _children(rows: list[dict[str, Any]], parent: str) -> list[dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: row.get("sort_order") or 0)
    return [
        {
            name: value
            for name, value in row.items()
            if name != parent and name not in _KEYS_OF_CHILDREN
        }
        for row in ordered
    ]


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


def _without_ids(value: Any) -> Any:
    """Blocks without their ids, which are given anew to what has none."""
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        return {
            name: _without_ids(each)
            for name, each in value.items()
            if not (is_block and name == "id")
        }
    return value
