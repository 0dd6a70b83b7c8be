"""The search page of a site that says nothing of what to search, and of one that does."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from search import sources
from search.finding import Mode
from search.pages import DEEPEST, Hits, page_links, page_of
from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory, make_column

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(monkeypatch):
    """A site on which no app told what to search."""
    # Only this hook: what else asks for hooks meanwhile keeps their answer for good.
    others = hooks.get_hooks
    monkeypatch.setattr(
        sources.hooks, "get_hooks", lambda name: [] if name == sources.HOOK else others(name)
    )
    return make_column()


def titles(response):
    return [result.page.title for result in response.context["results"]]


def test_without_a_source_all_public_pages_of_the_site_are_searched(alone, client):
    ItemPageFactory(
        parent=alone.category,
        organ=alone.office,
        title="养蜂补贴<办法>",
        summary="每箱<b>养蜂</b>一元。",
    )
    CategoryPageFactory(parent=alone.catalogue, title="养蜂登记", code="bees")
    hidden = CategoryPageFactory(parent=alone.catalogue, title="养蜂内部", code="staff")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    CategoryPageFactory(parent=alone.catalogue, title="养蜂草稿", code="draft", live=False)
    response = client.get("/search/?q=养蜂")
    assert response.status_code == 200
    assert sorted(titles(response)) == ["养蜂登记", "养蜂补贴<办法>"]
    text = response.content.decode()
    assert "<mark>养蜂</mark>补贴&lt;办法&gt;" in text
    assert "每箱&lt;b&gt;<mark>养蜂</mark>&lt;/b&gt;一元" in text
    assert 'role="search"' in text
    assert "gongkai_catalogue" not in text


def test_pages_of_another_site_are_not_found(alone, client):
    elsewhere = Page.objects.get(depth=1).add_child(instance=Page(title="养蜂外站", slug="else"))
    assert elsewhere.live
    assert client.get("/search/?q=养蜂外站").context["total"] == 0


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\x00", "empty"),
        ("。，！", "nothing wanted"),
        ("-公路", "nothing wanted"),
        ("没有的", "none"),
    ],
)
def test_what_cannot_be_searched_is_answered_with_help(alone, client, query, state):
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    assert response.context["state"] == state
    if state != "none":
        assert "怎样检索" in response.content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/search/", {"q": "x"}).status_code == 405


def test_a_very_long_query_is_cut_and_says_so(alone, client):
    response = client.get("/search/", {"q": "长" * 10_000})
    assert response.status_code == 200
    assert response.context["query"] == "长" * 200
    assert "只检索了前200个字" in response.content.decode()


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x>', "&amp;", "'"])
def test_the_query_is_repeated_as_text(alone, client, query):
    text = client.get("/search/", {"q": f"公路 {query}"}).content.decode()
    assert "<script>" not in text
    assert "<img" not in text


def test_the_first_source_that_feels_concerned_answers(client):
    make_column()

    def opener(request, query):
        return sources.SitePages(request, query) if request.GET.get("mine") else None

    with hooks.register_temporarily("register_gongkai_search_source", lambda: opener, order=-1):
        mine = client.get("/search/?q=x&mine=1")
        other = client.get("/search/?q=x")
    assert "gongkai_search/search.html" in {each.name for each in mine.templates}
    assert "gongkai_search/search.html" not in {each.name for each in other.templates}


class Listing:
    """Hits by number."""

    def __init__(self, total, alike=0):
        self.total = total
        self.length = total + alike
        self.asked = []

    def objects(self, start, stop):
        self.asked.append((start, stop))
        return list(range(start, min(stop, self.length)))

    def ordered(self, *fields, start, stop):
        self.asked.append((*fields, start, stop))
        return list(range(self.total))[::-1][start:stop]


def test_only_the_hits_of_the_page_are_read():
    listing = Listing(45)
    page, notices = page_of(Hits(listing, ()), 20, "3")
    assert list(page) == [40, 41, 42, 43, 44]
    assert listing.asked == [(40, 45)]
    assert notices == []
    page, _notices = page_of(Hits(listing, ("-day",)), 20, "1")
    assert list(page) == list(range(44, 24, -1))
    assert listing.asked[-1] == ("-day", 0, 20)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("4", 3), ("0", 3), ("-1", 3), ("abc", 1), ("9" * 5000, 1), ("01", 1)],
)
def test_a_page_that_is_not_there_leads_to_one_that_is(asked, shown):
    page, (notice,) = page_of(Hits(Listing(45), ()), 20, asked)
    assert page.number == shown
    assert str(shown) in notice
    assert len(notice) < 100


def test_pages_end_where_no_engine_goes():
    page, _notices = page_of(Hits(Listing(10 * DEEPEST), ()), 20, "1")
    assert page.paginator.num_pages == DEEPEST / 20


def test_links_to_pages_carry_the_search():
    page, _notices = page_of(Hits(Listing(45), ()), 20, "2")
    links = page_links(page, {"q": "公路", "organ": ["a", "b"]})
    assert [link.url for link in links] == [
        f"?q=%E5%85%AC%E8%B7%AF&organ=a&organ=b&page={number}" for number in (1, 2, 3)
    ]
    assert [link.selected for link in links] == [False, True, False]


def test_what_is_only_alike_in_meaning_is_listed_but_not_when_sorted_by_a_field():
    page, _notices = page_of(Hits(Listing(1, alike=2), ()), 20, "1")
    assert list(page) == [0, 1, 2]
    page, _notices = page_of(Hits(Listing(1, alike=2), ("-day",)), 20, "1")
    assert list(page) == [0]


@pytest.mark.parametrize(
    ("mode", "asks", "total", "said"),
    [
        (Mode.ALL, False, 3, ""),
        (Mode.ALL, True, 3, ""),
        (Mode.WORDS, False, 3, "每一个词"),
        (Mode.ANY, False, 3, "部分相符"),
        (Mode.ANY, True, 3, "所提问题"),
        (Mode.ANY, False, 0, "意思最接近"),
        (Mode.ANY, True, 0, "意思最接近"),
    ],
)
def test_how_the_query_was_read_is_said_in_a_sentence(mode, asks, total, said):
    template = Template("{% load gongkai_search %}{% gongkai_reading found total %}")
    found = SimpleNamespace(
        mode=mode, is_question=asks, parsed=SimpleNamespace(segments=["农村", "公路"])
    )
    text = template.render(Context({"found": found, "total": total}))
    assert said in text
    assert bool(text) is bool(said)


def test_the_page_has_a_name_that_other_apps_can_link_to():
    assert reverse("gongkai_search:search") == "/search/"


def test_what_is_published_is_found_after_the_index_was_made_anew(alone, client):
    ItemPageFactory(parent=alone.category, organ=alone.office, title="养蜂补贴办法")
    call_command("update_index", verbosity=0)
    assert titles(client.get("/search/?q=养蜂补贴")) == ["养蜂补贴办法"]
