"""Search and suggestions: what the search page finds, for programs."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from search.models import QueryCount
from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory, make_column
from tests.factories.documents import attach, make_document
from tests.search.test_unavailable import unused_port

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def bees(column):
    """Three items on bees, the last of them news."""
    return [
        ItemPageFactory(
            parent=column.categories[number % 2],
            organ=column.offices[number % 2],
            title=f"养蜂补贴<{number}>办法",
            summary="每箱养蜂&一元。",
            published_on=date(2013 + number, 3, 4),
        )
        for number in range(3)
    ]


def found(api, **parameters):
    response = api("search/", **parameters)
    assert response.status_code == 200, response.content.decode()
    return response.json()


class TestFound:
    def test_the_same_as_on_the_search_page_in_its_order(self, api, client, bees):
        page = client.get("/search/", {"q": "养蜂"})
        told = found(api, q="养蜂")
        assert [hit["id"] for hit in told["items"]] == [
            each.item.pk for each in page.context["results"]
        ]
        assert told["count"] == page.context["total"] == 3
        assert told["mode"] == "all"
        assert (told["query"], told["next"]) == ("养蜂", None)

    def test_a_hit_is_an_item_with_its_passage_and_marks(self, api, bees):
        hit = found(api, q="养蜂")["items"][0]
        item = next(each for each in bees if each.pk == hit["id"])
        assert hit["title"]["text"] == item.title
        assert [hit["title"]["text"][a:b] for a, b in hit["title"]["marks"]] == ["养蜂"]
        assert hit["title"]["html"].startswith("<mark>养蜂</mark>补贴&lt;")
        assert hit["passage"]["text"] == "每箱养蜂&一元。"
        assert [hit["passage"]["text"][a:b] for a, b in hit["passage"]["marks"]] == ["养蜂"]
        assert hit["item"] == api(f"items/?index_number={item.index_number}").json()["items"][0]
        assert hit["file"] is None
        assert hit["is_by_meaning"] is False

    def test_a_hit_in_a_file_names_it(self, api, column):
        item = ItemPageFactory(parent=column.category, organ=column.office)
        attach(item, make_document("蜜源植物分布在镇南各村。"), title="分布图说明")
        call_command("extract_attachments", stdout=open("/dev/null", "w"))  # noqa: SIM115
        hit = found(api, q="蜜源植物")["items"][0]
        assert hit["id"] == item.pk
        assert hit["file"]["name"]["text"] == "分布图说明"
        assert "蜜源植物" in hit["file"]["passage"]["text"]
        assert hit["file"]["url"].startswith("http://testserver/")
        assert hit["passage"] is None

    def test_conditions_and_facets_are_those_of_the_page(self, api, client, column, bees):
        conditions = {"q": "养蜂", "organ": [each.slug for each in column.offices], "year": 2014}
        page = client.get("/search/", conditions)
        told = found(api, **conditions)
        assert [hit["id"] for hit in told["items"]] == [bees[1].pk]
        assert {
            facet["name"]: [(v["code"], v["count"]) for v in facet["values"]]
            for facet in told["facets"]
        } == {
            facet.name: [(v.value, v.count) for v in facet.values]
            for facet in page.context["facets"]
        }

    def test_nothing_under_conditions_tells_what_there_is_without_them(self, api, bees):
        told = found(api, q="养蜂", year=2019)
        assert (told["count"], told["count_without_conditions"]) == (0, 3)

    def test_the_newest_first(self, api, bees):
        told = found(api, q="养蜂", order="-published_on")
        assert [hit["id"] for hit in told["items"]] == [each.pk for each in reversed(bees)]

    def test_pages_hold_each_hit_once(self, api, client, bees):
        seen, address = [], "/api/v1/search/?q=养蜂&limit=2"
        while address:
            response = client.get(address)
            page = response.json()
            seen += [hit["id"] for hit in page["items"]]
            address = page["next"]
        assert sorted(seen) == sorted(each.pk for each in bees)
        behind = found(api, q="养蜂", limit=2, page=9)
        assert (behind["items"], behind["next"], behind["count"]) == ([], None, 3)

    def test_what_stands_above_the_hits(self, api, column):
        section = CategoryPageFactory(parent=column.catalogue, title="养蜂管理", code="bees")
        ItemPageFactory(parent=section, organ=column.office, title="养蜂管理规定")
        told = found(api, q="养蜂管理")
        assert [each["id"] for each in told["sections"]] == [section.pk]
        assert told["sections"][0]["url"].endswith(section.get_url())

    def test_what_has_only_a_part_of_the_words_is_apart(self, api, column, bees):
        one = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴与蜂箱")
        told = found(api, q="养蜂 蜂箱")
        assert [hit["id"] for hit in told["items"]] == [one.pk]
        assert {hit["id"] for hit in told["related"]} <= {each.pk for each in bees}
        assert told["related"]

    def test_another_column_is_searched_where_it_is_named(self, api, column, bees):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        theirs = ItemPageFactory(parent=other.category, organ=other.office, title="养蜂场")
        told = found(api, q="养蜂", column=other.home.pk)
        assert [hit["id"] for hit in told["items"]] == [theirs.pk]

    def test_nothing_that_is_not_public(self, api, column, bees):
        PageViewRestriction.objects.create(page=column.category, restriction_type="login")
        Page.objects.get(pk=bees[1].pk).unpublish()
        told = found(api, q="养蜂")
        assert told["items"] == []
        assert column.category.title not in str(told)

    def test_queries_do_not_grow_with_the_hits(self, api, column, bees):
        counts = []
        for number in (1, 8):
            for _each in range(number):
                ItemPageFactory(parent=column.category, organ=column.office, title="养蜂场")
            found(api, q="养蜂场")
            with CaptureQueriesContext(connection) as queries:
                found(api, q="养蜂场")
            counts.append(len(queries))
        assert counts[1] <= counts[0]


class TestAskedWrongly:
    @pytest.mark.parametrize(
        ("parameters", "name"),
        [
            ({}, "q"),
            ({"q": "   "}, "q"),
            ({"q": "养蜂", "category": "no-such"}, "category"),
            ({"q": "养蜂", "year": "neverever"}, "year"),
            ({"q": "养蜂", "order": "title"}, "order"),
            ({"q": "养蜂", "page": 0}, "page"),
            ({"q": "养蜂", "column": 999_999}, "column"),
            ({"q": "养蜂", "colour": "red"}, "colour"),
        ],
    )
    def test_is_told_by_parameter(self, api, bees, parameters, name):
        response = api("search/", **parameters)
        assert response.status_code == 400
        assert [error["name"] for error in response.json()["errors"]] == [name]

    def test_too_long_a_query_is_cut_and_told_so(self, api, bees):
        told = found(api, q="养蜂" * 300)
        assert len(told["query"]) <= 200
        assert "检索内容过长" in told["notices"][0]

    def test_what_excludes_only_finds_nothing(self, api, bees):
        told = found(api, q="-养蜂")
        assert (told["items"], told["count"], told["mode"]) == ([], 0, None)


class TestLimits:
    def test_the_searchs_own_limit_holds_too(self, api, bees, settings):
        settings.GONGKAI_SEARCH_RATE_LIMIT = (1, 60)
        assert api("search/", q="养蜂").status_code == 200
        response = api("search/", q="养蜂")
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert "频繁" in response.json()["detail"]

    def test_persons_are_counted_as_on_the_page_and_programs_not(self, client, bees):
        client.get("/api/v1/search/?q=养蜂", headers={"user-agent": "python-requests/2"})
        assert not QueryCount.objects.exists()
        client.get("/api/v1/search/?q=养蜂", headers={"user-agent": BROWSER})
        assert QueryCount.objects.get().searches == 1

    def test_answers_are_kept_nowhere(self, api, bees):
        assert "no-store" in api("search/", q="养蜂")["Cache-Control"]


class TestWithoutAnEngine:
    @pytest.fixture(autouse=True)
    def cut_off(self, settings):
        settings.WAGTAILSEARCH_BACKENDS = {
            **settings.WAGTAILSEARCH_BACKENDS,
            "unreachable": {
                "BACKEND": "search.backends.elasticsearch9",
                "URLS": [f"http://127.0.0.1:{unused_port()}"],
                "AUTO_UPDATE": False,
            },
        }
        settings.GONGKAI_SEARCH_PAGE_BACKEND = "unreachable"

    @pytest.mark.parametrize("path", ["search/", "suggestions/"])
    def test_it_is_said_in_words_and_when_to_come_again(self, api, column, path):
        response = api(path, q="养蜂")
        assert response.status_code == 503
        assert response["Content-Type"] == "application/problem+json"
        assert int(response["Retry-After"]) > 0
        assert "检索服务暂时中断" in response.json()["detail"]

    def test_everything_else_goes_on(self, api, item):
        assert api("items/").json()["items"][0]["id"] == item.pk
        assert api("facets/").status_code == 200


class TestSuggestions:
    def test_are_those_of_the_search_box(self, api, client, bees):
        call_command("build_suggestions", stdout=open("/dev/null", "w"))  # noqa: SIM115
        told = api("suggestions/", q="养蜂").json()
        page = client.get("/search/suggestions/?q=养蜂").json()
        assert [each["text"] for each in told["items"]] == [each["text"] for each in page]
        titles = [each for each in told["items"] if each["kind"] == "title"]
        assert all(each["url"].startswith("http://testserver/") for each in titles)
        assert told["count"] == len(page) > 0

    def test_have_a_limit_of_their_own(self, api, bees, settings):
        settings.GONGKAI_SEARCH_SUGGESTIONS_RATE_LIMIT = (1, 60)
        assert api("suggestions/", q="养").status_code == 200
        assert api("suggestions/", q="养").status_code == 429

    def test_are_none_for_nothing(self, api, column):
        assert api("suggestions/", q="。").json()["items"] == []
        assert api("suggestions/").status_code == 400
