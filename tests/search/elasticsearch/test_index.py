"""What may be found and counted, and how the index follows what is written."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemPage
from search.backends.elasticsearch9 import SearchBackend

pytestmark = pytest.mark.django_db

NOTICE = {"title": "关于公路养护的通知"}


def test_drafts_stay_out(engine, fill):
    public, _draft = fill(NOTICE, {**NOTICE, "live": False})
    assert list(engine.search("公路", ItemPage.objects.live())) == [public]
    assert engine.search("公路", ItemPage.objects.live()).count() == 1
    assert [hit.pk for hit in engine.nearest("公路", ItemPage.objects.live())] == [public.pk]


def test_private_branches_stay_out(engine, fill, column):
    public, hidden = fill(NOTICE, {**NOTICE, "parent": column.categories[1]})
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=column.categories[1].pk), restriction_type="login"
    )
    assert list(engine.search("公路", ItemPage.objects.live().public())) == [public]
    assert list(engine.search("公路", ItemPage.objects.not_public())) == [hidden]


def test_finds_children_by_their_root(engine, fill):
    (item,) = fill(NOTICE)
    assert [page.specific for page in engine.search("公路", Page)] == [item]


def test_follows_what_is_changed_and_deleted(engine, fill):
    deleted, changed, kept = fill(NOTICE, NOTICE, NOTICE)
    engine.delete(deleted)
    changed.title = "关于农田的通知"
    engine.add(changed)
    engine.refresh_indexes()
    assert list(engine.search("公路", ItemPage)) == [kept]
    assert list(engine.search("农田", ItemPage)) == [changed]


def test_keys_are_filters(engine, fill):
    first, second = fill(NOTICE, NOTICE)
    others = ItemPage.objects.exclude(pk__in=[first.pk])
    assert engine.search("公路", others).count() == 1
    assert engine.search("公路", ItemPage.objects.filter(pk=second.pk)).count() == 1
    assert (
        engine.search("公路", Page.objects.filter(pk__in=ItemPage.objects.values("pk"))).count()
        == 2
    )


def test_an_index_that_is_not_there_has_no_hits(settings_of_backend, column):
    backend = SearchBackend(settings_of_backend(INDEX_PREFIX="never_made_"))
    found = backend.search("公路", ItemPage)
    assert list(found) == found.scored(10) == []
    assert found.count() == 0
    assert not found.exists()
    assert found.facet("kind") == {}
    assert found.count_keys({"kind": (ItemPage.objects.all(), "kind")}) == {"kind": {}}


def test_a_first_document_makes_the_index(settings_of_backend, fill):
    (item,) = fill(NOTICE)
    backend = SearchBackend(settings_of_backend(INDEX_PREFIX="made_by_writing_"))
    index = backend.get_index_for_model(ItemPage)
    index.delete()
    backend.add(item)
    index.refresh()
    assert list(backend.search("路养", ItemPage.objects.filter(kind=item.kind))) == [item]


def test_rebuilds_behind_an_alias(settings_of_backend, fill):
    first, second = fill(NOTICE, NOTICE)
    backend = SearchBackend(settings_of_backend(INDEX_PREFIX="rebuilt_"))
    index = backend.get_index_for_model(ItemPage)
    for items in ([first], [first, second]):
        rebuilder = backend.rebuilder_class(index)
        target = rebuilder.start()
        target.add_model(ItemPage)
        target.add_items(ItemPage, items)
        rebuilder.finish()
        assert set(backend.search("公路", ItemPage)) == set(items)
    assert index.is_alias()
    assert len(index.aliased_indices()) == 1
    backend.reset_indexes()
    assert backend.search("公路", ItemPage).count() == 0


def test_counts_for_several_querysets_in_one_request(engine, fill, column, monkeypatch):
    items = fill(
        {"title": "公路一", "kind": "news"},
        {"title": "公路二", "kind": "document", "organ": column.offices[0]},
        {"title": "公路三", "kind": "document", "live": False},
        {"title": "农田", "kind": "news"},
    )
    live = ItemPage.objects.live()
    found = engine.search("公路", live.filter(kind="news"))
    asked = []
    search = engine.es.search
    monkeypatch.setattr(engine.es, "search", lambda **body: asked.append(body) or search(**body))
    counts = found.count_keys(
        {
            "kind": (live, "kind"),
            "organ": (live.filter(kind="document"), "organ_id"),
            "year": (ItemPage.objects.none(), "published_year"),
        }
    )
    assert counts == {
        "kind": {"news": 1, "document": 1},
        "organ": {str(items[1].organ_id): 1},
        "year": {},
    }
    assert len(asked) == 1
    assert found.count_keys({}) == {}
