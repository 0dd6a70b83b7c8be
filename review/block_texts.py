"""The texts of a StreamField, with the way to write each back; any block, however nested."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText

from .markup import Markup
from .pieces import Pieces

# Values that nobody writes.
_CHOSEN = (blocks.ChoiceBlock, blocks.MultipleChoiceBlock)


@dataclass(frozen=True)
class At:
    """Where a text stands.

    Attributes:
        key: stable across saves; name of the field, ids of the blocks.
        path: Wagtail's content path to the nearest thing in the form that can be jumped to.
        label: for people.
    """

    key: str
    path: str
    label: str

    def inside(self, name: str, label: str = "", *, anchored: bool = True) -> At:
        """A part of it; not ``anchored`` where the form knows no path to the part."""
        return replace(
            self,
            key=f"{self.key}.{name}",
            path=f"{self.path}.{name}" if anchored else self.path,
            label=label or self.label,
        )


@dataclass(frozen=True)
class Place:
    """A text at its place.

    Attributes:
        is_writable: where it is not set, the text has to be changed by hand.
        lead: what readers see before the text (办公地址：), and does not belong to it.
    """

    at: At
    pieces: Pieces
    is_writable: bool = True
    lead: str = ""


def texts_of_value(block: Any, value: Any, at: At, put: Callable[[Any], None]) -> Iterator[Place]:
    """Texts of a block's value.

    Args:
        put: takes another value instead of this one.
    """
    if not value or isinstance(block, _CHOSEN):
        return
    if isinstance(block, blocks.BaseStreamBlock):
        yield from _texts_of_stream(value, at)
    elif isinstance(block, blocks.ListBlock):
        yield from _texts_of_list(value, at)
    elif isinstance(value, AbstractImage):
        yield from _alternative_text(value, at)
    elif isinstance(block, blocks.BaseStructBlock):
        yield from _texts_of_struct(block, value, at)
    elif isinstance(value, RichText | str):
        pieces = Pieces()
        add_text(pieces, value, put, is_markup=isinstance(block, blocks.RawHTMLBlock))
        yield Place(at, pieces)
    elif isinstance(value, dict) and isinstance(value.get("data"), list):
        yield from _texts_of_table(value, at)
    elif hasattr(value, "row_data") and hasattr(value, "columns"):
        yield from _texts_of_typed_table(value, at)
    else:
        yield from _texts_of_others(block, value, at)


def add_text(
    pieces: Pieces, value: Any, put: Callable[[Any], None], *, is_markup: bool = False
) -> None:
    """Add plain or rich text to pieces."""
    if isinstance(value, RichText):
        Markup(value.source).add_to(pieces, lambda new: put(RichText(new)))
    elif is_markup:
        Markup(value).add_to(pieces, put)
    else:
        pieces.add(str(value), put)


def _texts_of_stream(value: Any, at: At) -> Iterator[Place]:
    for number, child in enumerate(value):
        label = _("%(field)s第%(number)s段") % {"field": at.label, "number": number + 1}
        if not isinstance(child.value, RichText | str):
            label = f"{label}（{child.block.label}）"
        inner = at.inside(child.id or str(number), label, anchored=bool(child.id))
        yield from texts_of_value(child.block, child.value, inner, _setter(child, "value"))


def _texts_of_list(value: Any, at: At) -> Iterator[Place]:
    for number, child in enumerate(value.bound_blocks):
        label = _("%(field)s第%(number)s项") % {"field": at.label, "number": number + 1}
        inner = at.inside(child.original_id or str(number), label, anchored=bool(child.original_id))
        yield from texts_of_value(child.block, child.value, inner, _setter(child, "value"))


def _texts_of_struct(block: Any, value: Any, at: At) -> Iterator[Place]:
    for name, child in block.child_blocks.items():
        label = f"{at.label}“{child.label}”"
        yield from texts_of_value(
            child, value.get(name), at.inside(name, label), _item_setter(value, name)
        )


def _alternative_text(image: Any, at: At) -> Iterator[Place]:
    """What an image block says of its image; an image that is chosen plainly has none."""
    text = getattr(image, "contextual_alt_text", None)
    if text:
        pieces = Pieces()
        pieces.add(text, _setter(image, "contextual_alt_text"))
        label = _("%(place)s的替代文字") % {"place": at.label}
        yield Place(at.inside("alt_text", label), pieces)


def _texts_of_table(value: dict[str, Any], at: At) -> Iterator[Place]:
    """Cells and caption in one: a number may be split over cells."""
    pieces = Pieces()
    if value.get("table_caption"):
        pieces.add(str(value["table_caption"]), _item_setter(value, "table_caption"))
    for row in value["data"]:
        pieces.separate("\n")
        for number, cell in enumerate(row or ()):
            if number:
                pieces.separate("\t")
            if cell is not None:
                pieces.add(str(cell), _item_setter(row, number))
    yield Place(at, pieces)


def _texts_of_typed_table(value: Any, at: At) -> Iterator[Place]:
    pieces = Pieces()
    if value.caption:
        pieces.add(str(value.caption), _setter(value, "caption"))
    pieces.separate("\n")
    for number, column in enumerate(value.columns):
        if number:
            pieces.separate("\t")
        pieces.add(str(column["heading"] or ""), _item_setter(column, "heading"))
    for row in value.row_data:
        pieces.separate("\n")
        for number, cell in enumerate(row["values"]):
            if number:
                pieces.separate("\t")
            if isinstance(cell, str | RichText):
                add_text(pieces, cell, _item_setter(row["values"], number))
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                pieces.add(str(cell), _item_setter(row["values"], number))
    yield Place(at, pieces)


def _texts_of_others(block: Any, value: Any, at: At) -> Iterator[Place]:
    """Blocks that nobody here knows: what a search would find of them."""
    texts = [str(text) for text in block.get_searchable_content(value) if text]
    if url := getattr(value, "url", None):
        texts.append(str(url))
    if texts:
        pieces = Pieces()
        pieces.add("\n".join(texts), lambda new: None)
        yield Place(at, pieces, is_writable=False)


def _setter(target: Any, name: str) -> Callable[[Any], None]:
    return lambda new: setattr(target, name, new)


def _item_setter(target: Any, key: Any) -> Callable[[Any], None]:
    def put(new: Any) -> None:
        target[key] = new

    return put
