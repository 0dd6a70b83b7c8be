"""Putting one document in the place of another, wherever a page refers to it."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText

_LINK = re.compile(r"<a\b[^>]*>")
_ID = re.compile(r"\bid=\"([^\"]*)\"")


class Swap:
    """``new`` instead of ``old``, two documents."""

    def __init__(self, old: Any, new: Any) -> None:
        self._old = old
        self._new = new

    def in_page(self, page: Any) -> None:
        """Change an in-memory page: its fields, blocks, rich text and child objects."""
        self._in_object(page)
        for relation in get_all_child_relations(page):
            manager = getattr(page, relation.get_accessor_name())
            children = list(manager.all())
            for child in children:
                self._in_object(child)
            if children:
                manager.set(children)

    def _in_object(self, instance: Any) -> None:
        for field in instance._meta.concrete_fields:
            value = getattr(instance, field.attname)
            if isinstance(field, StreamField):
                self._in_value(field.stream_block, value)
            elif isinstance(field, RichTextField):
                setattr(instance, field.attname, self._in_markup(str(value or "")))
            elif isinstance(field, models.ForeignKey):
                is_document = field.related_model is get_document_model()
                if is_document and value == self._old.pk:
                    setattr(instance, field.name, self._new)

    def _in_value(self, block: Any, value: Any) -> Any:
        """The value as it is from now on."""
        if isinstance(value, get_document_model()):
            return self._new if value.pk == self._old.pk else value
        if isinstance(value, RichText):
            return RichText(self._in_markup(value.source))
        if isinstance(block, blocks.BaseStreamBlock):
            for child in value:
                child.value = self._in_value(child.block, child.value)
        elif isinstance(block, blocks.ListBlock):
            for child in value.bound_blocks:
                child.value = self._in_value(child.block, child.value)
        elif isinstance(block, blocks.BaseStructBlock) and not isinstance(value, AbstractImage):
            for name, child in block.child_blocks.items():
                if value and name in value:
                    value[name] = self._in_value(child, value[name])
        elif hasattr(value, "row_data") and hasattr(value, "columns"):
            for row in value.row_data:
                row["values"][:] = [
                    self._in_value(column["block"], cell)
                    for column, cell in zip(value.columns, row["values"], strict=False)
                ]
        return value

    def _in_markup(self, source: str) -> str:
        return _LINK.sub(self._link, source)

    def _link(self, match: re.Match[str]) -> str:
        link = match[0]
        key = _ID.search(link)
        if 'linktype="document"' not in link or not key or key[1] != str(self._old.pk):
            return link
        return f"{link[: key.start(1)]}{self._new.pk}{link[key.end(1) :]}"
