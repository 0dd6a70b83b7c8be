"""The files of items, and what they say as far as a search app can tell.

Who can tell registers a function under the Wagtail hook ``register_gongkai_document_texts``: it
takes nothing and returns ``parts(document_ids)``, a mapping of the keys of those documents that
anybody may open to their parts (``place``, ``text``, ``page``). Without one, items are searched
without their files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models.query import ModelIterable
from wagtail import hooks
from wagtail.documents import get_document_model

from .conf import get_setting

if TYPE_CHECKING:
    from .models import ItemPage

HOOK = "register_gongkai_document_texts"
# Items whose files are looked up at once: with long texts more would take much memory.
_AT_ONCE = 50
_LINK = re.compile(r"<a\b[^>]*>")
_LINKED = re.compile(r"\bid=\"(\w[\w-]*)\"")


class Part(Protocol):
    """A part of a file: its text, where it stands in words, and the page where there are pages."""

    @property
    def place(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def page(self) -> int | None: ...


@dataclass(frozen=True)
class AttachedFile:
    """A file of an item that anybody may open, under the name that the public sees."""

    document: Any
    name: str
    parts: Sequence[Part]


class AttachedFiles:
    """The files of some items, looked up for all of them when those of one are asked for."""

    def __init__(self, items: Sequence[ItemPage]) -> None:
        self._items = list(items)
        self._known: dict[Any, list[AttachedFile]] | None = None

    def of(self, item: ItemPage) -> list[AttachedFile]:
        """The files of one of the items: attachments first, then those that its body names."""
        return self._found().get(item.pk, [])

    def take(self, item: ItemPage) -> list[AttachedFile] | None:
        """The same once: they are forgotten then, so that many items take no more memory than
        the longest do. None when they were taken."""
        return self._found().pop(item.pk, None)

    def _found(self) -> dict[Any, list[AttachedFile]]:
        if self._known is None:
            self._known = _files_of(self._items)
        return self._known


class InBatches(ModelIterable):
    """Items that share the search for their files, some at a time."""

    def __iter__(self) -> Iterator[Any]:
        objects = super().__iter__()
        while batch := list(islice(objects, _AT_ONCE)):
            share(batch)
            yield from batch


def share(items: Sequence[Any]) -> None:
    """Have some items look their files up together, when one of them is asked."""
    for start in range(0, len(items), _AT_ONCE):
        batch = items[start : start + _AT_ONCE]
        shared = AttachedFiles(batch)
        for item in batch:
            item.shared_files = shared


def texts_of(item: ItemPage) -> list[str]:
    """What an item is searched by of its files: their names, then what they say, as much of it as
    is kept for one item."""
    shared = getattr(item, "shared_files", None)
    files = shared.take(item) if shared else None
    if files is None:
        files = AttachedFiles([item]).of(item)
    names = [name for file in files for name in names_of(file)]
    left = int(str(get_setting("GONGKAI_CATALOGUE_MAX_ATTACHED_TEXT")))
    texts = []
    for file in files:
        for part in file.parts:
            if left <= 0:
                break
            texts.append(part.text[:left])
            left -= len(part.text)
    return [*names, *texts]


def names_of(file: AttachedFile) -> list[str]:
    """Names that a file is known by: the one shown, the title, the file's own."""
    return list(dict.fromkeys([file.name, file.document.title, file.document.filename]))


def _files_of(items: Sequence[ItemPage]) -> dict[Any, list[AttachedFile]]:
    tellers = [register() for register in hooks.get_hooks(HOOK)]
    if not tellers or not items:
        return {}
    attached = _attached(items)
    named = {item.pk: documents_in_body(item) for item in items}
    keys = {row.document_id for rows in attached.values() for row in rows}
    parts = _parts(tellers, keys | {key for each in named.values() for key in each})
    others = {key for each in named.values() for key in each if key in parts}
    documents = _documents(others - keys)
    documents |= {row.document_id: row.document for rows in attached.values() for row in rows}
    found = {}
    for item in items:
        names = {row.document_id: str(row) for row in attached[item.pk]}
        names |= {key: "" for key in named[item.pk] if key not in names}
        found[item.pk] = [
            AttachedFile(documents[key], name or documents[key].title, parts[key])
            for key, name in names.items()
            if key in parts and key in documents
        ]
    return found


def _attached(items: Sequence[ItemPage]) -> dict[Any, list[Any]]:
    """Stored attachments: those of a draft that is being edited are not public."""
    from .models import ItemAttachment

    keys = [item.pk for item in items if item.pk]
    rows = ItemAttachment.objects.filter(item__in=keys).select_related("document")
    found = defaultdict(list)
    for row in rows.order_by("item", "sort_order", "pk"):
        found[row.item_id].append(row)
    return found


def documents_in_body(item: ItemPage) -> list[Any]:
    """Keys of the documents that stand in the body, or that it links to; nothing is loaded."""
    to_key = get_document_model()._meta.pk.to_python
    keys = []
    for block in item.body.raw_data:
        value = block["value"]
        if block["type"] == "attachment" and value:
            keys.append(to_key(getattr(value, "pk", value)))
        elif block["type"] == "text":
            keys += map(to_key, _linked(str(getattr(value, "source", value))))
    return list(dict.fromkeys(keys))


def _linked(source: str) -> Iterator[str]:
    for link in _LINK.findall(source):
        if 'linktype="document"' in link and (key := _LINKED.search(link)):
            yield key[1]


def _parts(
    tellers: Sequence[Callable[[Iterable[Any]], Mapping[Any, Sequence[Part]]]], keys: set[Any]
) -> dict[Any, Sequence[Part]]:
    if not keys:
        return {}
    return {key: parts for tell in tellers for key, parts in tell(keys).items()}


def _documents(keys: set[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = get_document_model().objects.in_bulk(list(keys)) if keys else {}
    return found
