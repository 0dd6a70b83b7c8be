"""The OpenAPI document arranged for people: what the docs page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import problems

_NAMES: dict[str, Any] = {
    "string": gettext_lazy("文本"),
    "integer": gettext_lazy("整数"),
    "number": gettext_lazy("数"),
    "boolean": gettext_lazy("是否"),
    "object": gettext_lazy("对象"),
    "null": "null",
}
_FORMATS: dict[str, Any] = {
    "date": gettext_lazy("日期"),
    "date-time": gettext_lazy("时间"),
    "uri": gettext_lazy("网址"),
}
_PREFIX = "#/components/schemas/"
# What an example asks for, by parameter; the others are left to the reader.
_EXAMPLES = {"q": "公路", "year": "2025", "limit": "2", "fields": "title,published_on"}


@dataclass(frozen=True)
class Type:
    """A type in words; ``schema`` is the name of the part of an answer that it is, if any."""

    text: str
    schema: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """A parameter or a field."""

    name: str
    type: Type
    description: str
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """One address of the API."""

    key: str
    path: str
    summary: str
    description: str
    parameters: list[Named]
    answer: Type
    example: str
    errors: list[problems.Kind]


@dataclass
class Group:
    """The operations about one thing."""

    title: str
    operations: list[Operation] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part of an answer."""

    name: str
    description: str
    fields: list[Named]


def groups(document: dict[str, Any], host: str) -> list[Group]:
    """The operations by their tags, in the order of the routers; examples ask ``host``."""
    found: dict[str, Group] = {}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            title = (operation.get("tags") or [_("其他")])[0]
            group = found.setdefault(title, Group(title))
            group.operations.append(_operation(path, operation, host))
    return list(found.values())


def parts(document: dict[str, Any]) -> list[Part]:
    """What answers are made of."""
    return [
        Part(name, schema.get("title", name), list(_fields(schema)))
        for name, schema in document["components"]["schemas"].items()
    ]


def _operation(path: str, operation: dict[str, Any], host: str) -> Operation:
    responses = operation["responses"]
    schema = responses["200"].get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        key=operation["operationId"],
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=[
            Named(
                each["name"],
                type_of(each["schema"]),
                each.get("description", ""),
                each["required"],
            )
            for each in operation["parameters"]
        ],
        answer=type_of(schema),
        example=_example(path, operation, host),
        errors=[kind for kind in problems.KINDS.values() if str(kind.status) in responses],
    )


def _example(path: str, operation: dict[str, Any], host: str) -> str:
    names = {each["name"]: each for each in operation["parameters"]}
    address = path
    for name, each in names.items():
        if each["in"] == "path":
            address = address.replace(f"{{{name}}}", str(each.get("example", 1)))
    query = {
        name: value
        for name, value in _EXAMPLES.items()
        if name in names and (name != "fields" or "items" in path)
    }
    return f"curl '{host}{address}{'?' if query else ''}{urlencode(query)}'"


def _fields(schema: dict[str, Any]) -> Iterator[Named]:
    required = set(schema.get("required", ()))
    for name, each in schema.get("properties", {}).items():
        yield Named(name, type_of(each), each.get("description", ""), name in required)


def type_of(schema: dict[str, Any]) -> Type:
    """A JSON schema in words."""
    if reference := schema.get("$ref"):
        name = reference.removeprefix(_PREFIX)
        return Type(name, name)
    choices = tuple(str(each) for each in schema.get("enum", ()))
    if several := schema.get("anyOf") or schema.get("oneOf"):
        kinds = [type_of(each) for each in several]
        named = next((each.schema for each in kinds if each.schema), "")
        text = _("或").join(dict.fromkeys(each.text for each in kinds))
        return Type(text, named, choices or sum((each.choices for each in kinds), ()))
    if "const" in schema:
        return Type(str(schema["const"]))
    if schema.get("type") == "array":
        inner = type_of(schema.get("items", {}))
        return Type(_("%s的列表") % inner.text, inner.schema, inner.choices)
    if schema.get("format") in _FORMATS:
        return Type(str(_FORMATS[schema["format"]]))
    return Type(str(_NAMES.get(str(schema.get("type")), _("任意"))), choices=choices)
