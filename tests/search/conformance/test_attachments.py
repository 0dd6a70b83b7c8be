"""What files say is found on every backend, after all that items say themselves, and only where
anybody may open them."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from catalogue.models import ItemPage
from tests.factories.catalogue import ItemPageFactory
from tests.factories.documents import attach, make_document
from tests.factories.files import pdfs
from tests.search.test_attachment_leaks import SECRET, WAYS

WORD = "獬豸"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def items(engine, column, commit):
    """The word stands in a file only, in the body, and in the title."""
    with commit():
        body = [("text", f"<p>{WORD}</p>")]
        items = [
            ItemPageFactory(parent=column.category, organ=column.office, **fields)
            for fields in ({"title": "一"}, {"title": "二", "body": body}, {"title": f"{WORD}三"})
        ]
        data = pdfs.pdf("第一页", f"第二页讲{WORD}的事")
        attach(items[0], make_document(name="x.pdf", data=data, title="附表"))
    return items


def test_a_word_that_stands_in_a_file_only_is_found_behind_all_others(engine, items):
    scored = engine.search(WORD, ItemPage.objects.all()).scored(10)
    assert [hit.pk for hit in scored] == [item.pk for item in reversed(items)]
    assert [hit.tier for hit in scored] == [3, 1, 0]
    assert {item.pk for item in engine.search(f"讲{WORD}", ItemPage)} == {items[0].pk}


def test_the_name_of_a_file_is_found(engine, items):
    assert [item.pk for item in engine.search("附表", ItemPage)] == [items[0].pk]


def test_the_whole_index_made_anew_has_the_files(engine, items, commit):
    with commit():
        call_command("update_index", verbosity=0)
    assert engine.search(WORD, ItemPage).count() == 3


ODD = {
    # As much as is kept of one item, of many different pairs of characters.
    "long": "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(199_000)),
    # What a picture looks like that was pasted as text.
    "one word": "iVBORw0KGgo" * 10_000,
    "control": "好" * 300 + "\x01\x0b\x7f\ufffe\uffff",
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_harm_nothing(engine, column, commit, odd):
    with commit():
        item = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂")
        text = f"{WORD}开头。{ODD[odd]}。结尾{WORD}"
        attach(item, make_document(text))
    assert [hit.pk for hit in engine.search(f"结尾{WORD}", ItemPage)] == [item.pk]
    assert [hit.pk for hit in engine.search("养蜂", ItemPage)] == [item.pk]


@pytest.mark.parametrize("way", WAYS)
def test_what_not_everybody_may_open_is_not_found(engine, column, commit, way):
    WAYS[way](column, commit)
    assert [item.pk for item in engine.search(SECRET, ItemPage.objects.disclosed())] == []
