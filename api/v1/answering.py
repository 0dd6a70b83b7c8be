"""How every request is answered: methods, throttle, kept answers, errors, other origins.

Two layers. :func:`guarded` stands around every address of the API. :func:`served` stands around
each operation, inside of it. Neither reads a session or a cookie: whoever asks gets the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..rooms import room
from . import problems, throttle
from .problems import Problem

View = Callable[..., HttpResponse]
AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])

METHODS = ("GET", "HEAD", "OPTIONS")
_EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
_UNKEPT = "gongkai_api_unkept"


def answer(data: Any) -> HttpResponse:
    """An answer of plain values: texts, numbers, lists, dictionaries; dates as ISO texts.

    An operation that returns it spares pydantic's second look at every value; its declared schema
    is held by the tests.
    """
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_iso)
    return HttpResponse(content, content_type="application/json")


def _iso(value: Any) -> str:
    """Days and times; of anything else the text (a lazy label, a decimal number)."""
    written = getattr(value, "isoformat", None)
    return written() if written else str(value)


def unkept(operation: AnyFunction) -> AnyFunction:
    """Have an operation answer anew each time.

    For what may change without anything public changing, such as search results while the index
    follows.
    """
    setattr(operation, _UNKEPT, True)
    return operation


def guarded(view: View) -> View:
    """Answer the methods that reading needs, and every error as a problem."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _by_method(view, request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client reads JSON
            response = problems.answer_to(request, error)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = _EXPOSED
        return response

    # Nothing is changed by any method; one that is not allowed is told so.
    guard.csrf_exempt = True  # type: ignore[attr-defined]  # Django's mark on a view
    return guard


def _by_method(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(METHODS)
        response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
        response["Access-Control-Allow-Headers"] = "*"
        response["Access-Control-Max-Age"] = "86400"
        return response
    if request.method not in METHODS:
        raise Problem(
            "method-not-allowed",
            _("本接口只供读取，请用GET。"),
            headers={"Allow": ", ".join(METHODS)},
        )
    asked, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        # A server sends no body then; Django's handlers count on the method.
        request.method = asked


def served(run: View) -> View:
    """Count the request, refuse parameters that the operation does not know, and answer.

    A decorator of ninja's in mode "view"; ``run`` is bound to the operation.
    """
    operation = run.__self__  # type: ignore[attr-defined]  # of a bound method
    names = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }
    repeatable = {name for model in operation.models for name in model.__ninja_collection_fields__}
    is_kept = not getattr(operation.view_func, _UNKEPT, False)

    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if is_kept:
            kept_response = room("gongkai_serving", "answers").kept_response
            response: HttpResponse = kept_response(
                request, name="gongkai_api", column_pk=None, build=lambda: run(request, **kwargs)
            )
        else:
            response = run(request, **kwargs)
            response.setdefault("Cache-Control", "no-store")
        return response

    @wraps(run)
    def serve(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        allowance = throttle.take(request)
        try:
            _refuse_unknown(request, names, repeatable)
            response = answered(request, **kwargs)
        except (Problem, TooManyFieldsSent) as error:
            response = problems.answer_to(request, error)
        # Refused or not, it was counted.
        throttle.tell(response, allowance)
        return response

    return serve


def _refuse_unknown(request: HttpRequest, names: set[str], repeatable: set[str]) -> None:
    """A parameter that is not understood would silently give another answer than was asked for."""
    wrong = []
    for name, values in request.GET.lists():
        if name not in names:
            known = "、".join(sorted(names)) or _("无")
            wrong.append((name[:50], _("没有这个参数；可用的参数：%s。") % known))
        elif len(values) > 1 and name not in repeatable:
            wrong.append((name, _("只能填写一次。")))
        elif any("\x00" in value for value in values):
            wrong.append((name, _("含有不能使用的字符。")))
    if wrong:
        raise problems.invalid(wrong)
