"""Old addresses lead to the items of what a value was merged into, wherever they are asked."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue import kept
from catalogue.filters import ItemFilterSet
from catalogue.services import merging
from catalogue.successors import former_codes, successors
from tests.factories.catalogue import (
    GenreFactory,
    ItemPageFactory,
    OrganFactory,
    TopicFactory,
    make_staff,
)

pytestmark = pytest.mark.django_db
WHY = "重复录入"
FACTORIES = {"organ": OrganFactory, "topic": TopicFactory, "genre": GenreFactory}
# What is done to the values a, b and c, which have the items a1, b1 and c1 (a new value with an
# old code brings a second one); and what each code finds then.
CASES = {
    "one": (["a>b"], {"a": "a1 b1", "b": "a1 b1", "c": "c1"}),
    "a chain": (["a>b", "b>c"], {"a": "a1 b1 c1", "b": "a1 b1 c1", "c": "a1 b1 c1"}),
    "a fork": (["a>c", "b>c"], {"a": "a1 b1 c1", "b": "a1 b1 c1"}),
    "the code is given again": (["a>b", "+a"], {"a": "a2", "b": "a1 b1"}),
    "and goes again": (["a>b", "+a", "a>c"], {"a": "a2 c1", "b": "a1 b1", "c": "a2 c1"}),
    "and takes in the first": (["a>b", "+a", "b>a"], {"a": "a1 a2 b1", "b": "a1 a2 b1"}),
    "in a chain": (["a>b", "b>c", "+b"], {"a": "a1 b1 c1", "b": "b2", "c": "a1 b1 c1"}),
    "in a chain, at its end": (
        ["a>b", "b>c", "+a", "c>a"],
        {"a": "a1 a2 b1 c1", "b": "a1 a2 b1 c1", "c": "a1 a2 b1 c1"},
    ),
}


def make(vocabulary, code, **values):
    return FACTORIES[vocabulary](**{"slug" if vocabulary == "organ" else "code": code, **values})


def merged(column, vocabulary="topic"):
    """Two values, the old one merged into the new one, each with an item."""
    old, new = make(vocabulary, "old", name="旧值"), make(vocabulary, "new", name="新值")
    for value in (old, new):
        ItemPageFactory(parent=column.category, title=str(value), **{vocabulary: value})
    merging.merge(old, new, None, WHY)
    return new


def found(column, query):
    filterset = ItemFilterSet(QueryDict(query), root=column.home)
    assert filterset.is_valid(), filterset.errors
    titles = sorted(item.title for item in filterset.qs)
    assert filterset.facet_counts().total == len(titles)
    return " ".join(titles)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("vocabulary", FACTORIES)
def test_a_code_finds_what_its_value_became(column, vocabulary, case):
    steps, expected = CASES[case]
    values, items = {}, dict.fromkeys("abc", 0)

    def add(code):
        values[code] = make(vocabulary, code)
        items[code] += 1
        title = f"{code}{items[code]}"
        ItemPageFactory(parent=column.category, title=title, **{vocabulary: values[code]})

    for code in "abc":
        add(code)
    for step in steps:
        if step.startswith("+"):
            add(step[1])
        else:
            merging.merge(values[step[0]], values[step[2]], None, WHY)
    assert {code: found(column, f"{vocabulary}={code}") for code in expected} == expected


def test_what_became_of_nothing_is_still_named_and_ignored(column):
    merged(column)
    for code in ("older", "merged-1", "OLD", "%00", "a b", "9" * 5000):
        filterset = ItemFilterSet(QueryDict(f"topic={code}"), root=column.home)
        assert not filterset.is_valid(), code
        assert "topic" in filterset.errors


def test_a_code_of_one_vocabulary_is_none_of_another(column):
    merged(column, "topic")
    assert not ItemFilterSet(QueryDict("genre=old"), root=column.home).is_valid()


@pytest.mark.parametrize("vocabulary", FACTORIES)
def test_the_page_shows_the_successors_list_and_says_so(client, column, vocabulary):
    merged(column, vocabulary)
    address = column.catalogue.get_url()
    response = client.get(f"{address}?{vocabulary}=old&year=2013")
    page = response.content.decode()
    assert response.status_code == 200
    assert [item.title for item in response.context["page_obj"].object_list] == ["新值", "旧值"]
    assert "“旧值”已并入“新值”，以下按后者筛选。" in page
    assert f'<link rel="canonical" href="http://localhost{address}?{vocabulary}=new&amp;' in page
    assert f"{vocabulary}=old" not in page
    assert "已并入" not in client.get(f"{address}?{vocabulary}=new").content.decode()


@pytest.mark.parametrize("file_format", ["csv", "json"])
def test_the_download_of_an_old_address_is_the_successors(client, column, file_format):
    merged(column)
    files = [
        client.get(f"{column.catalogue.get_url()}export/{file_format}/?topic={code}").getvalue()
        for code in ("old", "new")
    ]
    assert files[0] == files[1]
    assert "旧值" in files[0].decode()


@pytest.mark.parametrize("vocabulary", FACTORIES)
def test_programs_get_the_successors_items_and_facets(client, column, vocabulary):
    merged(column, vocabulary)
    for path in ("items/", "facets/"):
        answers = [
            client.get(f"/api/v1/{path}", {vocabulary: code}).json() for code in ("old", "new")
        ]
        assert answers[0] == answers[1], path
        assert answers[0]["count"] == 2


def test_a_cursor_goes_on_after_the_merge(client, column):
    old, new = make("topic", "old"), make("topic", "new")
    items = [ItemPageFactory(parent=column.category, topic=old) for _n in range(3)]
    first = client.get("/api/v1/items/", {"topic": "old", "limit": 2}).json()
    merging.merge(old, new, None, WHY)
    rest = client.get(first["next"]).json()
    ids = [row["id"] for answer in (first, rest) for row in answer["items"]]
    assert sorted(ids) == [item.pk for item in items]


@pytest.mark.parametrize("vocabulary", ["organ", "topic"])
def test_a_search_is_narrowed_down_to_the_successor(client, column, vocabulary):
    merged(column, vocabulary)
    query = f"?q=值&{vocabulary}=old&{vocabulary}=new&{vocabulary}=none"
    response = client.get(f"/search/{query}")
    page = response.content.decode()
    assert response.context["total"] == 2
    assert "“旧值”已并入“新值”" in page
    assert "没有“none”这个选项" in page
    assert "没有“old”这个选项" not in page
    told = client.get("/api/v1/search/", {"q": "值", vocabulary: "old"})
    assert told.status_code == 200
    assert told.json()["count"] == 2
    assert "<entry>" in client.get(f"/feeds/search/?q=值&{vocabulary}=old").content.decode()


def test_the_feed_of_an_organ_goes_on_under_its_successors_address(client, column):
    new = merged(column, "organ")
    address = f"/feeds/{column.home.pk}/organ/"
    old = client.get(f"{address}old/")
    assert old.status_code == 200
    assert old.content == client.get(f"{address}new/").content
    assert f"{address}{new.slug}/" in old.content.decode()
    OrganFactory(slug="old")
    assert "旧值" not in client.get(f"{address}old/").content.decode()


def test_the_numbers_of_a_merged_organ_are_its_successors(client, column):
    ItemPageFactory(parent=column.category, organ=column.office)
    old = OrganFactory(slug="old")
    merging.merge(old, column.government, None, WHY)
    answers = [
        client.get("/api/v1/statistics/", {"organ": code}).json()["items"]
        for code in ("old", column.government.slug)
    ]
    assert answers[0] == answers[1] != []
    # An organ without a column of its own has the code now.
    OrganFactory(slug="old")
    assert client.get("/api/v1/statistics/", {"organ": "old"}).status_code == 400


@pytest.mark.parametrize("vocabulary", FACTORIES)
def test_a_filter_that_the_office_saved_goes_on_finding(client, column, vocabulary):
    client.force_login(make_staff(column).office)
    old, new = make(vocabulary, "old", name="旧值"), make(vocabulary, "new", name="新值")
    ItemPageFactory(parent=column.category, **{vocabulary: old})
    ItemPageFactory(parent=column.category)
    merging.merge(old, new, None, WHY)
    address = reverse("gongkai-items:index")
    response = client.get(f"{address}?{vocabulary}={old.pk}")
    assert len(response.context["object_list"]) == 1
    assert "新值" in response.content.decode()
    for wrong in ("x", "0", "9" * 5000, "%00"):
        assert client.get(f"{address}?{vocabulary}={wrong}").status_code == 200


def test_only_an_unknown_code_is_looked_up_and_a_chain_costs_no_more(client, column):
    values = [make("topic", f"t{n}") for n in range(4)]
    ItemPageFactory(parent=column.category, topic=values[0])
    merging.merge(values[0], values[1], None, WHY)

    def merges_asked(query):
        kept.clear()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{column.catalogue.get_url()}{query}").status_code == 200
        asked = [each for each in queries if "vocabularymerge" in each["sql"].lower()]
        return len(asked), len(queries)

    assert merges_asked("")[0] == merges_asked("?topic=t1&year=2013")[0] == 0
    short = merges_asked("?topic=t0")
    merging.merge(values[1], values[2], None, WHY)
    merging.merge(values[2], values[3], None, WHY)
    assert merges_asked("?topic=t0") == short
    assert short[0] == 1


def test_many_unknown_values_of_a_search_are_looked_up_at_once(column):
    merged(column)
    with CaptureQueriesContext(connection) as queries:
        assert list(successors("topic", ["old", *(f"none-{n}" for n in range(500))])) == ["old"]
    assert len(queries) == 2


def test_the_former_codes_of_a_value_are_those_that_lead_to_it():
    values = {code: make("organ", code) for code in "abcd"}
    for old, new in ("ab", "cb", "bd"):
        merging.merge(values[old], values[new], None, WHY)
    OrganFactory(slug="c")
    with CaptureQueriesContext(connection) as queries:
        told = former_codes("organ", {values["d"].pk: "d", 0: "c"})
    assert told == {values["d"].pk: ["a", "b"]}
    assert len(queries) == 1
