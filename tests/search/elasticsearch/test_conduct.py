"""modelsearch's own conduct: filters, orders, slices, facets, changes of the index."""

from __future__ import annotations

from datetime import date

import pytest
from modelsearch.backends.base import FilterFieldError, OrderByFieldError
from modelsearch.query import MATCH_ALL
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemPage
from search.backends import elasticsearch
from search.backends.elasticsearch9 import SearchBackend

NOTICE = {"title": "关于公路养护的通知"}


@pytest.fixture
def years(fill):
    """Thirteen items, of 2001 to 2013."""
    return fill(
        *(
            {"title": f"第{year}号公路", "written_on": date(year, 5, 1), "published_on": date(year, 5, 1), "kind": kind}
            for year, kind in zip(range(2001, 2014), ["news", "document"] * 7, strict=False)
        )
    )


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


def test_filters_and_orders(engine, years):
    recent = ItemPage.objects.filter(published_on__gte=date(2011, 1, 1), kind="news")
    found = engine.search("公路", recent.order_by("-published_on"), order_by_relevance=False)
    assert [item.published_on.year for item in found] == [2013, 2011]
    assert [item.published_on.year for item in found[1:]] == [2011]
    assert found.count() == 2
    assert found[1:].count() == 1
    assert engine.search("公路", ItemPage.objects.none()).count() == 0


def test_names_the_field_that_is_missing(engine, years):
    with pytest.raises(FilterFieldError, match="seo_title"):
        engine.search("公路", ItemPage.objects.filter(seo_title="x"))
    with pytest.raises(OrderByFieldError, match="seo_title"):
        engine.search("公路", ItemPage.objects.order_by("seo_title"), order_by_relevance=False)
    with pytest.raises(FilterFieldError, match="seo_title"):
        engine.search("公路", ItemPage).facet("seo_title")


@pytest.mark.parametrize(("start", "stop"), [(0, None), (2, 5), (4, 11), (9, 40), (12, None), (5, 5)])
@pytest.mark.parametrize("by_relevance", [True, False])
def test_slices_at_any_depth(engine, years, monkeypatch, start, stop, by_relevance):
    monkeypatch.setattr(elasticsearch, "_WINDOW", 10)
    monkeypatch.setattr(elasticsearch, "_PAGE", 3)
    found = engine.search("公路", ItemPage, order_by_relevance=by_relevance)
    newest_first = sorted(years, key=lambda item: -item.pk)
    if by_relevance:
        newest_first = list(found[:10]) + list(found[10:])
        assert len(set(newest_first)) == 13
    assert list(found[start:stop]) == newest_first[start:stop]


def test_counts_every_value_of_a_field(engine, years):
    found = engine.search("公路", ItemPage)
    assert found.facet("published_year") == dict.fromkeys(range(2001, 2014), 1)
    assert list(found.facet("kind").items()) == [("news", 7), ("document", 6)]
    assert found.facet("published_on")[date(2005, 5, 1)] == 1
    assert found.facet("topic_id") == {None: 13}
    assert found.facet("live") == {True: 13}
    assert found.facet("organ_id") == {years[0].organ_id: 13}


def test_annotates_scores(engine, years):
    for by_relevance in (True, False):
        results = engine.search("2005", ItemPage, order_by_relevance=by_relevance)
        (item,) = results.annotate_score("closeness")
        assert item.closeness > 0


def test_everything(engine, years):
    found = engine.search(MATCH_ALL, ItemPage)
    assert set(found) == set(years)
    assert [hit.score for hit in found.scored(5)] == [0.0] * 5
    assert found.exists()


def test_forgets_what_was_deleted(engine, years):
    index = engine.get_index_for_model(ItemPage)
    engine.delete(years[0])
    years[1].title = "关于农田的通知"
    engine.add(years[1])
    index.refresh()
    assert set(engine.search("公路", ItemPage)) == set(years[2:])
    assert list(engine.search("农田", ItemPage)) == [years[1]]


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
