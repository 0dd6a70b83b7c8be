"""Errors as problem details (RFC 9457): what is wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ninja.errors
from django.core import signals
from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.log import log_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .sentences import sentence_of

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status and what it is called; the docs page explains it."""

    status: int
    title: Any
    explanation: Any


KINDS: dict[str, Kind] = {
    "invalid-parameters": Kind(
        400,
        gettext_lazy("参数有误"),
        gettext_lazy("参数无法识别、取值不对或者重复。errors逐个说明是哪个参数、错在哪里。"),
    ),
    "not-found": Kind(
        404,
        gettext_lazy("没有找到"),
        gettext_lazy("地址有误，或者这里的内容没有公开、已经撤下。"),
    ),
    "method-not-allowed": Kind(
        405,
        gettext_lazy("不支持的请求方法"),
        gettext_lazy("本接口只供读取，可用GET、HEAD和OPTIONS。"),
    ),
    "too-many-requests": Kind(
        429,
        gettext_lazy("请求过于频繁"),
        gettext_lazy("请按Retry-After给出的秒数等待后再试；RateLimit说明还可以请求多少次。"),
    ),
    "internal-error": Kind(
        500,
        gettext_lazy("服务器内部错误"),
        gettext_lazy("不是请求的问题，请稍后再试。"),
    ),
    "unavailable": Kind(
        503,
        gettext_lazy("暂时无法提供"),
        gettext_lazy("所依赖的服务暂时中断，请稍后再试。"),
    ),
}


@dataclass(frozen=True)
class ParameterError:
    """What is wrong with one parameter."""

    name: str
    detail: str


@dataclass
class Problem(Exception):
    """Ends a request with an answer of one of :data:`KINDS`; ``detail`` is for the reader."""

    kind: str
    detail: str
    errors: list[ParameterError] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """HTTP status."""
        return KINDS[self.kind].status


def invalid(errors: Iterable[tuple[str, str]]) -> Problem:
    """A problem with parameters: pairs of a name and a sentence."""
    found = [ParameterError(name, str(detail)) for name, detail in errors]
    told = "".join(f"{each.name}：{each.detail}" for each in found)
    detail = _("参数有误：%s") % told
    return Problem("invalid-parameters", detail, found)


def not_found(detail: str = "") -> Problem:
    """Nothing public at this address."""
    return Problem("not-found", detail or _("这个地址没有公开的内容，请核对地址。"))


def of_exception(error: object) -> Problem:
    """The problem that an exception amounts to."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return not_found()
    if isinstance(error, ninja.errors.ValidationError):
        return _of_parameters(error)
    if isinstance(error, TooManyFieldsSent):
        return Problem("invalid-parameters", _("参数过多，请减少网址中的参数。"))
    return Problem("internal-error", _("服务器处理请求时出错，已记录，请稍后再试。"))


def answer_to(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The answer to a request that ended in ``error``; what nobody expected is logged."""
    problem = of_exception(error)
    answer = response(request, problem)
    if problem.kind == "internal-error":
        signals.got_request_exception.send(sender=None, request=request)
        log_response(
            "%s: %s",
            answer.reason_phrase,
            request.path,
            response=answer,
            request=request,
            exception=error,  # type: ignore[arg-type]  # ninja's hint; it is an instance
        )
    return answer


def response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer that tells of ``problem``."""
    kind = KINDS[problem.kind]
    content: dict[str, Any] = {
        "type": request.build_absolute_uri(f"{reverse('gongkai_api:docs')}#{problem.kind}"),
        "title": str(kind.title),
        "status": kind.status,
        "detail": problem.detail,
    }
    if problem.errors:
        content["errors"] = [{"name": each.name, "detail": each.detail} for each in problem.errors]
    answer = HttpResponse(
        json.dumps(content, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE
    )
    answer["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        answer[name] = value
    return answer


def _of_parameters(error: ninja.errors.ValidationError) -> Problem:
    """Of an address: it leads nowhere; of the query: each parameter with its sentence."""
    if any(each["loc"][0] == "path" for each in error.errors):
        return not_found()
    return invalid(
        (next(part for part in reversed(each["loc"]) if isinstance(part, str)), sentence_of(each))
        for each in error.errors
    )
