"""A search engine that cannot be reached: said in words, and everything else goes on."""

from __future__ import annotations

import socket

import pytest

from tests.factories.catalogue import ItemPageFactory, make_column
from tests.factories.pages import GuidePageFactory

pytestmark = pytest.mark.django_db


def unused_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def cut_off(settings):
    """A column whose search asks a cluster that nobody runs."""
    column = make_column()
    ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴办法")
    GuidePageFactory(parent=column.home)
    settings.WAGTAILSEARCH_BACKENDS = {
        **settings.WAGTAILSEARCH_BACKENDS,
        "unreachable": {
            "BACKEND": "search.backends.elasticsearch9",
            "URLS": [f"http://127.0.0.1:{unused_port()}"],
            "AUTO_UPDATE": False,
        },
    }
    settings.GONGKAI_SEARCH_PAGE_BACKEND = "unreachable"
    return column


def test_the_search_page_says_so_and_leads_on(client, cut_off):
    response = client.get("/search/?q=养蜂<b>")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert "检索服务暂时中断" in text
    assert "养蜂&lt;b&gt;" in text
    assert f'href="{cut_off.catalogue.get_url()}"' in text
    assert "政府信息公开指南" in text
    assert 'name="robots" content="noindex"' in text


def test_a_page_with_a_box_and_the_catalogue_need_no_engine(client, cut_off):
    assert client.get("/search/").status_code == 200
    assert client.get("/search/?q=。").status_code == 200
    assert client.get(cut_off.catalogue.get_url()).status_code == 200


def test_suggestions_are_none_for_now(client, cut_off):
    response = client.get("/search/suggestions/?q=养")
    assert response.status_code == 503
    assert response.json() == []
    assert int(response["Retry-After"]) > 0


def test_what_was_searched_for_is_not_logged(client, cut_off, caplog):
    client.get("/search/?q=养蜂补贴")
    ours = [record for record in caplog.records if record.name.startswith("search")]
    assert len(ours) == 1
    assert "ConnectionError" in ours[0].getMessage()
    assert "养蜂" not in ours[0].getMessage()
