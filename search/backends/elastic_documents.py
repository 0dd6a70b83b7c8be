"""What Elasticsearch is given of an object, and how it is to keep it.

Texts come as tokens already, joined by spaces, so that the built-in ``whitespace`` analyser is all
that the cluster needs. Every zone is one field, whatever fields a host's models have; within it
each text has a border behind it, and the name of the model's field before it, by which a search in
some fields only tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.db import models
from modelsearch.backends.base import get_model_root
from modelsearch.backends.elasticsearchbase import ElasticsearchBaseMapping
from modelsearch.index import BaseField, FilterField, RelatedFields

from ..ranking import characters_of
from ..semantic.embedders import label_of
from ..text import BORDER, document_number_tokens, index_tokens
from .documents import ZONES, texts_of, zone_of

if TYPE_CHECKING:
    from ..semantic.embedders import Embedder

# Single characters, for ranking and for queries of one character. In the zones they would be
# tokens beside the bigrams, which makes every phrase a graph of paths.
CHARACTERS = "gongkai_characters"
# What an analyser of the cluster is to cut into words, where the setting ANALYZER names one.
WORDS = "gongkai_words"
# Beginning of the names of vectors: each embedder has a field of its own, since they differ in
# dimension, and a field cannot be changed.
VECTOR = "gongkai_vector_"
# The key of an object, as a filter that every model has.
KEY = FilterField("pk")
_RANKED = ("title", "lead", "body")
_ZONE_MAPPING = {"type": "text", "analyzer": "whitespace", "index_options": "positions"}


def column_of(zone: str) -> str:
    """Name of the field that a zone is kept in."""
    return f"gongkai_{zone}"


def vector_column(embedder: Embedder) -> str:
    """Name of the field that the vectors of an embedder are kept in."""
    label = f"{label_of(embedder)} {embedder.dimension}"
    return f"{VECTOR}{blake2b(label.encode(), digest_size=6).hexdigest()}"


def vector_mapping(embedder: Embedder) -> dict[str, Any]:
    """Type of that field."""
    return {
        "type": "dense_vector",
        "element_type": "byte",
        "dims": embedder.dimension,
        "similarity": "cosine",
        "index": True,
    }


def marker_of(field_name: str) -> str:
    """The token that stands before each text of a field of the model."""
    return f"{BORDER}{field_name}"


def tokens_of(text: str, field_name: str | None) -> list[str]:
    """Tokens of a canonical text of a field, or of a related object (None).

    Document numbers are no part of the text's order, so a border is between.
    """
    marker = [] if field_name is None else [marker_of(field_name)]
    tokens = index_tokens(text)
    numbers = list(document_number_tokens(text))
    if not numbers:
        return [*marker, *tokens, BORDER]
    return [*marker, *tokens[: -len(numbers)], BORDER, *marker, *numbers, BORDER]


class ChineseMapping(ElasticsearchBaseMapping):
    """Translates objects and models of a host; filters are modelsearch's own."""

    def get_mapping(self) -> dict[str, Any]:
        """Types of the fields of a document."""
        properties: dict[str, Any] = {
            "pk": {"type": self._key_type()},
            "_django_content_type": {"type": "keyword"},
            CHARACTERS: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
            **{column_of(zone): dict(_ZONE_MAPPING) for zone in ZONES},
        }
        for field in _filters_of(self.model.get_search_fields()):
            name, mapping = self.get_field_mapping(field)
            properties[name] = mapping
        texts = [CHARACTERS, WORDS, *map(column_of, ZONES), f"{VECTOR}*"]
        return {"properties": properties, "_source": {"excludes": texts}}

    def get_field_column_name(self, field: BaseField | RelatedFields) -> str:
        """Name that a filter is kept under."""
        return "pk" if field is KEY else super().get_field_column_name(field)

    def _key_type(self) -> str:
        """Whole numbers sort as such; a key of a child is that of its root."""
        key = get_model_root(self.model)._meta.pk
        return "long" if isinstance(key, models.IntegerField) else "keyword"

    def get_field_mapping(self, field: BaseField | RelatedFields) -> tuple[str, dict[str, Any]]:
        """Name and type of a filter, or of the filters of related objects."""
        if not isinstance(field, RelatedFields):
            return super().get_field_mapping(field)  # type: ignore[no-any-return]  # untyped
        related = type(self)(field.get_field(self.model).related_model)
        properties = dict(map(related.get_field_mapping, _filters_of(field.fields)))
        return self.get_field_column_name(field), {"type": "nested", "properties": properties}

    def get_document(self, obj: Any) -> dict[str, Any]:
        """All that is kept of an object."""
        zones: dict[str, list[str]] = defaultdict(list)
        characters: list[str] = []
        for field in self.model.get_search_fields():
            name = None if isinstance(field, RelatedFields) else field.field_name
            for source, text in texts_of(obj, [field]):
                zone = zone_of(source)
                zones[zone] += tokens_of(text, name)
                if zone in _RANKED:
                    characters += characters_of(text)
        return {
            "pk": str(obj.pk),
            "_django_content_type": self.get_all_content_types(),
            CHARACTERS: " ".join(characters),
            **{column_of(zone): " ".join(tokens) for zone, tokens in zones.items()},
            **self._get_nested_document(self.model.get_search_fields(), obj)[0],
        }

    def _get_nested_document(self, fields: list[Any], obj: Any) -> tuple[dict[str, Any], list[str]]:
        """The filters of an object, and nothing for completion."""
        mapping = type(self)(type(obj))
        return {
            name: value
            for field in _filters_of(fields)
            for name, value, _texts in [mapping._get_document_field_data(field, obj)]
        }, []

    def words_of(self, obj: Any) -> str:
        """What the cluster's own analyser is given."""
        fields = self.model.get_search_fields()
        # Texts of files, which are no part of it, are not looked up once more.
        own = [field for field in fields if zone_of(field) != "attached"]
        texts = texts_of(obj, own)
        return " ".join(text for source, text in texts if zone_of(source) in _RANKED)


def _filters_of(fields: list[Any]) -> list[Any]:
    """The filters among fields, and the related objects that have any."""
    return [
        field
        for field in fields
        if isinstance(field, FilterField)
        or (isinstance(field, RelatedFields) and _filters_of(field.fields))
    ]
