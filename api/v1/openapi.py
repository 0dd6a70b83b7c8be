"""The OpenAPI document: ninja's, with what every operation has in common."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from ninja.schema import NinjaGenerateJsonSchema

from . import problems
from .api import api
from .schemas.base import Problem

_REFERENCE = "#/components/schemas/{model}"


@cache
def document(root: str = "/api/v1/") -> dict[str, Any]:
    """The document of an API that is mounted at ``root``; whoever gets it must not change it."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=root))
    made["servers"] = [{"url": "/"}]
    schema = Problem.model_json_schema(
        ref_template=_REFERENCE, schema_generator=NinjaGenerateJsonSchema
    )
    schemas = made["components"]["schemas"]
    schemas |= schema.pop("$defs", {})
    schemas["Problem"] = schema
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    made["paths"] = dict(sorted(made["paths"].items()))
    for operations in made["paths"].values():
        for operation in operations.values():
            _complete(operation)
    return made


def _complete(operation: dict[str, Any]) -> None:
    """Add the errors that this operation may end with, and the headers of its answers."""
    places = {parameter["in"] for parameter in operation["parameters"]}
    kinds = ["invalid-parameters", "too-many-requests", "internal-error"]
    if "path" in places or operation.pop("x-may-be-missing", False):
        kinds.append("not-found")
    if operation.pop("x-may-be-unavailable", False):
        kinds.append("unavailable")
    responses = operation["responses"]
    for name in kinds:
        kind = problems.KINDS[name]
        responses[kind.status] = {
            "description": str(kind.title),
            "content": {
                problems.MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model="Problem")}}
            },
        }
    responses[200]["description"] = _("成功")
    responses[200]["headers"] = {
        "ETag": _header(_("内容的标识，供If-None-Match用")),
        "RateLimit-Policy": _header(_("请求频率的规定")),
        "RateLimit": _header(_("还可以请求的次数和秒数")),
    }
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}
