"""What is not public is not found by its meaning either, by whatever it is hidden."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from search.backends.keys import key_space
from search.models import Vector
from search.services import vectors
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.search.test_leaks import SECRET, WAYS, assert_only_the_public_one_is_told
from tests.services.embedder import SETTING, PairsEmbedder

pytestmark = pytest.mark.django_db

# Means nearly the same as the hidden item, and has no letter of it.
ASKED = ("我家想养蜜蜂", "蜜蜂补贴怎么领", "秘密养蜜蜂的人有谁")
NEVER_SHOWN = {"draft", "scheduled"}


@pytest.fixture
def column(settings, monkeypatch):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    monkeypatch.setattr(PairsEmbedder, "is_down", False)
    monkeypatch.setattr(PairsEmbedder, "passages", [])
    monkeypatch.setattr("tests.services.embedder.ALIKE", {"蜜蜂": f"蜂与{SECRET}养蜂场名单"})
    column = make_column()
    ItemPageFactory(
        parent=column.category, organ=column.office, title="养蜂补贴办法", summary="养蜂每箱一元。"
    )
    return column


def ask(client, text):
    return client.get("/search/", {"q": text})


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_public_is_not_near(column, client, way, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        WAYS[way](column)
    vectors.make_missing()
    for text in ASKED:
        assert_only_the_public_one_is_told(ask(client, text), text)
    if way in NEVER_SHOWN:
        assert not any(SECRET in text for text in PairsEmbedder.passages)


@pytest.mark.parametrize("way", WAYS)
def test_what_was_hidden_behind_the_back_of_the_vectors_is_not_near(column, client, way):
    """Nobody committed anything: the vectors are as old as they can be."""
    vectors.make_missing()
    WAYS[way](column)
    for text in ASKED:
        assert_only_the_public_one_is_told(ask(client, text), text)


def test_the_hidden_one_would_be_near_if_it_were_public(
    column, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        item = ItemPageFactory(
            parent=column.category, organ=column.office, title=f"{SECRET}养蜂场名单"
        )
    shown = ask(client, ASKED[0]).context["results"]
    assert shown[0].item.pk == item.pk
    with django_capture_on_commit_callbacks(execute=True):
        item.unpublish()
    assert not Vector.objects.filter(pk=key_space(Page).key_of(item.pk)).exists()
    assert_only_the_public_one_is_told(ask(client, ASKED[0]), ASKED[0])
