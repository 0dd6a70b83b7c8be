"""Before every operation of the v3 API: a token, no more than its user may see, and a trace.

Wagtail lets anybody read pages, images and documents there, lists of titles included. The public
reads the public API; here nobody does anything without a token.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import LogContext
from wagtail.models import APIToken
from wagtail.permissions import policy_registry

from ..conf import get_setting
from ..rooms import room
from ..services.audit import note_call
from .problems import respond

_ATTEMPTS, _WRITES = "GONGKAI_API_TOKEN_ATTEMPTS", "GONGKAI_API_WRITES_LIMIT"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SCHEME = "bearer"
_BAD_REQUEST = 400
# Titles of files that are nobody's business; and a page that loads scripts from elsewhere.
_CLOSED = frozenset({"list_documents", "list_images"})
_NOT_SERVED = frozenset({"openapi-view"})
_FILE_ACTIONS = ("change", "delete", "choose")

View = Callable[..., HttpResponseBase]


def guarded(patterns: Iterable[Any]) -> list[URLPattern]:
    """The same addresses with the gate before each."""
    return [
        URLPattern(
            each.pattern, _guard(each.callback, each.name or ""), each.default_args, each.name
        )
        for each in patterns
        if each.name not in _NOT_SERVED
    ]


def _guard(view: View, name: str) -> View:
    @functools.wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal, token = _admit(request)
        if refusal is None and request.method in _SAFE:
            refusal = _refuse_reading(request, name, kwargs)
        if refusal is not None:
            return refusal
        with LogContext(user=request.user) as context:
            answer = view(request, *args, **kwargs)
            if request.method not in _SAFE and answer.status_code < _BAD_REQUEST:
                note_call(context.uuid, token)
        answer["Cache-Control"] = "no-store"
        return answer

    return guarded_view


def _admit(request: HttpRequest) -> tuple[HttpResponse | None, APIToken | None]:
    """The token of a request, or why there is none."""
    wait = _seconds_shut_out(request)
    if wait:
        return _too_many(_("无效令牌的请求过多，请在%d秒后再试。") % wait, wait), None
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    text = text.strip()
    token = None
    if scheme.lower() == _SCHEME and APIToken.validate_token_format(text):
        token = BearerTokenAuth().authenticate(request, text)
    if token is None:
        if text:
            _count_attempt(request)
        return _unauthorised(), None
    wait = _seconds_to_rest(token) if request.method not in _SAFE else 0
    if wait:
        return _too_many(_("写入过于频繁，请在%d秒后再试。") % wait, wait), None
    return None, token


def _refuse_reading(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> HttpResponse | None:
    if name in _CLOSED:
        return respond(403, _("没有权限"), _("这里不列出文件；请使用上传时返回的编号。"))
    model: Any = {
        "detail_document": get_document_model,
        "detail_image": get_image_model,
    }.get(name, lambda: None)()
    if model is None:
        return None
    key = next(iter(kwargs.values()))
    policy = policy_registry.get_by_type(model)
    mine = policy.instances_user_has_any_permission_for(request.user, _FILE_ACTIONS)
    if str(key).isdecimal() and mine.filter(pk=key).exists():
        return None
    return respond(404, _("没有找到"), _("这个编号不存在，或者这个令牌的用户不能查看。"))


def _unauthorised() -> HttpResponse:
    return respond(
        401,
        _("需要令牌"),
        _("请在Authorization请求头中给出有效的令牌；公众查询请使用开放接口/api/v1/。"),
        headers={"WWW-Authenticate": "Bearer"},
    )


def _too_many(sentence: str, wait: int) -> HttpResponse:
    return respond(429, _("请求过于频繁"), sentence, headers={"Retry-After": str(wait)})


def _limit(setting: str) -> tuple[int, int] | None:
    return cast("tuple[int, int] | None", get_setting(setting))


def _count_attempt(request: HttpRequest) -> None:
    limit = _limit(_ATTEMPTS)
    if limit is None:
        return
    allowance = room("gongkai_search", "rate_limit").take(request, _ATTEMPTS, limit)
    if allowance.remaining <= 0:
        cache.set(_shut_key(request), time.time() + allowance.reset, allowance.reset)


def _seconds_shut_out(request: HttpRequest) -> int:
    """Who tried too many tokens waits, whatever it brings next."""
    if _limit(_ATTEMPTS) is None:
        return 0
    until = cache.get(_shut_key(request))
    return max(1, round(until - time.time())) if until else 0


def _shut_key(request: HttpRequest) -> str:
    network = room("gongkai_search", "rate_limit").network_of(request)
    return f"gongkai_api:shut:{salted_hmac(_ATTEMPTS, network).hexdigest()[:32]}"


def _seconds_to_rest(token: APIToken) -> int:
    """Count one write of a token; how long it has to wait, 0 if it need not."""
    limit = _limit(_WRITES)
    if limit is None:
        return 0
    allowed, length = limit
    window, passed = divmod(time.time(), length)
    key = f"gongkai_api:writes:{token.pk}:{int(window)}"
    cache.add(key, 0, length)
    try:
        count = cache.incr(key)
    except ValueError:
        # The cache forgot the token between the two calls: it begins anew.
        return 0
    return max(1, round(length - passed)) if count > allowed else 0
