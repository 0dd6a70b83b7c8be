"""What an object of a host is searched by: its texts, sorted into zones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, QuerySet
from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, BaseField, RelatedFields, SearchField

from ..text import BORDER, canonical

ZONES = ("title", "lead", "body", "attached", "autocomplete")
SEARCHED = ZONES[:4]
_TITLE_BOOST = 2.0


@dataclass(frozen=True)
class Document:
    """Canonical texts of one object; fields of a zone are held apart by a border."""

    title: str = ""
    lead: str = ""
    body: str = ""
    attached: str = ""
    autocomplete: str = ""

    @property
    def zones(self) -> tuple[str, ...]:
        """The texts in the order of :data:`ZONES`."""
        return (self.title, self.lead, self.body, self.attached, self.autocomplete)

    @property
    def searched(self) -> str:
        """All that a search looks at, in one text."""
        return f" {BORDER} ".join(self.zones[: len(SEARCHED)])


def zone_of(field: BaseField) -> str:
    """The zone of a field: by its boost, as titles, leads and attachments are told apart.

    Title: the field of that name, or boost 2 and more; lead: boost above 1; attached: below 1.
    """
    if isinstance(field, AutocompleteField):
        return "autocomplete"
    boost = float(getattr(field, "boost", None) or 1.0)
    if field.field_name == "title" or boost >= _TITLE_BOOST:
        return "title"
    if boost == 1.0:
        return "body"
    return "lead" if boost > 1.0 else "attached"


def document_of(obj: Any) -> Document:
    """The document of an object, by the ``search_fields`` of its model."""
    texts: dict[str, list[str]] = {zone: [] for zone in ZONES}
    for field, text in texts_of(obj, obj.get_search_fields()):
        texts[zone_of(field)].append(text)
    return Document(**{zone: _joined(parts) for zone, parts in texts.items()})


def text_of_fields(obj: Any, fields: Sequence[BaseField]) -> str:
    """Canonical text of some fields of an object."""
    return _joined([text for _field, text in texts_of(obj, fields)])


def _joined(texts: Sequence[str]) -> str:
    return f" {BORDER} ".join(texts)


def texts_of(obj: Any, fields: Sequence[BaseField]) -> Iterator[tuple[BaseField, str]]:
    """Canonical texts of some fields of an object, those of related objects included, each with
    the field it comes from."""
    for field in fields:
        if isinstance(field, SearchField | AutocompleteField):
            for part in parts_of(field.get_value(obj)):
                if text := canonical(part):
                    yield field, text
        elif isinstance(field, RelatedFields):
            for related in related_of(field.get_value(obj)):
                yield from texts_of(related, field.fields)


def related_of(value: Any) -> Sequence[Any]:
    """The objects that a field of related objects gives: one, several, or none."""
    if value is None:
        return []
    if isinstance(value, Manager | QuerySet):
        return list(value.all())
    return [value() if callable(value) else value]


def parts_of(value: Any) -> Iterator[str]:
    """The texts of a field's value: of lists and mappings part by part, as in modelsearch."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from parts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from parts_of(part)
    elif value is not None:
        yield force_str(value)
