"""What the text of an item offers for the fields of its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from ..catalogue_app import catalogue_model, catalogue_module
from ..reading import Suggestion, suggestions
from .topic_words import suggest_topic

# Fields that have a value from the start, which nobody typed.
PRESET = frozenset({"kind"})
_BREAKS = re.compile(r"</(?:p|h[1-6]|li|tr)>|<br\s*/?>|<hr\s*/?>")
_TAGS = re.compile(r"<[^>]+>")
_LONGEST_KEYWORDS = 255


@dataclass(frozen=True)
class Offer:
    """One value for one field.

    Attributes:
        value: as the form's field takes it, the key of a term for instance.
        shown: the same in words.
        source: the sentence of the text, empty where the value comes from elsewhere.
        line: of the body, from 1; 0 where it is not of the body.
        state: ``open`` where the field is empty, ``same`` where it says this already, ``other``
            where it says something else, which stays; ``unknown`` where the form has no such value.
    """

    field: str
    label: str
    value: str
    shown: str
    source: str
    line: int
    why: str
    state: str


def body_lines(item: Any) -> list[str]:
    """Lines of the text and of the tables of an item's body."""
    lines: list[str] = []
    for block in item.body.raw_data:
        value = block["value"]
        if block["type"] == "text":
            source = _BREAKS.sub("\n", str(getattr(value, "source", value)))
            lines += unescape(_TAGS.sub("", source)).split("\n")
        elif block["type"] == "table" and value:
            lines += ["\t".join(str(cell or "") for cell in row) for row in value.get("data", [])]
    return [line for line in lines if line.strip()]


def offers_for(item: Any, form: Any) -> list[Offer]:
    """What the text of ``item`` offers for the fields of ``form``, in the order of reading."""
    text = "\n".join(body_lines(item))
    found = suggestions(text, item.title)
    offered: list[Offer] = []
    for each in found:
        value, shown = _as_value(each, form)
        offered += _offer(each, value, shown, form)
    have = {each.field for each in found}
    for each, value, shown in _from_words(item, text, have):
        offered += _offer(each, value, shown, form)
    return offered


def _offer(each: Suggestion, value: str, shown: str, form: Any) -> Iterator[Offer]:
    if each.field not in form.fields or form.fields[each.field].disabled:
        return
    field = form.fields[each.field]
    state = _state(each.field, value, form)
    label = str(field.label or each.field)
    yield Offer(each.field, label, value, shown, each.source, each.line, each.why, state)


def _state(name: str, value: str, form: Any) -> str:
    if not value:
        return "unknown"
    bound = form[name]
    current = bound.value()
    current = "" if current is None else str(getattr(current, "pk", current)).strip()
    if _same(name, current, value):
        return "same"
    if not current or (name in PRESET and name not in form.data and not form.is_bound):
        return "open"
    return "other"


def _same(name: str, current: str, value: str) -> bool:
    if name == "document_number":
        normalise = catalogue_module("document_numbers").normalise_document_number
        return bool(normalise(current) == normalise(value))
    return current == value


def _as_value(each: Suggestion, form: Any) -> tuple[str, str]:
    """The value that the field of the form takes, and how it is shown."""
    match each.field:
        case "document_number":
            normal = catalogue_module("document_numbers").normalise_document_number(each.value)
            return normal, normal
        case "organ":
            return _organ(each.value, form), each.value
        case "genre":
            return _key_by_name("Genre", each.value), each.value
        case "topic":
            return _topic_by_name(each.value), each.value
        case "kind":
            kinds = catalogue_module("enums").Kind
            return each.value, str(kinds(each.value).label)
    return each.value, each.value


def _organ(name: str, form: Any) -> str:
    """Key of the organ of this name among those that the form offers."""
    field = form.fields.get("organ")
    offered = {str(key) for key, _label in getattr(field.widget, "choices", ())} if field else set()
    organs = catalogue_model("Organ").objects
    exact = [str(key) for key in organs.filter(name=name).values_list("pk", flat=True)]
    short = [str(key) for key in organs.filter(short_name=name).values_list("pk", flat=True)]
    return next((key for key in (*exact, *short) if key in offered), "")


def _key_by_name(model: str, name: str) -> str:
    key = catalogue_model(model).objects.filter(name=name).values_list("pk", flat=True).first()
    return str(key or "")


def _topic_by_name(name: str) -> str:
    """Key of a topic by its own name or by both levels, however they are divided."""
    parts = re.split(r"[/\\>、—-]", name)
    topics = catalogue_model("Topic").objects
    found = topics.filter(name=parts[-1].strip())
    if len(parts) > 1:
        found = found.filter(parent__name=parts[0].strip())
    return str(
        found.values_list("pk", flat=True).first()
        or topics.filter(name=name).values_list("pk", flat=True).first()
        or ""
    )


def _from_words(item: Any, text: str, have: set[str]) -> Iterator[tuple[Suggestion, str, str]]:
    """What is not written in the text but told by its words."""
    if "topic" not in have and (topic := suggest_topic(item.title)):
        key, found = topic
        yield _by_words("topic", found.name, found.why, found.certainty), str(key), found.name
    if "keywords" not in have and (words := _keywords(item.title, text)):
        value = " ".join(each.word for each in words)[:_LONGEST_KEYWORDS]
        why = "；".join(f"“{each.word}”：{each.why}" for each in words)
        yield _by_words("keywords", value, why, 0.6), value, value


def _by_words(field: str, value: str, why: str, sure: float) -> Suggestion:
    return Suggestion(field, value, "", 0, 0, why, sure)


def _keywords(title: str, text: str) -> list[Any]:
    try:
        suggest = catalogue_module("keyword_suggestions").suggest_keywords
    except ModuleNotFoundError:
        # A catalogue without suggestions of its own.
        return []
    return list(suggest(title, text, limit=5))


def filled(data: Any, accepted: str, names: Mapping[str, str]) -> Any:
    """The form's data with what was accepted, where nothing was typed.

    Args:
        data: a QueryDict; it is not changed.
        accepted: a field's name, or ``*`` for all that is offered for empty fields.
        names: offered values by field.
    """
    changed = data.copy()
    for name, value in names.items():
        is_meant = accepted == name or (accepted == "*" and name not in PRESET)
        is_free = not str(changed.get(name, "")).strip() or (name in PRESET and accepted == name)
        if is_meant and is_free and value:
            changed[name] = value
    return changed
