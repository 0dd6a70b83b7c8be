"""Words of a run, and the dictionary behind them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail import hooks
from wagtail.models import PageViewRestriction

from search import live
from search.models import DictionaryWord
from search.text import words
from search.text.synonyms import thesaurus
from tests.factories.catalogue import OrganFactory, TopicFactory, make_column
from tests.factories.search import DictionaryWordFactory

pytestmark = pytest.mark.django_db

REFUSED = DictionaryWord.Treatment.REFUSED


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when a test says so."""

    class Clock:
        now = 0.0

    monkeypatch.setattr(live, "monotonic", lambda: Clock.now)
    return Clock


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("信息公开指南", ["信息", "公开", "指南"]),
        ("卫星城市政府", ["卫星城", "市政府"]),
        ("镇", ["镇"]),
        ("", []),
    ],
)
def test_a_run_is_cut_into_words(run, expected):
    assert words.segment(run) == expected


def test_the_words_are_the_run():
    """Whatever the dictionary, nothing is lost."""
    engine = words.build(words.Dictionary(kept=frozenset(["息公"]), refused=frozenset(["信息"])))

    @given(st.text("信息公开条例政府镇卫星城市号年第〇㐀𠮷", max_size=30))
    @settings(deadline=None)
    def nothing_is_lost(run):
        assert "".join(engine.cut(run)) == run

    nothing_is_lost()


def test_a_word_of_the_dictionary_is_kept_in_one_piece():
    assert words.segment("泗门镇低保") == ["泗门", "镇", "低保"]
    DictionaryWordFactory(word="泗门镇")
    words.renew()
    assert words.segment("泗门镇低保") == ["泗门镇", "低保"]


def test_a_refused_word_is_always_cut():
    DictionaryWordFactory(word="卫星城", treatment=REFUSED)
    assert words.segment("卫星城市政府") == ["卫星", "城市", "政府"]


def test_a_word_taken_out_again_leaves_no_trace():
    before = words.segment("卫星城市政府")
    row = DictionaryWordFactory(word="城市政府")
    words.renew()
    assert words.segment("卫星城市政府") == ["卫星", "城市政府"]
    row.delete()
    words.renew()
    assert words.segment("卫星城市政府") == before


def test_words_of_organs_topics_and_public_categories_are_known():
    column = make_column()
    OrganFactory(name="泗门镇五水共治办（治水办）", short_name="治水办")
    TopicFactory(name="农村公路养护")
    secret = column.categories[2]
    secret.title = "内部绝密事项"
    secret.save()
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    given_words = words.read_dictionary().given
    assert {
        "泗门镇人民政府",
        "泗门镇",
        "泗门镇五水共治办",
        "治水办",
        "农村公路养护",
        "规范性文件",
    } <= given_words
    assert "内部绝密事项" not in given_words
    assert words.segment("泗门镇人民政府农村公路养护") == ["泗门镇人民政府", "农村公路养护"]


def test_the_office_may_refuse_a_word_of_another_app():
    TopicFactory(name="农村公路养护")
    DictionaryWordFactory(word="农村公路养护", treatment=REFUSED)
    assert words.segment("农村公路养护") == ["农村公路", "养护"]


def test_another_site_gives_words_of_its_own():
    def given_words():
        return ["某某工程", "三北（防护林）", "A座", "x", "林", "很长" * 20]

    with hooks.register_temporarily("register_gongkai_search_words", given_words):
        known = words.read_dictionary().given
    assert {"某某工程", "三北", "防护林"} <= known
    assert not {"林", "座", "a", "x", "很长" * 20} & known


def test_the_database_is_asked_once_a_minute(clock, django_assert_num_queries):
    words.segment("信息公开")
    with django_assert_num_queries(0):
        for _call in range(100):
            words.segment("信息公开")
    clock.now += live.FRESH_FOR + 1
    # Synonyms are read on an account of their own.
    thesaurus()
    # The dictionary, organs and their former names, topics, categories and restrictions.
    with django_assert_num_queries(6):
        words.segment("信息公开")
        words.segment("信息公开")


def test_a_cache_that_keeps_nothing_asks_no_more(settings, clock, django_assert_num_queries):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    words.segment("信息公开")
    with django_assert_num_queries(0):
        words.segment("信息公开")


def test_without_news_of_it_a_change_is_known_after_a_minute(clock):
    words.segment("卫星城市政府")
    DictionaryWord.objects.bulk_create([DictionaryWord(word="城市政府")])
    assert words.segment("卫星城市政府") == ["卫星城", "市政府"]
    clock.now += live.FRESH_FOR + 1
    assert words.segment("卫星城市政府") == ["卫星", "城市政府"]


def test_a_change_is_known_when_it_is_stored(clock, django_capture_on_commit_callbacks):
    words.segment("卫星城市政府")
    with django_capture_on_commit_callbacks() as callbacks:
        row = DictionaryWordFactory(word="城市政府")
        assert words.segment("卫星城市政府") == ["卫星城", "市政府"]
    for callback in callbacks:
        callback()
    assert words.segment("卫星城市政府") == ["卫星", "城市政府"]
    with django_capture_on_commit_callbacks(execute=True):
        DictionaryWord.objects.filter(pk=row.pk).delete()
    assert words.segment("卫星城市政府") == ["卫星城", "市政府"]


def test_a_segmenter_is_built_anew_only_for_other_words(clock, monkeypatch):
    words.segment("信息公开")
    monkeypatch.setattr(words, "build", None)
    clock.now += live.FRESH_FOR + 1
    words.renew()
    assert words.segment("信息公开") == ["信息", "公开"]
