"""What editors tend the search with, on every backend."""

from __future__ import annotations

import pytest
from modelsearch.query import And, Phrase

from catalogue.models import ItemPage
from search.finding import Mode, find
from search.query.language import parse
from search.services.index_health import index_health
from search.services.reindexing import reindex
from tests.factories.catalogue import ItemPageFactory
from tests.factories.search import SynonymGroupFactory

from . import shelf

TITLES = (
    "低保标准的通知",
    "最低生活保障标准的通知",
    "怎么申请最低生活保障",
    "最低收入和生活保障",
    "公路养护标准",
    "降低保证金标准",
)


@pytest.fixture
def said(engine, column, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroupFactory()
        SynonymGroupFactory(kind="one-way", words="马路", found_words="公路")
    texts = shelf.fill(engine, column, [(title, "", "", "") for title in TITLES])
    return dict(zip(TITLES, texts, strict=True))


def titles(query, **more):
    found = find(query, ItemPage.objects.all())
    return {item.title for item in found.within(ItemPage.objects.filter(**more)).objects(0, 20)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("低保", {TITLES[0], TITLES[1], TITLES[2], TITLES[5]}),
        ("最低生活保障", {TITLES[0], TITLES[1], TITLES[2], TITLES[5]}),
        ("低保 标准", {TITLES[0], TITLES[1], TITLES[5]}),
        ("低保标准", {TITLES[0], TITLES[1]}),
        ("怎么申请低保", {TITLES[2]}),
        ("“低保”", {TITLES[0], TITLES[5]}),
        ("标准 -低保", {TITLES[1], TITLES[4]}),
        ("马路养护", {TITLES[4]}),
        ("马路 标准", {TITLES[4]}),
    ],
)
def test_synonyms_are_found(engine, said, query, expected):
    engine.settle()
    assert titles(query) == expected
    assert find(query, ItemPage.objects.all()).mode is Mode.ALL


@pytest.mark.parametrize(
    ("query", "first"),
    [("低保 通知", "低保标准的通知"), ("最低生活保障 通知", "最低生活保障标准的通知")],
)
def test_what_has_the_word_itself_stands_before_a_synonym(engine, said, query, first):
    engine.settle()
    items = ItemPage.objects.all()
    shown = find(query, items).within(items).objects(0, 20)
    assert shown[0].title == first
    assert len(shown) == 2


def test_words_that_were_cut_have_synonyms(engine, said):
    engine.settle()
    found = find("申请低保流程标准", ItemPage.objects.all())
    assert found.mode is Mode.ANY
    query = parse("标准低保").segmented()
    keys = {item.pk for item in engine.search(query, ItemPage)}
    assert keys == {said[TITLES[0]], said[TITLES[1]], said[TITLES[5]]}


def test_what_is_nearest_has_synonyms_too(engine, said):
    engine.settle()
    found = find("低保停发后如何恢复", ItemPage.objects.all())
    assert said[TITLES[1]] in found.nearest


def test_the_index_is_made_anew(engine, column):
    item = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴办法")
    gone = ItemPageFactory(parent=column.category, organ=column.office, title="养羊补贴办法")
    list(reindex())
    engine.settle()
    assert index_health().is_well
    ItemPage.objects.filter(pk=item.pk).update(title="养鹅补贴办法")
    engine.settle()
    assert index_health().stale == 1
    engine.delete(gone)
    engine.settle()
    assert index_health().missing == 1
    *_before, (done, total) = reindex()
    assert done == total > 2
    engine.settle()
    health = index_health()
    assert health.is_well
    assert health.objects == health.entries
    query = And([Phrase("养鹅"), Phrase("补贴")])
    assert [each.pk for each in engine.search(query, ItemPage)] == [item.pk]
    assert engine.search("养羊", ItemPage).count() == 1
