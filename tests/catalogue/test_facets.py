"""The count beside a filter value is the number of items that choosing it shows."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.http import QueryDict

from catalogue.facets import count_facets
from catalogue.filters import ItemFilterSet
from tests.factories.catalogue import GenreFactory, ItemPageFactory, TopicFactory, make_column

pytestmark = pytest.mark.django_db


@pytest.fixture
def column():
    """Forty items with metadata drawn by lot, the same ones in every run."""
    column = make_column()
    lot = random.Random(2013)
    superior = TopicFactory(code="zong", name="综合政务")
    topics = [None, superior, TopicFactory(code="zong-gk", name="政务公开", parent=superior)]
    genres = [None, GenreFactory(code="notice"), GenreFactory(code="letter")]
    for number in range(40):
        day = date(lot.choice([2012, 2013, 2014]), lot.randint(1, 12), 1)
        ItemPageFactory(
            title=f"关于{lot.choice(['公路', '农田'])}的第{number}号通知",
            parent=lot.choice([*column.categories, column.policies]),
            organ=lot.choice([column.government, *column.offices]),
            written_on=day,
            published_on=day,
            kind=lot.choice(["document", "news", "message", "other"]),
            topic=lot.choice(topics),
            genre=lot.choice(genres),
            expires_on=lot.choice([None, date(2015, 1, 1)]),
            repealed_on=lot.choice([None, None, date(2016, 1, 1)]),
        )
    return column


def filterset(column, query):
    found = ItemFilterSet(QueryDict(query), root=column.home)
    assert found.is_valid()
    return found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=news",
        "year=2013",
        "year=2013&month=3",
        "category=20-01",
        "organ=si-men-zhen",
        "organ=si-men-zhen-nong-ye-ban-gong-shi&validity=valid",
        "topic=zong",
        "genre=notice&kind=document",
        "q=公路",
        "q=公路&kind=document&year=2013&validity=expired&topic=zong&genre=notice&category=20-01&organ=si-men-zhen",
    ],
)
def test_every_count_is_what_its_link_shows(column, query):
    shown = filterset(column, query)
    counted = count_facets(shown)
    assert counted.total == shown.qs.count()
    assert {facet.name for facet in counted.facets} == {
        "kind", "year", "category", "organ", "topic", "genre", "validity",
    }  # fmt: skip
    for facet in counted.facets:
        for value in facet.values:
            behind = filterset(column, value.url.removeprefix("?"))
            if value.selected:
                assert facet.name not in behind.conditions
                assert value.count == shown.qs.count()
            else:
                assert behind.conditions[facet.name] in (
                    value.value,
                    int(value.value or 0) if value.value.isdigit() else None,
                )
                assert behind.qs.count() == value.count, (facet.name, value)


@pytest.mark.parametrize("query", ["", "kind=news", "year=2013&kind=news&validity=valid", "q=公路"])
def test_all_counts_come_from_one_query(column, query, django_assert_num_queries):
    shown = filterset(column, query)
    with django_assert_num_queries(1):
        count_facets(shown)


def test_values_that_nothing_has_are_not_offered_but_the_chosen_one_is(column):
    GenreFactory(code="decree", name="命令")
    named = {facet.name: facet for facet in count_facets(filterset(column, "")).facets}
    assert "decree" not in [value.value for value in named["genre"].values]
    named = {facet.name: facet for facet in count_facets(filterset(column, "genre=decree")).facets}
    chosen = next(value for value in named["genre"].values if value.selected)
    assert (chosen.value, chosen.count, chosen.url) == ("decree", 0, "?")
    assert named["genre"].is_active
    # Kinds and validities are few: their zeros are told.
    assert [value.count for value in named["kind"].values] == [0, 0, 0, 0]


def test_trees_are_shown_in_order_with_their_depth(column):
    named = {facet.name: facet for facet in count_facets(filterset(column, "")).facets}
    codes = [(value.value, value.level) for value in named["category"].values]
    assert codes[1:] == [("20-01", 0), ("20-01-01", 1), ("20-04", 0)]
    assert codes[0] == ("policies", 0)
    assert [value.level for value in named["organ"].values] == [0, 1, 1]
    assert [(value.value, value.level) for value in named["topic"].values] == [
        ("zong", 0),
        ("zong-gk", 1),
    ]


def test_the_month_goes_with_its_year(column):
    named = {f.name: f for f in count_facets(filterset(column, "year=2013&month=3")).facets}
    assert {value.url for value in named["year"].values} == {"?", "?year=2012", "?year=2014"}
