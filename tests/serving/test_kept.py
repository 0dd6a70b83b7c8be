"""Answers and values that know what they depend on."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from serving import kept as values
from serving.answers import kept_response
from serving.content import content_tag
from serving.versions import column_scope, renew
from tests.factories.catalogue import GenreFactory, ItemPageFactory

pytestmark = pytest.mark.django_db


class Asked:
    """An answer that counts how often it is made."""

    def __init__(self, make=None):
        self.times = 0
        self.make = make or (lambda: HttpResponse("[1, 2]", content_type="application/json"))

    def __call__(self):
        self.times += 1
        return self.make()


def ask(asked, path="/api/", column=None, name="api", **headers):
    request = RequestFactory().get(path, headers=headers)
    return kept_response(request, name=name, column_pk=column, build=asked)


class TestAnswers:
    def test_are_made_once(self):
        asked = Asked()
        assert ask(asked).content == ask(asked).content == b"[1, 2]"
        assert asked.times == 1

    def test_are_told_apart_by_name_address_and_language(self):
        asked = Asked()
        ask(asked)
        ask(asked, name="feed")
        ask(asked, path="/api/?a=1")
        ask(asked, path="/other/")
        with translation.override("en"):
            ask(asked)
        assert asked.times == 5
        ask(asked, path="/api/?b=1&a=2&a=1")
        ask(asked, path="/api/?a=2&b=1&a=1")
        assert asked.times == 6
        ask(asked, path="/api/?a=1&b=1&a=2")
        assert asked.times == 7

    def test_who_has_it_is_told_so_before_anything_is_made(self):
        asked = Asked()
        etag = ask(asked).headers["ETag"]
        cache.clear()
        answer = ask(asked, **{"If-None-Match": f'"other", {etag}'})
        assert (answer.status_code, asked.times) == (304, 1)
        assert answer.headers["ETag"] == etag

    def test_a_change_makes_them_anew(self, column):
        asked = Asked()
        etag = ask(asked).headers["ETag"]
        ItemPageFactory(parent=column.category, organ=column.office)
        assert ask(asked, **{"If-None-Match": etag}).status_code == 200
        assert asked.times == 2

    def test_a_change_in_another_column_does_not(self, column):
        asked = Asked()
        ask(asked, column=column.home.pk)
        renew(column_scope(column.home.pk + 1))
        ask(asked, column=column.home.pk)
        assert asked.times == 1
        GenreFactory()
        ask(asked, column=column.home.pk)
        assert asked.times == 2

    @pytest.mark.parametrize(
        "make",
        [
            lambda: HttpResponse("no", status=400),
            lambda: HttpResponse("x", headers={"Cache-Control": "no-store"}),
            lambda: HttpResponse("x", headers={"Set-Cookie": "a=b"}),
        ],
    )
    def test_errors_and_private_answers_are_made_each_time(self, make):
        asked = Asked(make)
        ask(asked)
        answer = ask(asked)
        assert asked.times == 2
        assert "ETag" not in answer.headers

    def test_what_fails_is_not_kept(self):
        def fail():
            raise ZeroDivisionError

        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                ask(fail)
        asked = Asked()
        assert ask(asked).status_code == 200

    def test_somebody_with_a_token_gets_an_answer_of_their_own(self):
        asked = Asked()
        ask(asked)
        answer = ask(asked, Authorization="Bearer x")
        assert asked.times == 2
        assert "private" in answer.headers["Cache-Control"]

    def test_who_changes_an_answer_changes_no_other(self):
        asked = Asked()
        for _ in range(2):
            answer = ask(asked)
            assert "RateLimit" not in answer.headers
            answer.headers["RateLimit"] = "1"

    def test_a_query_without_end_is_not_kept(self):
        asked = Asked()
        for _ in range(2):
            ask(asked, path=f"/api/?a={'x' * 2000}")
        assert asked.times == 2


class TestValues:
    def test_are_asked_for_once_until_their_model_changes(self):
        asked = Asked(lambda: {"a": 1})
        for _ in range(2):
            assert values.kept("words", ["gongkai_catalogue.Genre"], asked) == {"a": 1}
        assert asked.times == 1
        renew("gongkai_catalogue.Organ")
        values.kept("words", ["gongkai_catalogue.Genre"], asked)
        assert asked.times == 1
        GenreFactory()
        values.kept("words", ["gongkai_catalogue.Genre"], asked)
        assert asked.times == 2

    def test_what_was_made_during_a_change_is_not_kept(self):
        def change():
            renew("public")
            return 1

        asked = Asked(change)
        values.kept("n", ["public"], asked)
        values.kept("n", ["public"], asked)
        assert asked.times == 2


def test_the_tag_holds_the_day_and_the_code(column, monkeypatch):
    before = content_tag(None, column.home.pk)
    assert content_tag(None, column.home.pk) == before
    monkeypatch.setattr("serving.content.release", lambda: "other")
    assert content_tag(None, column.home.pk) != before


def test_the_tag_is_read_once_for_a_request(column, django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        for _ in range(2):
            content_tag(request, column.home.pk)
