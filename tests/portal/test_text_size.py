"""The large-text switch: remembered, safe, without a script."""

from __future__ import annotations

import pytest


def test_large_text_is_remembered_for_a_year(client):
    response = client.get("/text-size/", {"size": "large", "next": "/catalogue/?q=农村&page=2"})
    cookie = response.cookies["gongkai_text"]
    assert response.status_code == 302
    assert response.url == "/catalogue/?q=%E5%86%9C%E6%9D%91&page=2"
    assert cookie.value == "large"
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["samesite"] == "Lax" and cookie["httponly"]
    assert "no-store" in response.headers["Cache-Control"]


def test_normal_text_forgets_the_choice(client):
    client.get("/text-size/", {"size": "large"})
    assert client.cookies["gongkai_text"].value == "large"
    response = client.get("/text-size/", {"size": "normal", "next": "/guide/"})
    assert response.url == "/guide/"
    assert response.cookies["gongkai_text"]["max-age"] == 0


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "/guide/\r\nSet-Cookie: x=1",
    ],
)
def test_the_way_back_never_leads_to_another_site(client, elsewhere):
    response = client.get("/text-size/", {"size": "large", "next": elsewhere})
    assert response.status_code == 302
    assert response.url.startswith("/") and not response.url.startswith(("//", "/\\"))
    assert "Set-Cookie: x=1" not in str(response.headers)


@pytest.mark.parametrize("size", ["", "huge", "large "])
def test_an_unknown_size_is_refused_with_the_sizes_there_are(client, size):
    response = client.get("/text-size/", {"size": size})
    assert response.status_code == 400
    assert "normal" in response.content.decode() and "large" in response.content.decode()
    assert "gongkai_text" not in response.cookies


def test_the_cookie_is_secure_over_https(client):
    assert client.get("/text-size/", {"size": "large"}, secure=True).cookies["gongkai_text"][
        "secure"
    ]
