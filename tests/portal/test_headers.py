"""Security headers of every kind of answer."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

PUBLIC = ["/", "/healthz/live", "/text-size/", "/no-such-page/"]


def policy(response):
    """Return the content security policy as directive -> sources."""
    directives = response.headers["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for words in (directive.split() for directive in directives)}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_answer_allows_nothing_inline_and_no_other_host(client, path):
    found = policy(client.get(path))
    assert found == {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }


@pytest.mark.django_db
def test_the_admin_may_use_inline_scripts_but_no_other_host(client, admin_client):
    for response in (client.get("/admin/login/"), admin_client.get("/admin/")):
        found = policy(response)
        assert found["script-src"] == ["'self'", "'unsafe-inline'"]
        assert found["style-src"] == ["'self'", "'unsafe-inline'"]
        assert found["object-src"] == ["'none'"]
        assert found["frame-ancestors"] == ["'self'"]
        sources = {source for sources in found.values() for source in sources}
        assert sources <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


@pytest.mark.django_db
def test_an_address_that_only_begins_like_the_admin_is_public(client):
    assert "script-src" not in policy(client.get("/administration/"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC, "/admin/login/"])
def test_every_answer_limits_what_browsers_do(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_a_signed_in_cookie_cannot_be_read_by_scripts(client):
    get_user_model().objects.create_superuser("somebody", password="a-long-password")
    response = client.post("/admin/login/", {"username": "somebody", "password": "a-long-password"})
    session = response.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] == "Lax"
