"""Fields of page types, and of the rows that belong to pages, in which links may stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField

_KINDS = (RichTextField, StreamField, models.URLField)


@dataclass(frozen=True)
class Source:
    """A model and its fields; ``page_field`` names the page that a row belongs to."""

    model: Any
    page_field: str
    fields: tuple[Any, ...]

    def values(self, page_ids: Iterable[int]) -> Iterator[tuple[int, str, Any]]:
        """Page, name of the field for people, and value; one query."""
        names = [field.attname for field in self.fields]
        rows = self.model._base_manager.filter(**{f"{self.page_field}__in": list(page_ids)})
        for page_id, *values in rows.order_by("pk").values_list(self.page_field, *names):
            for field, value in zip(self.fields, values, strict=True):
                if value:
                    raw = list(value.raw_data) if hasattr(value, "raw_data") else value
                    yield page_id, str(field.verbose_name), raw


@cache
def sources_of(model: Any) -> tuple[Source, ...]:
    """Where links of pages of a type stand."""
    found = [Source(model, "pk", _fields_of(model))]
    for relation in get_all_child_relations(model):
        child = relation.related_model
        found.append(Source(child, relation.field.attname, _fields_of(child)))
    return tuple(source for source in found if source.fields)


@cache
def text_paths_of(model: Any) -> frozenset[str]:
    """First parts of the paths in the index of references that lead through text."""
    own = {field.name for field in _fields_of(model)}
    children = {
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if _fields_of(relation.related_model)
    }
    return frozenset(own | children)


def _fields_of(model: Any) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, _KINDS))
