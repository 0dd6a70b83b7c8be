"""Which answers may be given to somebody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .conf import get_setting

_OK = 200
_PRIVATE = {"private", "no-store", "no-cache"}
# What every kept answer is told apart by, or what is not kept at all where it is sent.
_TOLD_APART = {"", "accept-encoding", "accept-language", "cookie"}


def refusal(request: HttpRequest, response: HttpResponseBase) -> str:
    """Why an answer to an anonymous request is not to be kept, in a word; empty if it may be."""
    if response.status_code != _OK:
        return "status"
    if response.streaming or not isinstance(response, HttpResponse):
        return "streaming"
    return _of_headers(response) or _of_request(request) or _of_length(response)


def _of_headers(response: HttpResponse) -> str:
    if response.cookies or response.has_header("Set-Cookie"):
        return "cookie"
    control = response.headers.get("Cache-Control", "").lower()
    if _PRIVATE & {each.partition("=")[0].strip() for each in control.split(",")}:
        return "private"
    vary = response.headers.get("Vary", "").lower()
    if not {each.strip() for each in vary.split(",")} <= _TOLD_APART:
        return "vary"
    if response.has_header("Content-Encoding") or response.has_header("Content-Range"):
        return "encoding"
    policies = (
        response.headers.get(name, "")
        for name in ("Content-Security-Policy", "Content-Security-Policy-Report-Only")
    )
    if any("'nonce-" in policy for policy in policies):
        return "nonce"
    return ""


def _of_request(request: HttpRequest) -> str:
    """What was done while the answer was made."""
    if getattr(request, "is_preview", False):
        return "preview"
    # Django notes here that a token was asked for, in a cookie or in a session.
    if "CSRF_COOKIE_NEEDS_UPDATE" in request.META:
        return "token"
    session = getattr(request, "session", None)
    if session is not None and (session.modified or session.session_key):
        return "session"
    user = request.__dict__.get("_cached_user")
    if user is not None and user.is_authenticated:
        return "user"
    messages = getattr(request, "_messages", None)
    if messages is not None and (messages.used or messages.added_new) and len(messages):
        return "messages"
    return ""


def _of_length(response: HttpResponse) -> str:
    longest = int(str(get_setting("GONGKAI_SERVING_LONGEST")))
    return "length" if len(response.content) > longest else ""
