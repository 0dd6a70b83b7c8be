"""Errors of the v3 API in the words of the office: which field, what is wrong, what to do.

They keep Wagtail's shape (``application/problem+json`` with ``errors``); ``name`` is added, what
the field is called in the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import ninja.errors
import pydantic
from django.apps import apps
from django.core.exceptions import BadRequest, FieldDoesNotExist, PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.api.v3.errors import problem_response
from wagtail.utils.forms import FormValidationError

# Sentences for pydantic's kinds of errors; others are told with its own words behind ours.
SENTENCES: dict[str, Any] = {
    "missing": gettext_lazy("缺少这一项，请填写。"),
    "required": gettext_lazy("缺少这一项，请填写。"),
    "extra_forbidden": gettext_lazy("没有这一项，请删去或者核对名称。"),
    "string_type": gettext_lazy("应为文字。"),
    "string_too_long": gettext_lazy("超过了长度上限，请删减。"),
    "int_type": gettext_lazy("应为整数。"),
    "int_parsing": gettext_lazy("应为整数。"),
    "bool_type": gettext_lazy("应为true或者false。"),
    "list_type": gettext_lazy("应为数组。"),
    "date_type": gettext_lazy("应为日期，如2026-03-01。"),
    "date_parsing": gettext_lazy("应为日期，如2026-03-01。"),
    "date_from_datetime_parsing": gettext_lazy("应为日期，如2026-03-01。"),
    "json_invalid": gettext_lazy("请求的内容不是正确的JSON。"),
    "union_tag_invalid": gettext_lazy("meta.type不是可以写入的页面类型。"),
    "union_tag_not_found": gettext_lazy("缺少meta.type，如“gongkai_catalogue.ItemPage”。"),
}
# What a location in a request begins with, before the field: where it is, and the parameter.
_PLACES, _PARAMETERS = frozenset({"body", "form", "query", "path", "file"}), frozenset({"data"})
_ITEM = "gongkai_catalogue.ItemPage"


def respond(
    status: int,
    title: str,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An answer that nobody keeps."""
    answer: HttpResponse = problem_response(
        status=status, title=title, detail=detail, errors=errors
    )
    answer["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def install(api: Any) -> None:
    """Put these in the place of Wagtail's."""
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        ninja.errors.ValidationError: _invalid,
        pydantic.ValidationError: _invalid,
        ValidationError: _invalid,
        BadRequest: _damaged,
        PermissionDenied: _denied,
        Http404: _missing,
        ProtectedError: _in_use,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = list(_errors_of(error))
    detail = "".join(
        f"{each['name']}：{each['msg']}" if each["name"] else str(each["msg"]) for each in errors
    )
    return respond(422, _("内容有误"), detail or _("内容有误，请核对。"), errors)


def _errors_of(error: Any) -> Iterable[dict[str, Any]]:
    if isinstance(error, FormValidationError):
        for path, coded in error.loc_errors:
            for message, code in coded:
                yield _row(code, path, str(SENTENCES.get(code, message)))
    elif isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            for name, messages in error.message_dict.items():
                for message in messages:
                    yield _row("invalid", (name,), message)
        else:
            for message in error.messages:
                yield _row("invalid", (), message)
    else:
        found = error.errors if isinstance(error.errors, list) else error.errors()
        for each in found:
            yield _row(each["type"], _without_place(each["loc"]), _sentence(each))


def _without_place(loc: Iterable[Any]) -> list[Any]:
    path = list(loc)
    for words in (_PLACES, _PARAMETERS):
        if path and path[0] in words:
            path.pop(0)
    return path


def _sentence(found: Mapping[str, Any]) -> str:
    if found["type"] in {"unknown_code", "unfit_block"}:
        return str(found["msg"])
    known = SENTENCES.get(found["type"])
    return str(known) if known else _("取值不合要求（%s）。") % found["msg"]


def _row(code: str, path: Iterable[Any], message: str) -> dict[str, Any]:
    loc = list(path)
    return {"type": code, "loc": loc, "name": _name_of(loc), "msg": message}


def _name_of(loc: Iterable[Any]) -> str:
    """What the field at the end of a location is called in the form; empty for none."""
    words = [part for part in loc if isinstance(part, str)]
    # Blocks and the members of unions are called by what they are, not by fields.
    names = [part for part in words if part != "__all__" and part.isidentifier()]
    if not names:
        return ""
    name = names[0] if names[0] == "body" else names[-1]
    for model in (apps.get_model(_ITEM), apps.get_model("gongkai_catalogue", "ItemAttachment")):
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if name == "title" and model._meta.label == _ITEM and "attachments" not in names:
            return _("名称")
        return str(getattr(field, "verbose_name", "") or name)
    return name


def _damaged(request: HttpRequest, error: Exception) -> HttpResponse:
    return respond(422, _("内容有误"), _("正文或者附件的结构不完整，请对照文档核对。"))


def _denied(request: HttpRequest, error: Exception) -> HttpResponse:
    said = str(error)
    # Wagtail's own sentences are English.
    detail = said if said and not said.isascii() else _("这个令牌的用户没有这项权限。")
    return respond(403, _("没有权限"), detail)


def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return respond(404, _("没有找到"), _("这个编号不存在，或者这个令牌的用户不能查看。"))


def _in_use(request: HttpRequest, error: Exception) -> HttpResponse:
    return respond(409, _("正在使用"), _("仍有条目使用它，请先在条目中去掉再删除。"))
