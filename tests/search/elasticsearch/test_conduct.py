"""modelsearch's own conduct: filters, orders, slices, facets, scores."""

from __future__ import annotations

from datetime import date

import pytest
from modelsearch.backends.base import FilterFieldError, OrderByFieldError
from modelsearch.query import MATCH_ALL

from catalogue.models import ItemPage
from search.backends import elasticsearch

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def years(fill):
    """Thirteen items, of 2001 to 2013."""
    return fill(
        *(
            {
                "title": f"第{year}号公路",
                "written_on": date(year, 5, 1),
                "published_on": date(year, 5, 1),
                "kind": kind,
            }
            for year, kind in zip(range(2001, 2014), ["news", "document"] * 7, strict=False)
        )
    )


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


@pytest.mark.parametrize("place", [(0, None), (2, 5), (4, 11), (9, 40), (12, None), (5, 5)])
@pytest.mark.parametrize("by_relevance", [True, False])
def test_slices_at_any_depth(engine, years, monkeypatch, place, by_relevance):
    monkeypatch.setattr(elasticsearch, "_WINDOW", 10)
    monkeypatch.setattr(elasticsearch, "_PAGE", 3)
    found = engine.search("公路", ItemPage, order_by_relevance=by_relevance)
    # Of one score each: the newest first. Pages have an order of their own, by their place.
    whole = sorted(years, key=lambda item: -item.pk) if by_relevance else years
    assert list(found[slice(*place)]) == whole[slice(*place)]


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
