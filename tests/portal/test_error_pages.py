"""Pages for what went wrong: in the town's words, with a way on."""

from __future__ import annotations

import pytest
from django.test import Client

SENTENCES = {
    400: "看不懂这个请求",
    403: "没有查看这个网页的权限",
    404: "没有找到这个网页",
    500: "暂时不能提供",
}


@pytest.fixture(autouse=True)
def _broken_urls(settings):
    settings.ROOT_URLCONF = "tests.portal.broken_urls"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("status", SENTENCES)
def test_an_error_page_says_in_chinese_what_happened_and_leads_home(visitor, status):
    response = visitor.get(f"/broken/{status}/")
    text = response.content.decode()
    assert response.status_code == status
    assert SENTENCES[status] in text
    assert '<html lang="zh-Hans' in text
    assert 'href="/"' in text
    assert "on purpose" not in text


@pytest.mark.parametrize("status", [400, 500])
def test_the_page_of_a_broken_site_needs_no_database(visitor, status):
    """No database mark: a query would fail this test."""
    assert visitor.get(f"/broken/{status}/").status_code == status


@pytest.mark.django_db
def test_an_address_that_does_not_exist_gets_the_page_too(visitor):
    response = visitor.get("/2013/没有这个地址/")
    assert response.status_code == 404
    assert SENTENCES[404] in response.content.decode()


@pytest.mark.django_db
def test_a_form_whose_token_is_gone_says_how_to_go_on():
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "刷新" in response.content.decode()


@pytest.mark.parametrize("status", [400, 500])
def test_a_broken_page_keeps_the_security_headers(visitor, status):
    headers = visitor.get(f"/broken/{status}/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
