"""Letters and meaning together: what visitors find, the same on every backend."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from catalogue.models import ItemPage
from search import answered
from search.backends.keys import key_space
from search.finding import Mode, find
from search.models import AnsweredQuestion
from search.services import vectors
from tests.factories.catalogue import ItemPageFactory
from tests.services.embedder import SETTING, PairsEmbedder

TITLES = {
    "living": "最低生活保障标准",
    "paid": "最低生活保障金发放",
    "road": "农村公路养护计划",
    "farm": "春耕备耕",
    "number": "关于防汛的通知",
}


@pytest.fixture(autouse=True)
def embedder(settings, monkeypatch):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    monkeypatch.setattr(PairsEmbedder, "is_down", False)


@pytest.fixture
def items(column):
    made = {
        name: ItemPageFactory(parent=column.category, organ=column.office, title=title)
        for name, title in TITLES.items()
    }
    made["number"].document_number = "泗政〔2013〕12号"
    made["number"].save_revision().publish()
    vectors.make_missing()
    return made


@pytest.fixture
def search(engine, items):
    names = {item.pk: name for name, item in items.items()}

    def searched(text, queryset=None):
        engine.settle()
        every = ItemPage.objects.live()
        found = find(text, every)
        listing = found.within(every if queryset is None else queryset)
        shown = [names[obj.pk] for obj in listing.objects(0, 20)]
        alike = [names[key] for key in listing.keys if key in found.by_meaning]
        return found, listing, shown, alike

    return searched


def test_what_means_the_same_is_found_without_its_words(search):
    found, listing, shown, alike = search("家里穷怎么办")
    assert found.mode is Mode.ANY
    assert set(shown[:2]) == {"living", "paid"}
    assert set(alike) >= {"living", "paid"}
    assert listing.total == 0
    assert listing.length == len(shown)
    assert list(listing.restrict(ItemPage.objects.live())) == []


def test_hits_by_letters_are_counted_and_those_by_meaning_are_not(search):
    _found, listing, shown, alike = search("马路养护归谁管")
    assert shown[0] == "road"
    assert "road" not in alike
    assert listing.total == len(shown) - len(alike)
    assert set(listing.restrict(ItemPage.objects.live()).values_list("title", flat=True)) == {
        TITLES[name] for name in shown if name not in alike
    }


def test_what_has_all_the_words_stands_before_what_means_the_same(search, items):
    found, listing, shown, _alike = search("低保")
    assert shown == [] or found.mode is Mode.ANY
    found, listing, shown, _alike = search("标准")
    assert found.mode is Mode.ALL
    assert shown == ["living"]
    assert listing.total == 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("最低生活保障金发放", "paid"),
        ("春耕备耕", "farm"),
        ("泗政〔2013〕12号", "number"),
        ("泗政 2013 12", "number"),
        ("“农村公路”", "road"),
    ],
)
def test_a_title_a_number_or_a_phrase_is_never_pushed_down(text, first, search):
    _found, _listing, shown, alike = search(text)
    assert shown[0] == first
    assert first not in alike


def test_what_was_excluded_is_not_found_by_meaning_either(search):
    _found, _listing, shown, _alike = search("家里穷 -发放")
    assert "paid" not in shown
    assert shown[0] == "living"


def test_only_the_narrower_collection_is_listed(search, items):
    narrow = ItemPage.objects.live().filter(pk=items["paid"].pk)
    _found, _listing, shown, _alike = search("家里穷怎么办", narrow)
    assert shown == ["paid"]


def test_while_the_model_is_out_of_reach_letters_decide(search):
    PairsEmbedder.is_down = True
    _found, listing, shown, alike = search("公路养护归谁管")
    assert shown == ["road"]
    assert alike == []
    assert listing.total == 1
    assert search("家里穷怎么办")[2] == []


def test_a_model_that_did_not_answer_is_left_alone_for_a_while(search):
    PairsEmbedder.is_down = True
    assert search("家里穷怎么办")[2] == []
    PairsEmbedder.is_down = False
    assert search("家里穷怎么办")[2] == []
    cache.clear()
    assert search("家里穷怎么办")[2] != []


def test_without_an_embedder_letters_decide(search, settings):
    settings.GONGKAI_SEARCH_EMBEDDER = None
    assert search("公路养护归谁管")[2] == ["road"]
    assert search("家里穷怎么办")[2] == []


def test_a_page_without_a_vector_is_found_by_its_letters(search, items):
    vectors.forget([key_space(ItemPage).key_of(items["road"].pk)])
    _found, _listing, shown, alike = search("公路养护归谁管")
    assert shown[0] == "road"
    assert "road" not in alike


def test_the_answer_that_an_editor_named_comes_first(search, items):
    asked = "孩子上学要交什么"
    before = search(asked)[2]
    answer = next(name for name in items if name not in before[:1])
    AnsweredQuestion.objects.create(question="孩子上学要交什么材料", page=items[answer])
    answered.renew()
    assert search(asked)[2][0] == answer


def test_an_answer_that_is_no_longer_public_is_not_shown(search, items):
    AnsweredQuestion.objects.create(question="孩子上学要交什么材料", page=items["farm"])
    answered.renew()
    items["farm"].unpublish()
    assert "farm" not in search("孩子上学要交什么")[2]
