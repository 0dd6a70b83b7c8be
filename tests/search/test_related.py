"""Related items on the page of an item."""

from datetime import date

import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from search.services.vectors import make_missing
from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory

pytestmark = pytest.mark.django_db

EMBEDDER = {"CLASS": "tests.services.embedder.PairsEmbedder"}


@pytest.fixture
def farm(column):
    """Items on bees, and one that has nothing to do with them."""
    cache.clear()
    made = {}
    for name, title in {
        "asked": "关于做好养蜂补贴发放工作的通知",
        "same": "养蜂补贴发放标准",
        "near": "养蜂补贴发放情况公示",
        "other": "城区道路封闭施工通告",
    }.items():
        made[name] = ItemPageFactory(
            parent=column.category, organ=column.office, title=title, published_on=date(2013, 5, 6)
        )
    return made


def related(client, item):
    return [each.title for each in client.get(item.url).context["related"]]


def test_items_about_the_same_are_listed_and_no_others(farm, client):
    found = related(client, farm["asked"])
    assert set(found) == {"养蜂补贴发放标准", "养蜂补贴发放情况公示"}
    page = client.get(farm["asked"].url).content.decode()
    assert "相关信息" in page
    assert farm["same"].url in page


@pytest.mark.parametrize("how", ["draft", "private", "deleted", "private category", "elsewhere"])
def test_what_the_reader_may_not_see_is_not_listed(how, farm, client, column):
    assert len(related(client, farm["asked"])) == 2
    hidden = farm["same"]
    if how == "draft":
        hidden.unpublish()
    elif how == "deleted":
        hidden.delete()
    elif how == "private":
        PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    elif how == "private category":
        closed = CategoryPageFactory(parent=column.catalogue, title="内部", code="nb")
        hidden.move(closed, pos="last-child")
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    else:
        hidden.move(hidden.get_root(), pos="last-child")
    # Not a matter of what was kept a moment ago.
    assert related(client, farm["asked"]) == ["养蜂补贴发放情况公示"]
    cache.clear()
    assert related(client, farm["asked"]) == ["养蜂补贴发放情况公示"]


def test_a_draft_has_no_related_items(farm, rf):
    from catalogue.presentation import item_context

    farm["asked"].unpublish()
    farm["asked"].refresh_from_db()
    assert item_context(farm["asked"])["related"] == []


def test_what_means_the_same_is_listed_too(farm, client, settings):
    settings.GONGKAI_SEARCH_EMBEDDER = EMBEDDER
    make_missing()
    assert set(related(client, farm["asked"])) >= {"养蜂补贴发放标准", "养蜂补贴发放情况公示"}


def test_an_item_that_is_named_already_is_not_named_twice(farm, client):
    farm["same"].interprets = farm["asked"]
    farm["same"].save_revision().publish()
    context = client.get(farm["asked"].url).context
    assert [each.title for each in context["interpretations"]] == ["养蜂补贴发放标准"]
    assert [each.title for each in context["related"]] == ["养蜂补贴发放情况公示"]


def test_a_page_goes_on_while_the_search_engine_does_not_answer(farm, client, monkeypatch):
    from elastic_transport import ConnectionError as NoConnection

    asked = []

    def refuse(*args):
        asked.append(args)
        raise NoConnection("nobody there")

    monkeypatch.setattr("search.related._nearest", refuse)
    assert related(client, farm["asked"]) == []
    # And does not wait for it again and again.
    assert related(client, farm["same"]) == []
    assert len(asked) == 1
