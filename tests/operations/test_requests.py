"""Every request has a name, a count and a line, and none of them tells who asked."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import IntegrityError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import resolve
from prometheus_client import REGISTRY

from operations.logs import Formatter
from operations.middleware import RequestMiddleware, may_be_kept

pytestmark = pytest.mark.once
factory = RequestFactory()


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.GONGKAI_OPERATIONS_ACCESS_LOG = True


def answered(request, response=None, view="/healthz/live"):
    def get_response(request):
        request.resolver_match = resolve(view)
        return response or HttpResponse("ok")

    return RequestMiddleware(get_response)(request)


def lines(caplog):
    return [json.loads(Formatter().format(record)) for record in caplog.records]


def test_an_answer_carries_the_id_that_the_proxy_gave():
    request = factory.get("/x", headers={"X-Request-ID": "4b1f0c3e9a7d"})
    assert answered(request)["X-Request-ID"] == "4b1f0c3e9a7d"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "line\nbreak-forged", "张三张三张三张三"])
def test_what_is_no_id_is_replaced(given):
    request = factory.get("/x")
    request.META["HTTP_X_REQUEST_ID"] = given
    assert len(answered(request)["X-Request-ID"]) == 32


def test_the_line_says_what_was_asked_and_not_by_whom(caplog):
    caplog.set_level(logging.INFO, "gongkai.access")
    request = factory.get(
        "/search/?q=张三的身份证",
        REMOTE_ADDR="198.51.100.7",
        headers={"X-Request-ID": "4b1f0c3e9a7d"},
    )
    answered(request)
    (line,) = lines(caplog)
    assert line["view"] == "health_live"
    assert line["method"] == "GET"
    assert line["status"] == 200
    assert line["request_id"] == "4b1f0c3e9a7d"
    assert line["milliseconds"] >= 0
    text = json.dumps(line, ensure_ascii=False)
    assert "张三" not in text
    assert "198.51" not in text
    assert "/search" not in text


def test_an_error_is_told_with_its_traceback_and_without_the_request(caplog):
    request = factory.post("/admin/?token=geheim", {"name": "张三"})
    try:
        raise IntegrityError(
            "duplicate key\nDETAIL:  Key (email)=(zhang@example.cn) already exists."
        )
    except IntegrityError:
        logging.getLogger("django.request").error(
            "Internal Server Error: %s",
            "/admin/?token=geheim",
            exc_info=True,
            extra={"status_code": 500, "request": request},
        )
    (line,) = lines(caplog)
    assert line["message"] == "Internal Server Error: /admin/"
    assert "test_requests.py" in line["exc_info"]
    assert "duplicate key" in line["exc_info"]
    text = json.dumps(line, ensure_ascii=False)
    assert "zhang@" not in text
    assert "geheim" not in text
    assert "张三" not in text


def test_lines_within_a_request_bear_its_id(caplog):
    caplog.set_level(logging.INFO)
    formatted = []

    def get_response(request):
        logging.getLogger("anything").warning("something")
        formatted.append(json.loads(Formatter().format(caplog.records[-1])))
        return HttpResponse()

    answer = RequestMiddleware(get_response)(factory.get("/"))
    assert formatted[0]["request_id"] == answer["X-Request-ID"]


def count(view, method, status):
    labels = {"view": view, "method": method, "status": status}
    return REGISTRY.get_sample_value("gongkai_request_seconds_count", labels) or 0


def test_requests_are_counted_by_view_and_status():
    before = count("health_live", "GET", "200")
    answered(factory.get("/healthz/live"))
    assert count("health_live", "GET", "200") == before + 1


def test_what_a_client_makes_up_is_no_series_of_its_own():
    before = count("health_live", "other", "200")
    answered(factory.generic("BREW", "/healthz/live"))
    assert count("health_live", "other", "200") == before + 1


def public(etag='"1"', cache="public, no-cache"):
    headers = {"ETag": etag, "Cache-Control": cache}
    return HttpResponse("page", headers={name: each for name, each in headers.items() if each})


def test_the_proxy_may_keep_a_public_page_and_asks_each_time(settings):
    settings.GONGKAI_OPERATIONS_PROXY_KEEPS_PAGES = True
    assert answered(factory.get("/"), public())["X-Accel-Expires"] == "@1"
    settings.GONGKAI_OPERATIONS_PROXY_KEEPS_PAGES = False
    assert "X-Accel-Expires" not in answered(factory.get("/"), public())


@pytest.mark.parametrize(
    "response",
    [
        public(etag=""),
        public(cache="private, no-cache"),
        public(cache=""),
        StreamingHttpResponse([b"x"], headers={"ETag": '"1"', "Cache-Control": "public"}),
        HttpResponse(status=404, headers={"ETag": '"1"', "Cache-Control": "public"}),
        # Says what is left to one client; the next one would read it too.
        HttpResponse(
            headers={"ETag": '"1"', "Cache-Control": "public", "RateLimit": '"default";r=9;t=60'}
        ),
    ],
)
def test_the_proxy_keeps_nothing_else(response):
    assert not may_be_kept(factory.get("/"), response)


def test_the_proxy_keeps_no_answer_that_sets_a_cookie():
    response = public()
    response.set_cookie("gongkai_text", "large")
    assert not may_be_kept(factory.get("/"), response)
    assert not may_be_kept(factory.post("/"), public())


def test_a_page_that_is_not_there_is_a_request_too():
    def get_response(request):
        raise Http404

    with pytest.raises(Http404):
        RequestMiddleware(get_response)(factory.get("/"))
