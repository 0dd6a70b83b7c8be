"""Unsafe settings are told of before anybody is served by them."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from serving import checks

pytestmark = pytest.mark.once
OURS = "serving.middleware.PageCacheMiddleware"
SECURITY = "django.middleware.security.SecurityMiddleware"
LOCAL = "django.core.cache.backends.locmem.LocMemCache"


def ids(*found):
    return [each.id for each in found]


def of_tag(**kwargs):
    found = run_checks(tags=["caches"], **kwargs)
    return [each.id for each in found if each.id.startswith("gongkai_serving")]


def test_the_site_itself_is_right(settings):
    settings.DATABASES["default"].setdefault("CONN_MAX_AGE", 0)
    assert of_tag() == []


@pytest.mark.parametrize(
    ("middleware", "told"),
    [
        ([OURS, SECURITY], []),
        (["operations.middleware.RequestMiddleware", OURS, SECURITY], []),
        ([SECURITY], []),
        ([OURS, OURS], ["gongkai_serving.E001"]),
        (
            [OURS, "django.middleware.cache.UpdateCacheMiddleware"],
            ["gongkai_serving.E001"],
        ),
        ([SECURITY, OURS], ["gongkai_serving.W001"]),
        ([OURS, "django.middleware.gzip.GZipMiddleware"], ["gongkai_serving.W002"]),
        (
            [OURS, "django.contrib.auth.middleware.RemoteUserMiddleware"],
            ["gongkai_serving.W003"],
        ),
    ],
)
def test_what_stands_beside_the_page_cache(settings, middleware, told):
    settings.MIDDLEWARE = middleware
    assert ids(*checks.check_middleware()) == told


def test_programs_that_are_turned_away(settings):
    settings.DISALLOWED_USER_AGENTS = ["x"]
    assert ids(*checks.check_middleware()) == ["gongkai_serving.W004"]


@pytest.mark.parametrize(
    ("cache", "told"),
    [
        ({"BACKEND": LOCAL, "OPTIONS": {"MAX_ENTRIES": 5000}}, []),
        ({"BACKEND": LOCAL}, ["gongkai_serving.W006"]),
        ({"BACKEND": "django.core.cache.backends.dummy.DummyCache"}, ["gongkai_serving.W005"]),
    ],
)
def test_the_cache(settings, cache, told):
    settings.CACHES = {"default": cache}
    assert ids(*checks.check_cache()) == told


def test_a_cache_that_is_not_there(settings):
    settings.GONGKAI_SERVING_CACHE = "other"
    assert ids(*checks.check_cache()) == ["gongkai_serving.E002"]


def test_a_cdn_that_nobody_tells(settings, monkeypatch):
    settings.GONGKAI_SERVING_CDN_SECONDS = 60
    assert ids(*checks.check_cdn()) == ["gongkai_serving.E003"]
    monkeypatch.setattr("serving.purging.apps.is_installed", lambda name: True)
    assert ids(*checks.check_cdn()) == ["gongkai_serving.E003"]
    settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": "x"}}
    assert ids(*checks.check_cdn()) == []


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, []),
        ({"WEB_CONCURRENCY": "1"}, []),
        ({"WEB_CONCURRENCY": "4"}, ["gongkai_serving.W007"]),
        ({"GUNICORN_CMD_ARGS": "--workers=3 --threads 2"}, ["gongkai_serving.W007"]),
    ],
)
def test_several_processes_with_a_cache_each(settings, monkeypatch, variables, told):
    for name in ("WEB_CONCURRENCY", "GUNICORN_CMD_ARGS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(settings.DATABASES["default"], "CONN_MAX_AGE", 60)
    assert ids(*checks.check_processes()) == told


def test_connections_that_are_not_kept(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    assert ids(*checks.check_processes()) == ["gongkai_serving.W008"]


def test_versions_that_are_read_from_a_replica(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "replica", {"CONN_MAX_AGE": 60})
    monkeypatch.setattr("serving.checks.router.db_for_read", lambda model: "replica")
    assert ids(*checks.check_processes()) == ["gongkai_serving.W009"]
