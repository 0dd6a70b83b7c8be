"""The search in a column: what is found, how it is narrowed down, and what the page says of it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from itertools import product
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.enums import Validity
from catalogue.facets import arranged
from catalogue.models import ItemPage
from catalogue.search_filters import KEY_FIELDS, LABELS, SearchFilters
from catalogue.validity import validity_on, validity_q
from catalogue.vocabulary import Vocabulary
from tests.catalogue.many import many_items
from tests.factories.catalogue import ItemPageFactory, TopicFactory, make_column
from tests.factories.pages import GuidePageFactory

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30


@pytest.fixture
def column():
    """Thirty items with metadata drawn by lot, the same ones in every run; 20 are of 公路."""
    column = make_column()
    lot = random.Random(2013)
    superior = TopicFactory(code="t-zong", name="本镇政务")
    topics = [None, superior, TopicFactory(code="t-zong-gk", name="政务公开", parent=superior)]
    for number in range(30):
        day = date(lot.choice([2012, 2013, 2014]), lot.randint(1, 12), 1)
        ItemPageFactory(
            title=f"关于{'农田' if number % 3 == 0 else '公路'}的第{number}号通知",
            parent=lot.choice([*column.categories, column.policies]),
            organ=lot.choice([column.government, *column.offices]),
            written_on=day,
            published_on=day,
            kind=lot.choice(["document", "news", "message", "other"]),
            topic=lot.choice(topics),
            expires_on=lot.choice([None, date(2015, 1, 1)]),
            repealed_on=lot.choice([None, None, date(2016, 1, 1)]),
        )
    return column


def context(client, query):
    response = client.get(f"/search/{query}")
    assert response.status_code == 200
    return response.context


def facets(found):
    return {facet.name: facet for facet in found["facets"]}


def values(found, name):
    return {value.value: value for value in facets(found)[name].values}


QUERIES = [
    "?q=公路",
    "?q=公路&kind=news&kind=document",
    "?q=公路&year=2013",
    "?q=公路&year=2013&year=2014&organ=si-men-zhen-nong-ye-ban-gong-shi",
    "?q=公路&section=catalogue&category=20-01",
    "?q=公路&section=catalogue&section=policies&category=20-04&category=20-01-01",
    "?q=公路&validity=valid&validity=expired&topic=t-zong",
    "?q=公路&organ=si-men-zhen&kind=document&kind=other&year=2012&order=-published_on",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_count_is_what_its_link_shows(column, client, settings, query):
    settings.GONGKAI_SEARCH_RATE_LIMIT = None
    found = context(client, query)
    stated = parse_qs(query.removeprefix("?"))
    for facet in found["facets"]:
        for value in facet.values:
            behind = context(client, value.url)
            chosen = parse_qs(value.url.removeprefix("?")).get(facet.name, [])
            before = stated.get(facet.name, [])
            if value.selected:
                assert set(chosen) == set(before) - {value.value}
            else:
                assert set(chosen) == {*before, value.value}
            alone = {**stated, facet.name: [value.value]}
            assert context_of(client, alone)["total"] == value.count, (facet.name, value)
            assert behind["total"] <= 20


def context_of(client, parameters):
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return response.context


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(column, client):
    everything = context(client, "?q=公路")
    assert everything["total"] == 20
    counts = {name: value.count for name, value in values(everything, "year").items()}
    both = context(client, "?q=公路&year=2012&year=2013")
    assert both["total"] == counts["2012"] + counts["2013"]
    assert {result.item.published_year for result in both["results"]} == {2012, 2013}
    narrower = context(client, "?q=公路&year=2012&year=2013&kind=news")
    assert narrower["total"] == values(both, "kind")["news"].count
    assert {result.item.kind for result in narrower["results"]} == {"news"}
    # The other years stay choosable, counted under the kind alone.
    assert sum(value.count for value in values(narrower, "year").values()) == (
        values(everything, "kind")["news"].count
    )


def test_sections_are_those_parts_of_the_column_that_hold_items(column, client):
    GuidePageFactory(parent=column.home)
    found = context(client, "?q=公路")
    assert list(values(found, "section")) == ["policies", "catalogue"]
    assert sum(value.count for value in values(found, "section").values()) == 20
    policies = context(client, "?q=公路&section=policies")
    assert all(result.item.path.startswith(column.policies.path) for result in policies["results"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?q=公路&organ=nobody", "发布机构：没有“nobody”这个选项"),
        ("?q=公路&category=no-such&category=20-01", "类别：没有“no-such”这个选项"),
        ("?q=公路&year=abc", "年份：没有“abc”这个选项"),
        ("?q=公路&year=2013&year=99999", "年份：没有“99999”这个选项"),
        ("?q=公路&order=colour", "排序：没有“colour”这个选项"),
        ("?q=公路&colour=red", "无法识别的参数，已忽略：colour"),
        ("?q=公路&page=77", "没有第“77”页"),
    ],
)
def test_what_an_address_asks_wrongly_is_named_and_left_out(column, client, query, said):
    found = context(client, query)
    assert found["total"] >= 1
    assert any(said in notice for notice in found["notices"])
    links = [value.url for facet in found["facets"] for value in facet.values]
    assert not any(wrong in link for link in links for wrong in ("nobody", "no-such", "colour"))


def test_hits_are_sorted_by_date_where_the_visitor_wants_it(column, client):
    found = context(client, "?q=公路&order=-published_on")
    days = [result.item.published_on for result in found["results"]]
    assert days == sorted(days, reverse=True)
    assert [order.selected for order in found["orderings"]] == [False, True]
    assert found["orderings"][0].url == "?q=%E5%85%AC%E8%B7%AF"


def test_a_result_shows_what_it_is_chosen_by(client):
    column = make_column()
    ItemPageFactory(
        parent=column.categories[1],
        organ=column.office,
        title="农村公路<养护>办法",
        document_number="泗政〔2013〕12号",
        summary="第一句与此无关。",
        body='[{"type": "text", "value": "<p>前言。</p><p>村内公路由<b>村委会</b>养护。</p>"}]',
        repealed_on=date(2020, 1, 1),
    )
    text = client.get("/search/?q=公路").content.decode()
    assert "农村<mark>公路</mark>&lt;养护&gt;办法</a>" in text
    assert "村内<mark>公路</mark>由" in text
    assert "泗政〔2013〕12号" in text
    assert '<span class="gk-mark gk-mark--repealed">废止</span>' in text
    assert '<time datetime="2013-03-04">2013-03-04</time>' in text
    assert "规范性文件" in text
    assert "行政规范性文件" in text
    assert 'name="robots" content="noindex, follow"' in text


@pytest.mark.parametrize(
    "query",
    ["泗政〔2013〕12号", "泗政[2013]12号", "泗政（2013）12", "泗政 2013 12", "2013 12号"],
)
def test_a_document_number_is_found_however_it_is_written(client, query):
    column = make_column()
    item = ItemPageFactory(
        parent=column.category, organ=column.office, document_number="泗政〔2013〕12号"
    )
    ItemPageFactory(parent=column.category, organ=column.office, document_number="泗政〔2013〕21号")
    found = context_of(client, {"q": query})
    assert [result.item.pk for result in found["results"]] == [item.pk]


def test_no_result_says_what_was_tried_and_where_to_go_on(column, client):
    GuidePageFactory(parent=column.home)
    text = client.get("/search/?q=獬豸").content.decode()
    assert "没有找到与“獬豸”相符的信息" in text
    assert "减少检索词" in text
    assert 'href="/catalogue/"' in text
    assert "/guide/" in text
    found = context(client, "?q=公路&year=1999&kind=news")
    assert found["state"] == "none"
    assert found["total_without_conditions"] == 20
    text = client.get("/search/?q=公路&year=1999&kind=news").content.decode()
    assert "不限条件时有 20 条" in text
    for link in ("?q=%E5%85%AC%E8%B7%AF&amp;kind=news", "?q=%E5%85%AC%E8%B7%AF&amp;year=1999"):
        assert f'<li><a href="{link}">去掉' in text


def test_pages_of_the_column_are_shown_above_the_hits_once(column, client):
    for query, shown in (
        ("?q=规范性文件", {"规范性文件", "行政规范性文件"}),
        ("?q=规范性文件&year=2013", set()),
        ("?q=公路", set()),
    ):
        sections = context(client, query).get("sections", [])
        assert {page.title for page in sections} == shown


def test_the_box_stands_on_every_page_and_keeps_what_was_chosen(column, client):
    for address in ("/", "/catalogue/", "/policies/", "/no-such-page/"):
        text = client.get(address).content.decode()
        assert '<form class="gk-search" role="search" action="/search/"' in text, address
    text = client.get("/search/?q=公路&year=2013&kind=news").content.decode()
    assert text.count('role="search"') == 1
    assert 'name="q" type="search"' in text
    assert 'value="公路"' in text
    for name, value in (("year", "2013"), ("kind", "news")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text


def test_a_column_within_a_site_is_searched_from_its_own_pages(client):
    one = make_column(name="临山镇", slug="linshan", as_site_root=False)
    two = make_column(name="马渚镇", slug="mazhu", as_site_root=False)
    for column in (one, two):
        ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴")
    for column in (one, two):
        text = client.get(column.catalogue.get_url()).content.decode()
        assert f'<input type="hidden" name="column" value="{column.home.pk}">' in text
        found = context(client, f"?q=养蜂&column={column.home.pk}")
        assert [result.item.get_parent().pk for result in found["results"]] == [column.category.pk]
        assert f"column={column.home.pk}" in values(found, "year")["2013"].url
    # Of a column that is not there nothing is said but what the first one has.
    assert context(client, "?q=养蜂&column=999999")["total"] == 1


@pytest.mark.parametrize("validity", Validity)
def test_the_conditions_on_dates_say_the_same_as_the_rule(validity):
    column = make_column()
    day = date(2013, 6, 1)
    choices = [None, date(2013, 5, 1), day, date(2013, 7, 1)]
    many_items(column, len(choices) ** 3)
    dates = product(choices, repeat=3)
    for item, (repealed, expires, effective) in zip(ItemPage.objects.all(), dates, strict=False):
        ItemPage.objects.filter(pk=item.pk).update(
            repealed_on=repealed, expires_on=expires, effective_on=effective
        )
    chosen = set(ItemPage.objects.filter(validity_q(validity, day)))
    assert chosen == {item for item in ItemPage.objects.all() if validity_on(item, day) == validity}


def test_counts_of_an_engine_of_its_own_are_arranged_as_those_of_the_database(column, client):
    """An engine counts by the FilterFields of items, each group under its own conditions."""
    query = "q=公路&year=2013&validity=valid&validity=expired"
    found = context(client, f"?{query}")
    hits = {result.item.pk for result in context(client, "?q=公路")["results"]}
    public = ItemPage.objects.descendant_of(column.home).disclosed()
    vocabulary = Vocabulary.load(column.home, ItemPage.objects.private_q(), sections=True)
    filters = SearchFilters(
        QueryDict(query),
        {"q": "公路"},
        items=public,
        vocabulary=vocabulary,
        day=timezone.localdate(),
    )
    counts = {
        name: Counter(
            str(getattr(item, field))
            for item in filters.items_ignoring(name).filter(pk__in=hits)
            if getattr(item, field) is not None
        )
        for name, field in KEY_FIELDS.items()
    }
    counts["validity"] = Counter(
        {each.value: filters.items_being(each).filter(pk__in=hits).count() for each in Validity}
    )
    counted = arranged(filters, counts)
    assert counted.total == found["total"]
    assert counted.facets == found["facets"]


def test_the_page_takes_the_same_few_queries_at_any_size(client):
    """Sizes of a collection whose statistics are worth keeping."""
    counts = {}
    for size in (1_500, 6_000):
        column = make_column(slug=f"column-{size}", name=f"泗门镇{size}")
        TopicFactory()
        many_items(column, size)
        call_command("update_index", verbosity=0)
        slug = column.government.slug
        pages = {
            "hits": "?q=农村公路",
            "narrowed": f"?q=农村公路&organ={slug}&organ=x&year=2000&year=2001&validity=valid"
            "&category=20-01&section=catalogue&kind=document&kind=news",
            "by date": "?q=农村公路&order=-published_on",
            "second page": "?q=农村公路&page=2",
            "nothing": "?q=獬豸",
            "empty": "",
        }
        counts[size] = {name: queries_of(client, query) for name, query in pages.items()}
    assert counts[1_500] == counts[6_000]
    assert max(counts[1_500].values()) <= MOST_QUERIES, counts


def queries_of(client, query):
    # What is read once a process, or while nothing changes; the first visit makes settings.
    for _time in range(2):
        context(client, query)
    with CaptureQueriesContext(connection) as queries:
        context(client, query)
    return len(queries)


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.integers().map(str),
    st.sampled_from(
        ["", "\x00", "%", "_", "'", '"', "\\", "“", "-", "--", "*", "9" * 400, "长" * 3000, "😀",
         "\u202e", "../", "AND", "NEAR(a b)", "公路", "-公路", '"公路', "title:公路", "公路 OR"]
    ),
)  # fmt: skip
NAMES = ["q", "page", "order", "column", *LABELS]
VALUES = ["20-01", "document", "2013", "valid", "si-men-zhen", "-published_on", "catalogue", "公路"]
fuzzing = hypothesis_settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@fuzzing
@given(
    st.lists(st.tuples(st.sampled_from(NAMES) | texts, st.sampled_from(VALUES) | texts), max_size=6)
)
@example([("q", "长" * 10_000)])
@example([("q", '"公路 -“'), ("page", "99999999999999999999")])
@example([("q", "公路"), ("year", "2013"), ("year", "x"), ("column", "9" * 400)])
@example([(name, "😀" * 3000) for name in NAMES])
def test_any_query_string_gets_a_page(visitor, pairs):
    query = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    response = visitor.get("/search/", query)
    assert response.status_code == 200
    assert response.context["total"] >= 0


@pytest.fixture
def visitor(client, settings):
    settings.GONGKAI_SEARCH_RATE_LIMIT = None
    column = make_column()
    for number in range(3):
        ItemPageFactory(parent=column.category, organ=column.office, title=f"公路的第{number}件")
    return client
