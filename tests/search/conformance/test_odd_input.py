"""Whatever is typed is a text: no input is an error, on any way into the index."""

from __future__ import annotations

import pytest
from modelsearch.query import And, Not, Or, Phrase, PlainText

from catalogue.models import ItemPage
from tests.factories.catalogue import ItemPageFactory

ODD = {
    "nothing": " ",
    "full-width space": "\u3000",
    "quote": '"',
    "unbalanced quotes": '"信息 “公开',
    "apostrophe": "'; DROP TABLE gongkai_search_entry; --",
    "backslash": "\\' \\\" \\",
    "operators of SQLite": "信息 NEAR/2 公开 AND OR NOT ( ^ * : {title}",
    "operators of PostgreSQL": "信息 & | ! <-> <2> :* :AB",
    "operators of Elasticsearch": "+信息 -公开 ~2 [a TO b] title:x /re/ && ||",
    "per cent": "100% %s %(x)s %%",
    "null character": "信\x00息",
    "control characters": "\x1f\x1e\x01信息\x7f",
    "emoji": "👩‍👩‍👧‍👦🇨🇳",
    "lone surrogate": "信\ud800息",
    "private use": "\ue000 \ue000信息\ue001",
    "right to left": "\u202e信息\u202c مرحبا",
    "combining": "e\u0301" * 50,
    "planes": "𠀀𪜶𫝀 𠮷",
    "ten thousand characters": "政府信息公开条例" * 1250,
    "ten thousand different": "".join(chr(0x4E00 + number) for number in range(10_000)),
    "ten thousand words": "字 " * 5000,
    "thousands of different words": " ".join(chr(0x4E00 + number) for number in range(3000)),
    "one long word": "x" * 10_000,
    "one long number": "1" * 10_000,
    "only punctuation": "，。、；：？！…—·ˉ¨‘’“”～‖∶＂＇｀｜〃〔〕〈〉《》「」『』．【】（）",
    "a number's parts": "〔2013〕 号 第",
}


@pytest.fixture
def item(engine, column):
    return ItemPageFactory(
        parent=column.category, organ=column.office, title="信息公开", summary="政府"
    )


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_input_is_a_text(engine, item, text):
    for operator in ("and", "or"):
        results = engine.search(text, ItemPage, operator=operator)
        assert results.count() == len(list(results))
        results.exists()
        results.scored(10)
        results.facet("kind")
    list(engine.autocomplete(text, ItemPage))
    list(engine.search(text, ItemPage, fields=["title"]))
    words = [Phrase(text), PlainText(text, operator="or")]
    list(engine.search(And([Or(words), Not(Phrase(text))]), ItemPage))
    engine.nearest(text, ItemPage.objects.all())


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_indexed(engine, column, text):
    kept = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    item = ItemPageFactory(
        parent=column.category,
        organ=column.office,
        title="公路养护",
        summary=kept[:500],
        body=[("text", kept)],
    )
    assert [found.pk for found in engine.search("公路养护", ItemPage)] == [item.pk]


def test_a_null_character_is_no_part_of_a_word(engine, item):
    assert engine.search("信息\x00", ItemPage).count() == 1
