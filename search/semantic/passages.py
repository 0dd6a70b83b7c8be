"""The text that stands for an object when it is turned into a vector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain
from typing import Any

from django.db import models
from modelsearch.index import RelatedFields, SearchField
from wagtail.models import Page

from ..backends.documents import parts_of, related_of, zone_of
from ..text import canonical, document_number_token

# Characters of lead and body. More cost more time and do not find better.
LENGTH = 240
# Of one text, with all its white space.
_READ = 2000
# Two letters in a row: an index number (330281/2013-00123) has no meaning.
_WORD = re.compile(r"[^\W\d_]{2}")


def has_meaning(model: type[models.Model]) -> bool:
    """Whether objects of a model are turned into vectors: pages are."""
    return issubclass(model, Page)


def passage_of(obj: Any) -> str:
    """Title, a space, and the first :data:`LENGTH` characters of the lead and body texts, as they
    were written. Numbers of documents and the like, which mean nothing, are left out."""
    fields = obj.get_search_fields()
    title = " ".join(_parts(obj, fields, "title"))
    rest = ""
    for part in chain(_parts(obj, fields, "lead"), _parts(obj, fields, "body")):
        rest = f"{rest} {part}" if rest else part
        if len(rest) >= LENGTH:
            break
    return f"{title} {rest[:LENGTH]}".strip()


def digest_of(passage: str) -> str:
    """A mark that changes with the text: 32 hexadecimal digits."""
    return blake2b(passage.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _parts(obj: Any, fields: Any, zone: str) -> Iterator[str]:
    for field in fields:
        if isinstance(field, SearchField) and zone_of(field) == zone:
            for part in parts_of(field.get_value(obj)):
                text = " ".join(part[:_READ].split())
                if _WORD.search(text) and not document_number_token(canonical(text)):
                    yield text
        elif isinstance(field, RelatedFields):
            for related in related_of(field.get_value(obj)):
                yield from _parts(related, field.fields, zone)
