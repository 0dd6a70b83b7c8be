"""Every part of a text finds it, and nothing else is found: beside a plain scan of the texts."""

from __future__ import annotations

import random

import pytest
from modelsearch.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText

from catalogue.models import ItemPage
from search.backends.documents import document_of
from search.query.tree import tree_of

from . import shelf

TREES = (
    Phrase("信息公开"),
    PlainText("信息 公开"),
    PlainText("卫星城市 低保", operator="or"),
    PlainText("政府信息公开 年度报告 没有的词语", operator="or"),
    And([Phrase("信息公开"), Not(Phrase("年度报告"))]),
    And([Not(Phrase("信息公开")), Phrase("政府")]),
    And([PlainText("信息"), Not(PlainText("公开 泗门"))]),
    Or([Phrase("泗门镇政府"), And([Phrase("低保标准"), Not(Phrase("2014"))])]),
    Or([Phrase("信息公开"), Not(Phrase("信息"))]),
    Not(Phrase("信息公开")),
    Not(Not(Phrase("信息公开"))),
    Not(Or([Phrase("信息"), Phrase("行政复议")])),
    And([Or([Phrase("卫星城"), Phrase("行政复")]), Or([PlainText("2013"), PlainText("意见")])]),
    And([Phrase("泗政〔2013〕12号"), Not(Phrase("卫星城市"))]),
    Boost(PlainText("信息公开"), 3.0),
    And([Boost(Phrase("政府信息"), 2.0), Not(Boost(Phrase("指南"), 2.0))]),
    Phrase("信息") & ~Phrase("公开") | Phrase("春耕"),
    MATCH_ALL,
    Not(MATCH_ALL),
    And([MATCH_ALL, Phrase("条例规划")]),
    Or([MATCH_ALL, Phrase("条例规划")]),
)


@pytest.fixture
def texts(engine, column):
    return shelf.fill(engine, column, shelf.mixed())


def test_words_find_what_has_them(engine, texts):
    assert shelf.wrong(engine, texts, shelf.QUERIES) == {}


def test_any_part_of_a_text_finds_it(engine, texts):
    assert shelf.wrong(engine, texts, shelf.substrings(list(texts.values()), 120)) == {}


def test_trees_find_what_answers_them(engine, texts):
    assert shelf.wrong(engine, texts, TREES) == {}


def test_random_trees_find_what_answers_them(engine, texts):
    chance = random.Random(17)
    parts = list(map(Phrase, shelf.substrings(list(texts.values()), 90, longest=4)))
    trees = []
    for _turn in range(40):
        first, second, third = chance.sample(parts, 3)
        trees.append(
            chance.choice([
                And([first, Not(second)]),
                And([Or([first, second]), Not(third)]),
                Or([first, And([second, Not(third)])]),
                Or([first, Not(And([second, third]))]),
                Not(Or([first, And([second, third])])),
            ])
        )  # fmt: skip
    assert shelf.wrong(engine, texts, trees) == {}


def test_or_of_many_words(engine, texts):
    words = " ".join(shelf.substrings(list(texts.values()), 60, longest=3))
    assert shelf.wrong(engine, texts, [PlainText(words, operator="or")]) == {}


def test_plain_words_are_anded(engine, texts):
    both = {item.pk for item in engine.search("低保 通知", ItemPage)}
    assert both == {item.pk for item in engine.search("低保 通知", ItemPage, operator="and")}
    either = {item.pk for item in engine.search("低保 通知", ItemPage, operator="or")}
    assert both < either


def test_what_was_typed_as_one_is_one(engine, column):
    apart, together = shelf.fill(
        engine, column, [("信息与公开", "", "", "公开信息"), ("信息公开", "", "", "")]
    )
    assert [item.pk for item in engine.search("信息公开", ItemPage)] == [together]
    assert {item.pk for item in engine.search("信息 公开", ItemPage)} == {apart, together}


def test_texts_of_two_fields_are_not_one(engine, column):
    shelf.fill(engine, column, [("关于公路", "养护的事", "", "宜早不宜迟")])
    for query, count in (("公路养护", 0), ("养护的事宜", 0), ("关于公路", 1), ("养护的事", 1)):
        assert engine.search(query, ItemPage).count() == count, query


def test_completes_what_was_begun(engine, texts):
    items = {item.pk: document_of(item).autocomplete for item in ItemPage.objects.all()}
    faults = {}
    for query in (*shelf.QUERIES, "wagta", "upgr", "AB", "20", "信息公开指", "2013年度政府"):
        results = engine.autocomplete(query, ItemPage)
        node = tree_of(results.query_compiler.query, autocomplete=True)
        wanted = {key for key, text in items.items() if node.stands_in(text)}
        found = {item.pk for item in results}
        if found != wanted or results.count() != len(wanted):
            faults[query] = (wanted - found, found - wanted)
    assert faults == {}


def test_long_texts_are_searched_to_their_end(engine, column):
    chance = random.Random(3)
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    varied = "".join(chance.choices(han, k=100_000))
    texts = shelf.fill(
        engine,
        column,
        [
            ("各不相同", "", "", varied),
            ("总是一样", "", "", "政府信息公开条例。" * 300 + "末尾一词"),
            ("没有空格", "", "", "x" * 300 + "末" + "9" * 300),
            ("许多数", "", "", " ".join(map(str, range(30_000)))),
        ],
    )
    queries = ["末尾一词", "信息公开条例", "末", "29999", "x" * 64, varied[-3:], varied[-8:], "号"]
    queries += shelf.substrings([varied, varied[90_000:]], 30)
    assert shelf.wrong(engine, texts, queries) == {}


if shelf.LAWS.exists():
    # On PostgreSQL every query takes seconds while the texts are not committed: there
    # `python -m bench.search.exactness --backend postgres` compares the same laws with the scan.
    @pytest.mark.sqlite_only
    def test_laws(engine, column):
        texts = shelf.fill(engine, column, shelf.laws())
        given = ["信息公开", "年度报告", "行政复议", "低保", "卫星城市", "条例", "中华人民共和国"]
        parts = shelf.substrings(list(texts.values()), 25)
        queries = [*given, *(part for part in parts if len(part) > 1)]
        assert shelf.wrong(engine, texts, queries, ItemPage.objects.defer("body")) == {}
