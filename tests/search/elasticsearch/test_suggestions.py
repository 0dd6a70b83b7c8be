"""Suggestions and corrections where the index is on a cluster, and the phrases in the database."""

from __future__ import annotations

import pytest

from catalogue.models import ItemPage
from search.query.language import parse
from search.services.suggestions import rebuild
from search.suggest import suggestions as module
from search.suggest.correction import correction
from search.suggest.suggestions import suggest

pytestmark = pytest.mark.django_db

TITLES = ("信息公开指南", "信息公开年度报告", "农村公路信息公开办法", "獬豸名录")


class Shelf:
    """A source of some items."""

    def __init__(self, items):
        self.items = items

    def everything(self):
        return self.items


@pytest.fixture
def suggested(engine, fill, monkeypatch):
    """Gives texts and kinds of what is suggested among some items, all of them by default."""
    fill(*({"title": title} for title in TITLES))
    rebuild()
    monkeypatch.setattr(module, "get_search_backend", lambda name: engine)

    def ask(typed, items=None):
        everything = ItemPage.objects.live() if items is None else items
        return [(each.text, each.kind) for each in suggest(typed, Shelf(everything))]

    return ask


@pytest.mark.parametrize("typed", ["信息", "xinxigo", "xxgk", "信xi", "息公"])
def test_phrases_and_titles_are_suggested(suggested, typed):
    found = suggested(typed)
    assert ("信息公开", "phrase") in found
    assert ("农村公路信息公开办法", "title") in found


@pytest.mark.parametrize("typed", ["獬豸", "xzml", "獬z", "豸名"])
def test_what_the_visitor_may_not_find_is_not_told(suggested, typed):
    assert [text for text, _kind in suggested(typed)] == ["獬豸名录"]
    assert suggested(typed, ItemPage.objects.exclude(title="獬豸名录")) == []


def test_what_was_meant_is_offered_if_it_finds_more(engine, suggested):
    everything = ItemPage.objects.live()
    assert correction(parse("新习公开"), everything, engine) == "信息公开"
    hidden = everything.exclude(title__in=TITLES[:3])
    assert correction(parse("新习公开"), hidden, engine) is None
