"""What modelsearch's documentation promises of ``search()`` and ``autocomplete()``."""

from __future__ import annotations

from datetime import date

import pytest
from modelsearch.backends.base import FilterFieldError, OrderByFieldError
from modelsearch.index import SearchField
from modelsearch.query import MATCH_ALL, Fuzzy, Phrase
from wagtail.models import Page

from catalogue.enums import Kind
from catalogue.models import ItemPage, Organ
from tests.factories.catalogue import ItemPageFactory

KINDS = (Kind.DOCUMENT, Kind.NEWS, Kind.MESSAGE)


@pytest.fixture
def items(engine, column):
    """Nine items on roads, 2005 to 2013, of three kinds and two offices in turn."""
    return [
        ItemPageFactory(
            parent=column.category,
            organ=column.offices[year % 2],
            title=f"{year}年公路养护计划",
            kind=KINDS[year % 3],
            written_on=date(year, 4, 1),
            published_on=date(year, 5, 1),
            published_year=year,
        )
        for year in range(2005, 2014)
    ]


def years(results):
    return [item.published_year for item in results]


FILTERS = {
    "exact": {"kind": Kind.NEWS},
    "in": {"published_year__in": [2006, 2009, 1900]},
    "range": {"published_on__range": (date(2007, 5, 1), date(2010, 5, 1))},
    "greater": {"published_year__gt": 2010},
    "until": {"published_on__lte": date(2006, 5, 1)},
    "year": {"published_on__year": 2008},
    "no topic": {"topic__isnull": True},
    "prefix": {"title__startswith": "2007"},
    "two at once": {"kind": Kind.DOCUMENT, "published_year__gte": 2010},
    "none": {"published_year": 1900},
}


@pytest.mark.parametrize("wanted", FILTERS.values(), ids=FILTERS)
def test_filters_of_the_queryset_hold(engine, items, wanted):
    among = ItemPage.objects.filter(**wanted)
    found = engine.search("公路养护", among)
    assert {item.pk for item in found} == set(among.values_list("pk", flat=True))
    assert found.count() == among.count()


def test_a_foreign_key_and_what_is_excluded(engine, items, column):
    among = ItemPage.objects.filter(organ=column.office).exclude(kind=Kind.NEWS)
    found = engine.search("公路", among)
    assert set(years(found)) == {
        item.published_year
        for item in items
        if item.organ_id == column.office.pk and item.kind != Kind.NEWS
    }


def test_orders_of_the_queryset_hold(engine, items):
    for order in ("published_on", "-published_on"):
        among = ItemPage.objects.order_by(order)
        found = engine.search("公路", among, order_by_relevance=False)
        assert years(found) == years(among)
        assert years(found[2:5]) == years(among)[2:5]


@pytest.mark.parametrize("bounds", [(0, 4), (3, 7), (5, 100), (100, 110), (4, 4)], ids=str)
def test_slices_are_parts_of_the_whole(engine, items, bounds):
    found = engine.search("公路", ItemPage)
    whole = years(found)
    assert sorted(whole) == list(range(2005, 2014))
    start, stop = bounds
    assert years(found[start:stop]) == whole[start:stop]
    assert found[start:stop].count() == len(whole[start:stop])


def test_one_of_the_hits(engine, items):
    found = engine.search("公路", ItemPage)
    assert found[0] == next(iter(found))
    assert len(found) == found.count() == 9


def test_facets_count_the_hits(engine, items, column):
    found = engine.search("公路", ItemPage.objects.exclude(published_year=2013))
    assert dict(found.facet("kind")) == {Kind.DOCUMENT: 2, Kind.NEWS: 3, Kind.MESSAGE: 3}
    assert dict(found.facet("published_year")) == dict.fromkeys(range(2005, 2013), 1)
    counts = list(engine.search("公路", ItemPage).facet("organ_id").values())
    assert counts == sorted(counts, reverse=True) == [5, 4]
    assert dict(engine.search("没有的词", ItemPage).facet("kind")) == {}


def test_scores_are_annotated(engine, items):
    scored = engine.search("公路", ItemPage).annotate_score("relevance")
    assert [item.relevance for item in scored] == sorted(
        (item.relevance for item in scored), reverse=True
    )
    everything = engine.search(MATCH_ALL, ItemPage).annotate_score("relevance")
    assert all(item.relevance is None or item.relevance >= 0 for item in everything)


def test_titles_go_first(engine, column):
    for title, summary in (("道路", "公路"), ("公路管理", ""), ("街道", "公路")):
        ItemPageFactory(parent=column.category, organ=column.office, title=title, summary=summary)
    best = engine.search("公路", ItemPage).scored(10)[0]
    assert ItemPage.objects.get(pk=best.pk).title == "公路管理"


def test_fields_narrow_the_search(engine, column):
    ItemPageFactory(parent=column.category, organ=column.office, title="甲", summary="公路")
    ItemPageFactory(parent=column.category, organ=column.office, title="公路", summary="乙")
    assert [item.title for item in engine.search("公路", ItemPage, fields=["summary"])] == ["甲"]
    assert [item.title for item in engine.search("公路", ItemPage, fields=["title"])] == ["公路"]
    assert engine.search("公路", ItemPage, fields=["title", "summary"]).count() == 2
    assert list(engine.search("公路", ItemPage, fields=[])) == []


def test_what_no_field_is_for_is_refused(engine, items):
    with pytest.raises(FilterFieldError, match="seo_title"):
        list(engine.search("公路", ItemPage.objects.filter(seo_title="")))
    with pytest.raises(OrderByFieldError, match="seo_title"):
        among = ItemPage.objects.order_by("seo_title")
        list(engine.search("公路", among, order_by_relevance=False))
    with pytest.raises(FilterFieldError, match="summary"):
        engine.search("公路", ItemPage).facet("summary")
    with pytest.raises(NotImplementedError):
        list(engine.search(Fuzzy("公路"), ItemPage))


def test_querysets_have_search_of_their_own(engine, items, column):
    engine.settle()
    assert len(ItemPage.objects.live().search("公路养护")) == 9
    assert len(Page.objects.descendant_of(column.category).search("公路养护")) == 9
    assert len(Page.objects.search("公路养护", operator="and")) == 9
    assert list(ItemPage.objects.none().search("公路")) == []
    assert [page.title for page in ItemPage.objects.autocomplete("2007年公")] == [
        "2007年公路养护计划"
    ]


def test_pages_of_all_kinds_are_searched_together(engine, items, column):
    assert {page.pk for page in engine.search("规范性文件", Page)} == {
        column.categories[0].pk,
        column.categories[1].pk,
    }
    assert engine.search("公路", Page).count() == 9
    assert engine.search("规范性文件", ItemPage).count() == 0


def test_models_do_not_mix(engine, items, column):
    assert [organ.pk for organ in engine.search("农业", Organ)] == [column.offices[1].pk]
    assert engine.search("公路", Organ).count() == 0


def test_models_without_search_fields_find_nothing(engine, items):
    from django.contrib.auth.models import Group

    assert list(engine.search("公路", Group)) == []
    assert list(engine.search("", ItemPage)) == []


def test_hits_are_scored_best_first(engine, items):
    hits = engine.search("2009年公路", ItemPage).scored(5)
    assert [hit.pk for hit in hits] == [items[4].pk]
    hits = engine.search("公路", ItemPage.objects.filter(published_year__lt=2008)).scored(2)
    assert len(hits) == 2
    assert {hit.pk for hit in hits} <= {item.pk for item in items[:3]}


def test_questions_are_answered_by_the_nearest(engine, items, column):
    pension = ItemPageFactory(
        parent=column.category, organ=column.office, title="养老金", summary="按月领取养老金"
    )
    draft = ItemPageFactory(
        parent=column.category, organ=column.office, title="养老金草案", draft=True
    )
    hits = engine.nearest("退休以后怎么领取养老金呢？", ItemPage.objects.live())
    assert hits[0].pk == pension.pk
    assert draft.pk not in {hit.pk for hit in hits}
    assert engine.nearest("", ItemPage.objects.all()) == []
    assert engine.nearest("？！", ItemPage.objects.all()) == []


def test_a_related_object_is_searched_through_its_field(engine, column, monkeypatch):
    from modelsearch.index import RelatedFields

    related = [*ItemPage.search_fields, RelatedFields("organ", [SearchField("name")])]
    monkeypatch.setattr(ItemPage, "search_fields", related)
    item = ItemPageFactory(parent=column.category, organ=column.offices[1], title="甲")
    assert [found.pk for found in engine.search(Phrase("农业办公室"), ItemPage)] == [item.pk]
