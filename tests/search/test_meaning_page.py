"""What the search page says of hits by meaning."""

import pytest

from search.services.vectors import make_missing
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.services.embedder import SETTING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def items(settings):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    column = make_column()
    for title in ("最低生活保障标准", "最低生活保障金发放", "农村公路养护计划"):
        ItemPageFactory(parent=column.category, organ=column.office, title=title)
    make_missing()


def test_where_nothing_has_the_words_what_means_the_same_is_shown_and_said(client):
    answer = client.get("/search/?q=家里穷怎么办")
    page = answer.content.decode()
    assert answer.context["state"] == "found"
    assert answer.context["total"] == 0
    assert "没有信息含有所输入的字词，以下是意思最接近的信息。" in page
    assert page.count("gk-mark--meaning") == len(answer.context["results"]) == 3
    assert "共找到" not in page


def test_hits_by_letters_are_not_marked(client):
    answer = client.get("/search/?q=最低生活保障")
    page = answer.content.decode()
    assert answer.context["total"] == 2
    assert "共找到 <strong>2</strong> 条" in page
    hits = page.partition("gk-related")[0]
    assert "gk-mark--meaning" not in hits


def test_beside_few_hits_stands_what_means_the_same_with_a_mark(client):
    answer = client.get("/search/?q=生活保障标准")
    assert answer.context["total"] == 1
    related = [result.item.title for result in answer.context["related"]]
    assert related[0] == "最低生活保障金发放"
    assert "农村公路养护计划" in related
    below = answer.content.decode().partition('id="related-heading"')[2]
    assert below.count("gk-mark--meaning") == 1


def test_numbers_of_facets_are_of_hits_by_letters(client):
    answer = client.get("/search/?q=马路养护归谁管")
    kinds = next(facet for facet in answer.context["facets"] if facet.name == "kind")
    assert sum(value.count for value in kinds.values) == answer.context["total"] == 1
    assert answer.context["alike"] == 2
    assert "另有意思相近的 2 条" in answer.content.decode()
