"""Where a query finds little, what was probably meant is offered, if it finds more."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelsearch.backends import get_search_backend
from wagtail.models import PageViewRestriction

from catalogue.models import ItemPage
from search.query.language import parse
from search.services.suggestions import rebuild
from search.suggest import correction as module
from search.suggest.correction import correction
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.factories.search import DictionaryWordFactory

pytestmark = pytest.mark.django_db

TITLES = (
    "政府信息公开指南",
    "政府信息公开年度报告",
    "农村信息公开办法",
    "行政复议办事指南",
    "行政复议申请须知",
    "农村公路养护办法",
    "农村公路建设计划",
    "南山水库除险加固工程",
    "南山水库防汛预案",
    "最低生活保障申请指南",
    "最低生活保障发放",
    "低保申请材料",
    "低保申请流程",
    "单县路灯改造",
    "单县路灯养护",
)
HOMOPHONES = {
    "新习公开": "信息公开",
    "心息公开": "信息公开",
    "政府新习公开指南": "政府信息公开指南",
    "形政复议": "行政复议",
    "行政复义": "行政复议",
    "公露": "公路",
    "农村公录养护": "农村公路养护",
    # Sounds that are mistaken for each other: ing and in, zh and z, l and n, sh and s.
    "信政复议": "行政复议",
    "兰山水库": "南山水库",
    "南三水库": "南山水库",
}
SLIPS = {
    "missing": ("最低活保障", "最低生活保障"),
    "doubled": ("最低生生活保障", "最低生活保障"),
    "wrong": ("最低生活保护", "最低生活保障"),
    "exchanged": ("最低活生保障", "最低生活保障"),
    "two characters": ("保低", "低保"),
    "three, one missing": ("信公开", "信息公开"),
    "in a part": ("政府信公息开指南", "政府信息公开指南"),
}
PINYIN = {
    "xinxigongkai": "信息公开",
    "XinXiGongKai": "信息公开",
    "xxgk": "信息公开",
    "xinxigongk": "信息公开",
    "信息gongkai": "信息公开",
    "nongcungongluyanghu": "农村公路养护",
    "nanshanshuikudibao": "南山水库低保",
    "shanxianludeng": "单县路灯",
}


@pytest.fixture
def column():
    column = make_column()
    for title in TITLES:
        ItemPageFactory(parent=column.category, organ=column.office, title=title)
    # No dictionary knows how the place is read, unless it is told that this is a name.
    DictionaryWordFactory(word="单县")
    rebuild()
    return column


def corrected(text, queryset=None):
    items = ItemPage.objects.live() if queryset is None else queryset
    return correction(parse(text), items, get_search_backend())


@pytest.mark.parametrize(("typed", "meant"), HOMOPHONES.items())
def test_what_sounds_alike_is_offered(column, typed, meant):
    assert corrected(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), SLIPS.values(), ids=SLIPS)
def test_one_slip_is_forgiven(column, typed, meant):
    assert corrected(typed) == meant


@pytest.mark.parametrize("typed", PINYIN)
def test_letters_are_read_as_pinyin(column, typed):
    if typed == "nanshanshuikudibao":
        ItemPageFactory(
            parent=column.category, organ=column.office, title="南山水库", summary="低保"
        )
    assert corrected(typed) == PINYIN[typed]


def test_the_rest_of_the_query_is_kept(column):
    assert corrected("办法 新习公开 -年度") == "办法 信息公开 -年度"
    assert corrected("“新习公开” 农村") == "“信息公开” 农村"
    assert (
        corrected("新习公开 农村公录") == "信息公开 农村公路"
        or corrected("新习公开 农村") == "信息公开 农村"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "信息公开",
        "农村",
        "獬豸麒麟",
        "",
        "-新习公开",
        "泗政〔2013〕12号",
        "2013",
        "。！？",
        "家里穷怎么领补助",
        "pdf",
        "q",
        "新" * 200,
        "xinxi" * 40,
    ],
)
def test_nothing_is_offered_where_nothing_else_was_meant(column, typed):
    assert corrected(typed) is None


def test_what_finds_enough_is_not_doubted_and_costs_no_look_at_the_phrases(column, monkeypatch):
    for number in range(3):
        ItemPageFactory(parent=column.category, organ=column.office, title=f"新习公开会{number}")
    monkeypatch.setattr(module, "known_phrases", lambda: pytest.fail("asked for phrases"))
    assert corrected("新习公开") is None


def test_what_finds_something_is_corrected_only_to_what_finds_much_more(column):
    ItemPageFactory(parent=column.category, organ=column.office, title="新习公开会")
    assert corrected("新习公开") is None
    for number in range(2):
        ItemPageFactory(parent=column.category, organ=column.office, title=f"信息公开会{number}")
    assert corrected("新习公开") == "信息公开"


def test_only_what_the_visitor_can_find_is_offered(column):
    nothing_of_it = ItemPage.objects.live().exclude(title__contains="信息公开")
    assert corrected("新习公开", nothing_of_it) is None


HIDDEN = "獬豸名录"


def draft(item):
    item.unpublish()


def restricted(item):
    PageViewRestriction.objects.create(page=item, restriction_type="login")


def restricted_above(item):
    PageViewRestriction.objects.create(page=item.get_parent(), restriction_type="login")


@pytest.mark.parametrize("hide", [draft, restricted, restricted_above])
@pytest.mark.parametrize("typed", ["懈至名录", "xiezhiminglu", "獬豸名册", "獬名录"])
def test_what_was_hidden_since_the_phrases_were_built_is_not_told(column, client, hide, typed):
    item = ItemPageFactory(parent=column.categories[2], organ=column.office, title=HIDDEN)
    rebuild()
    assert HIDDEN in client.get("/search/", {"q": typed}).content.decode()
    hide(item)
    assert HIDDEN not in client.get("/search/", {"q": typed}).content.decode()


def test_the_page_offers_a_link_that_keeps_the_conditions(column, client):
    page = client.get("/search/?q=新习公开&kind=document").content.decode()
    assert "您要找的是不是：" in page
    link = "?q=%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80"
    assert f'href="{link}&amp;kind=document">信息公开</a>' in page
    # The search stays what was typed.
    assert 'value="新习公开"' in page
    assert "您要找的是不是" not in client.get("/search/?q=信息公开").content.decode()


def test_without_phrases_nothing_is_offered():
    make_column()
    assert corrected("新习公开") is None


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60) | st.text("信息公开新习路农村xingongkai -“”12", max_size=40))
def test_any_text_is_answered(column, text):
    found = corrected(text)
    assert found is None or parse(found).wanted
