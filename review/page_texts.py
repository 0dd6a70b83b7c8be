"""Everything that a page says, whatever its type, and where each text can be changed.

The in-memory page is looked at: for a draft pass ``page.get_latest_revision_as_object()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from .block_texts import At, Place, texts_of_value
from .content import Files, files_of
from .markup import Markup
from .pieces import Pieces

FIELD, DOCUMENT, IMAGE = "field", "document", "image"

# Where a page stands in the tree, and what Wagtail copies of other fields.
_LEFT_OUT = frozenset({"path", "url_path", "draft_title"})


@dataclass(frozen=True)
class Source:
    """A text of a page.

    Attributes:
        key: where it stands, stable across saves (``body.<id of the block>``).
        label: the same for people (正文第2段).
        text: cells are joined by tabs, rows and paragraphs by line feeds.
        kind: ``field`` of the page, ``document`` or ``image`` that it shows.
        path: Wagtail's content path in the editing form; empty where there is none.
        scope: occurrences of a text in one scope are one to who answers for it: a field, a block,
            the visible part of a file, its hidden part.
        object_id: key of the document or image.
        is_writable: whether it can be masked in the page.
        is_hidden: whether a reader of the file does not see it.
        lead: what readers see before the text, for who looks at its surroundings: the name of a
            field tells an address of an office from that of a person.
    """

    key: str
    label: str
    text: str
    kind: str = FIELD
    path: str = ""
    scope: str = ""
    object_id: Any = None
    is_writable: bool = False
    is_hidden: bool = False
    lead: str = ""


def sources_of(page: Any, files: Files | None = None) -> list[Source]:
    """Every text of an in-memory page: fields, blocks, child objects, names of files and images.

    What stands in files is told by ``file_texts``. Two queries at most, for files and images.

    Args:
        files: what ``files_of(page)`` gave, where that is known already.
    """
    sources = [
        Source(
            key=place.at.key,
            label=place.at.label,
            text=text,
            path=place.at.path,
            scope=place.at.key,
            is_writable=place.is_writable,
            lead=place.lead,
        )
        for place in places_of(page)
        if (text := place.pieces.text).strip()
    ]
    shown = files or files_of(page)
    sources += [_name_of_document(document) for document in shown.documents]
    sources += [_name_of_image(image) for image in shown.images]
    return sources


def places_of(page: Any) -> Iterator[Place]:
    """Texts of the page itself, in the order of its fields, with the way to write them back.

    Only one replacement of each place's pieces is written; look at the page anew after that.
    """
    yield from _texts_of_object(page, "", "")
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME:
            continue
        options = relation.related_model._meta
        for number, child in enumerate(getattr(page, name).all()):
            key = f"{name}.{child.pk or number}."
            label = _("%(model)s第%(number)s项") % {
                "model": options.verbose_name,
                "number": number + 1,
            }
            yield from _texts_of_object(child, key, label, is_anchored=bool(child.pk))


def _texts_of_object(
    instance: Any, prefix: str, label: str, *, is_anchored: bool = True
) -> Iterator[Place]:
    for field in instance._meta.get_fields():
        if isinstance(field, TaggableManager):
            yield from _tags(instance, field, At(prefix + field.name, field.name, label))
        if not isinstance(field, models.Field) or not _is_said(field):
            continue
        name = str(field.verbose_name)
        full = f"{label}“{name}”" if label else name
        path = prefix + field.name if is_anchored else prefix.partition(".")[0]
        at = At(prefix + field.name, path, full)
        yield from _texts_of_field(instance, field, at)


def _is_said(field: models.Field) -> bool:
    """Whether people write what stands in a field, and readers read it."""
    return (
        isinstance(field, models.CharField | models.TextField | models.JSONField | StreamField)
        and not field.choices
        and field.editable
        and field.name not in _LEFT_OUT
        and not isinstance(field, models.FileField)
    )


def _texts_of_field(instance: Any, field: models.Field, at: At) -> Iterator[Place]:
    value = getattr(instance, field.attname)
    if not value:
        return

    def put(new: Any) -> None:
        # An address is made of the title anew, with no stars in it.
        setattr(instance, field.attname, "" if isinstance(field, models.SlugField) else new)

    if isinstance(field, StreamField):
        yield from texts_of_value(field.stream_block, value, at, put)
        return
    pieces = Pieces()
    if isinstance(field, RichTextField):
        Markup(str(value)).add_to(pieces, put)
    elif isinstance(field, models.JSONField):
        pieces.add("\n".join(_strings(value)), put)
    else:
        pieces.add(str(value), put)
    is_settled = isinstance(field, models.SlugField) and bool(
        getattr(instance, "first_published_at", None)
    )
    is_writable = not (is_settled or isinstance(field, models.JSONField))
    lead = "" if isinstance(field, RichTextField) else f"{field.verbose_name}："
    yield Place(at, pieces, is_writable, lead)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _tags(instance: Any, field: Any, at: At) -> Iterator[Place]:
    names = [tag.name for tag in getattr(instance, field.name).all()]
    if names:
        pieces = Pieces()
        pieces.add("\n".join(names), lambda new: None)
        yield Place(At(at.key, at.path, str(field.verbose_name)), pieces, is_writable=False)


def _name_of_document(document: Any) -> Source:
    key = f"document.{document.pk}.name"
    return Source(
        key=key,
        label=_("附件“%s”的标题和文件名") % document.title,
        text=f"{document.title}\n{document.filename}",
        kind=DOCUMENT,
        scope=key,
        object_id=document.pk,
    )


def _name_of_image(image: Any) -> Source:
    key = f"image.{image.pk}.name"
    said = [image.title, getattr(image, "description", ""), image.filename]
    return Source(
        key=key,
        label=_("图片“%s”的标题、说明和文件名") % image.title,
        text="\n".join(filter(None, said)),
        kind=IMAGE,
        scope=key,
        object_id=image.pk,
    )
