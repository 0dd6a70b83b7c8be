"""One item with all that its page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ..rooms import catalogue, room
from .item_rows import COLUMNS, Context, rows_of
from .markup import absolute_html, text_of
from .problems import not_found
from .scope import Scope

# The highest key that a table takes.
_HIGHEST_KEY = 2**63 - 1


def item_of(scope: Scope, item_id: int) -> Any:
    """The item with this key that anybody may read (``ItemPage``).

    Raises:
        Problem: there is none.
    """
    return row_of(scope.items(), item_id)


def row_of(rows: Any, key: int, told: str = "") -> Any:
    """The row of a query with a key that a client has named.

    Raises:
        Problem: there is none; ``told`` says what might be there.
    """
    found = rows.filter(pk=key).first() if key <= _HIGHEST_KEY else None
    if found is None:
        raise not_found(told)
    return found


def detail_of(request: HttpRequest, scope: Scope, item_id: int) -> dict[str, Any]:
    """All fields of ``ItemDetail``."""
    item = item_of(scope, item_id)
    context = Context(scope)
    rows = rows_of(scope, [item.pk], list(COLUMNS))
    if not rows:
        raise not_found()
    html = body_html(request, item)
    return {
        **rows[0],
        "body_html": html,
        "body_text": text_of(html),
        "body_blocks": [
            {"type": block["type"], "value": block["value"]} for block in item.body.get_prep_value()
        ],
        "attachments": attachments_of(request, item),
        "corrections": [
            {"corrected_on": each.corrected_on, "note": each.note}
            for each in catalogue("presentation").newest_corrections(item)
        ],
        "categories": [
            {"id": page.pk, "code": page.code, "label": page.title}
            for page in scope.vocabulary.categories_above(item.path)
        ],
        **_relations(item, scope, context),
    }


def body_html(request: HttpRequest, item: Any) -> str:
    """The body as its page shows it; every address in it is absolute."""
    parent = {"page": item, "self": item, "request": request}
    rendered = "".join(str(block.render(context=parent)) for block in item.body)
    return absolute_html(request, rendered)


def attachments_of(request: HttpRequest, item: Any) -> list[dict[str, Any]]:
    """The files of an item that anybody may open, in their order."""
    rows = list(item.attachments.select_related("document"))
    openness = room("gongkai_review", "files.openness")
    closed = openness.closed_documents([row.document_id for row in rows]) if rows else set()
    return [attachment_of(request, row) for row in rows if row.document_id not in closed]


def attachment_of(request: HttpRequest, row: Any) -> dict[str, Any]:
    """A file of an item: all fields of ``Attachment``."""
    return {
        "id": row.document_id,
        "title": str(row),
        "filename": row.document.filename,
        "media_type": row.document.content_type,
        "size": row.document.get_file_size(),
        "sha1": row.document.get_file_hash() or None,
        "url": request.build_absolute_uri(row.document.url),
    }


def _relations(item: Any, scope: Scope, context: Context) -> dict[str, Any]:
    found = catalogue("presentation").relations_of(item, scope.items().defer("body"))

    def shown(other: Any) -> dict[str, Any]:
        return {
            "id": other.pk,
            "title": other.title,
            "url": context.address(other.url_path),
            "published_on": other.published_on,
        }

    return {
        "repealed_by": shown(found.replaced_by) if found.replaced_by else None,
        "repeals": [shown(each) for each in found.replaces],
        "interprets": shown(found.interprets) if found.interprets else None,
        "interpreted_by": [shown(each) for each in found.interpretations],
    }
