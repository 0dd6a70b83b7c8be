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
    """Twenty items with metadata drawn by lot, the same ones in every run."""
    column = make_column()
    lot = random.Random(2013)
    superior = TopicFactory(code="t-zong", name="本镇政务")
    topics = [None, superior, TopicFactory(code="t-zong-gk", name="政务公开", parent=superior)]
    genres = [None, GenreFactory(code="g-notice"), GenreFactory(code="g-letter")]
    for number in range(20):
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


QUERIES = [
    "",
    "kind=news",
    "year=2013",
    "year=2013&month=3",
    "category=20-01",
    "organ=si-men-zhen",
    "organ=si-men-zhen-nong-ye-ban-gong-shi&validity=valid",
    "topic=t-zong",
    "genre=g-notice&kind=document",
    "q=公路",
    "q=公路&kind=document&year=2013&validity=expired&topic=t-zong&genre=g-notice&category=20-01&organ=si-men-zhen",
]


def test_every_count_is_what_its_link_shows(column):
    for query in QUERIES:
        shown = filterset(column, query)
        counted = count_facets(shown)
        assert counted.total == shown.qs.count()
        for facet in counted.facets:
            assert_counts_are_right(column, query, facet)


def assert_counts_are_right(column, query, facet):
    for value in facet.values:
        address = value.url.removeprefix("?")
        if value.selected:
            assert facet.name not in filterset(column, address).conditions
            # A month narrows the list, but not the count of its year.
            address = query.replace("&month=3", "") if facet.name == "year" else query
        behind = filterset(column, address)
        assert str(behind.conditions[facet.name]) == value.value
        assert behind.qs.count() == value.count, (query, facet.name, value)


def test_counts_take_few_queries_and_none_while_nothing_changes(
    column, django_assert_max_num_queries
):
    for query in QUERIES:
        with django_assert_max_num_queries(20):
            count_facets(filterset(column, query))
        known = "q=" not in query
        shown = filterset(column, query)
        # The version of the content is asked for each time where there is no request to keep it.
        with django_assert_max_num_queries(2 if known else 3):
            count_facets(shown)


def test_values_that_nothing_has_are_not_offered_but_the_chosen_one_is(column):
    GenreFactory(code="g-decree", name="口头命令")
    named = {facet.name: facet for facet in count_facets(filterset(column, "")).facets}
    assert "g-decree" not in [value.value for value in named["genre"].values]
    named = {
        facet.name: facet for facet in count_facets(filterset(column, "genre=g-decree")).facets
    }
    chosen = next(value for value in named["genre"].values if value.selected)
    assert (chosen.value, chosen.count, chosen.url) == ("g-decree", 0, "?")
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
        ("t-zong", 0),
        ("t-zong-gk", 1),
    ]


def test_the_month_goes_with_its_year(column):
    named = {f.name: f for f in count_facets(filterset(column, "year=2013&month=3")).facets}
    assert {value.url for value in named["year"].values} == {"?", "?year=2012", "?year=2014"}
