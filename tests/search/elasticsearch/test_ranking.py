"""Order of hits, and what is nearest to a question."""

from __future__ import annotations

import pytest

from catalogue.models import ItemPage
from search.backends.elasticsearch9 import SearchBackend

pytestmark = pytest.mark.django_db

TEXTS = [
    {"title": "关于农田的通知", "body": [("text", "<p>公路养护也要注意，公路养护。</p>")]},
    {"title": "关于公路养护的通知"},
    {"title": "关于公路的通知", "summary": "其养护由村委会负责。公路养护。"},
    {"title": "关于低保的通知", "summary": "申请人应当提交材料。"},
]


@pytest.fixture(scope="module")
def items(fill):
    return fill(*TEXTS)


def test_the_title_goes_first(engine, items):
    scored = engine.search("公路养护", ItemPage).scored(10)
    places = {item.pk: place for place, item in enumerate(items)}
    assert [(places[hit.pk], hit.tier) for hit in scored] == [(1, 3), (2, 2), (0, 1)]
    assert len(engine.search("公路养护", ItemPage).scored(2)) == 2


def test_a_question_finds_the_nearest(engine, items):
    hits = engine.nearest("申请低保要提交什么材料？", ItemPage.objects.all())
    assert hits[0].pk == items[3].pk
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    others = ItemPage.objects.exclude(pk__in=[items[3].pk])
    assert items[3].pk not in {hit.pk for hit in engine.nearest("申请低保", others)}
    assert engine.nearest("？", ItemPage.objects.all()) == []


def test_words_of_an_analyser_of_the_cluster(settings_of_backend, fill):
    backend = SearchBackend(settings_of_backend(INDEX_PREFIX="words_", ANALYZER="standard"))
    items = fill(*TEXTS, backend=backend)
    assert backend.nearest("低保材料", ItemPage.objects.all())[0].pk == items[3].pk
    assert [hit.pk for hit in backend.search("公路养护", ItemPage).scored(1)] == [items[1].pk]
