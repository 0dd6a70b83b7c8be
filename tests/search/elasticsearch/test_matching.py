"""What is found is what a plain scan finds: every part of a text, and nothing else."""

from __future__ import annotations

import random

import pytest
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from catalogue.models import ItemPage
from search.backends.documents import document_of
from search.backends.elasticsearch8 import SearchBackend as SearchBackend8
from search.query.tree import tree_of

pytestmark = pytest.mark.django_db

TEXTS = [
    {"title": "关于建设卫星城市政府信息公开平台的通知", "summary": "部署网站的建设。"},
    {"title": "泗门镇2013年度报告", "document_number": "泗政〔2013〕12号"},
    {"title": "城市管理办法", "summary": "根据泗政〔2013〕12号和第三条，政府负责。"},
    {"title": "信息，公开", "summary": "公报：甲公司 ABC标准 abcd 2013年的城，市"},
    {"title": "低保標準調整", "summary": "２０１３年，低保。", "keywords": "Windows 民政"},
    {"title": "年，泗政〔2013〕120号", "summary": "甲乙丙"},
]

QUERIES = {
    "a word within a word": ("城市", {0, 2}),
    "a long part": ("卫星城市政府信息公开", {0}),
    "no phrase over a comma": ("城市 信息公开", {0}),
    "a phrase with a comma": ("信息，公开", {3}),
    "all words, in different fields": ("城市管理 政府", {2}),
    "one character": ("乙", {5}),
    "one character at the end of a run": ("丙", {5}),
    "a character behind a number": ("2013年", {1, 3, 4}),
    "simplified for traditional": ("低保标准", {4}),
    "traditional for simplified": ("衛星城市", {0}),
    "whole Latin words only": ("abc", {3}),
    "a Latin word in any case": ("WINDOWS", {4}),
    "a number of a document": ("泗政[2013]12号", {1, 2}),
    "its digits and spaces": ("泗政 2013 12", {1, 2}),
    "a part of it": ("2013 12号", {1, 2}),
    "a border of two runs": ("年,泗", {5}),
    "not between fields": ("通知部署", set()),
    "nothing but signs": ("《》（）", set()),
}


@pytest.fixture(scope="module")
def items(fill):
    return fill(*TEXTS)


@pytest.mark.parametrize("case", QUERIES)
def test_finds_what_a_scan_finds(engine, items, case):
    query, expected = QUERIES[case]
    found = {items.index(item) for item in engine.search(query, ItemPage)}
    assert found == expected
    node = tree_of(PlainText(query))
    assert found == {
        place for place, item in enumerate(items) if node.stands_in(document_of(item).searched)
    }


def test_finds_every_part_of_every_text(engine, items):
    texts = {item.pk: document_of(item).searched for item in items}
    lot = random.Random(1949)
    for _draw in range(60):
        run = lot.choice(lot.choice(list(texts.values())).split())
        start = lot.randrange(len(run))
        query = run[start : start + lot.randint(1, 8)]
        node = tree_of(PlainText(query))
        expected = {pk for pk, text in texts.items() if node.stands_in(text)}
        assert {item.pk for item in engine.search(query, ItemPage)} == expected, query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Or([PlainText("卫星"), PlainText("民政")]), {0, 4}),
        (And([PlainText("城市"), Not(PlainText("办法"))]), {0}),
        (Not(PlainText("泗政")), {0, 3, 4}),
        (Phrase("信息公开平台"), {0}),
        (PlainText("卫星 民政", operator="or"), {0, 4}),
        (MatchAll(), {0, 1, 2, 3, 4, 5}),
        (Not(MatchAll()), set()),
        (Or([]), set()),
        (And([]), {0, 1, 2, 3, 4, 5}),
        (Boost(PlainText("卫星"), 2), {0}),
    ],
    ids=repr,
)
def test_joins_queries(engine, items, query, expected):
    assert {items.index(item) for item in engine.search(query, ItemPage)} == expected


def test_says_what_it_cannot_do(engine, items):
    with pytest.raises(NotImplementedError, match="Fuzzy"):
        list(engine.search(Fuzzy("windws"), ItemPage))


@pytest.mark.parametrize(
    ("query", "fields", "expected"),
    [
        ("城市", ["title"], {0, 2}),
        ("建设", ["summary"], {0}),
        ("政府", ["title"], {0}),
        ("政府", ["summary"], {2}),
        ("政府", ["title", "summary"], {0, 2}),
        ("泗政[2013]12号", ["document_number"], {1}),
        ("泗政[2013]12号", ["summary"], {2}),
        ("民", ["keywords"], {4}),
        ("民", ["title", "summary"], set()),
        ("通知", ["summary"], set()),
    ],
)
def test_searches_some_fields_only(engine, items, query, fields, expected):
    found = engine.search(query, ItemPage, fields=fields)
    assert {items.index(item) for item in found} == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("城市", {0, 2}),
        ("市管", {2}),
        ("201", {1, 5}),
        ("镇 20", {1}),
        ("低", {4}),
        ("部署", set()),
    ],
)
def test_completes_titles(engine, items, query, expected):
    assert {items.index(item) for item in engine.autocomplete(query, ItemPage)} == expected
    found = engine.autocomplete(query, ItemPage, fields=["title"])
    assert {items.index(item) for item in found} == expected


@pytest.mark.parametrize(
    "query",
    ["字" * 10_000, "字 " * 5_000, '"', "a:b AND (", "\x00", "😀", "\ud800", "*", "\ue000title"],
)
def test_takes_any_text(engine, items, query):
    assert engine.search(query, ItemPage).count() == 0
    assert engine.nearest(query, ItemPage.objects.all()) == []


def test_weighs_parts(engine, items):
    query = Or([Boost(PlainText("卫星"), 0.01), Boost(PlainText("低保"), 100)])
    assert [items.index(item) for item in engine.search(query, ItemPage)] == [4, 0]


def test_version_8_is_the_same(settings_of_backend, items):
    backend = SearchBackend8(settings_of_backend(INDEX_PREFIX="eight_"))
    backend.add_bulk(ItemPage, items)
    backend.get_index_for_model(ItemPage).refresh()
    assert {items.index(item) for item in backend.search("城市", ItemPage)} == {0, 2}
    assert {items.index(item) for item in backend.autocomplete("市管", ItemPage)} == {2}
