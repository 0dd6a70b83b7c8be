"""Keys in addresses that are none: too big for a database, or in digits of another script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.catalogue import ItemPageFactory, make_column, make_staff

pytestmark = pytest.mark.django_db
ODD = ["9" * 19, "9" * 25, "9" * 4500, "²", "٣"]


@pytest.fixture
def office(client):
    column = make_column()
    ItemPageFactory(parent=column.category, organ=column.office)
    client.force_login(make_staff(column).office)
    return client


@pytest.mark.parametrize("key", ODD)
def test_the_bulk_edit_leaves_them_out(office, key):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "gongkai_edit"])
    assert office.get(url, {"id": key}).status_code in {200, 404}


@pytest.mark.parametrize("key", ODD)
def test_no_item_has_keywords_suggested(office, key):
    url = reverse("gongkai_catalogue:suggest_keywords")
    assert office.get(url, {"item": key}).status_code == 404


@pytest.mark.parametrize("key", ODD)
def test_the_quick_draft_begins_without_a_category(office, key):
    assert office.get(reverse("gongkai_drafting:quick"), {"category": key}).status_code == 200


@pytest.mark.parametrize("key", ODD)
def test_lists_of_the_admin_say_what_they_do_not_know(office, key):
    addresses = [
        reverse("gongkai_monitor:index") + "?organ={}&day={}&p={}",
        reverse("gongkai_monitor:league") + "?sort={}",
        reverse("gongkai_notices_postings:index") + "?board={}&page={}&year={}",
        reverse("gongkai-items:index") + "?organ={}&p={}&year={}",
        reverse("gongkai_imports:index") + "?p={}",
        reverse("gongkai_imports:template") + "?column={}",
        reverse("gongkai_imports:export") + "?form=csv&column={}",
        reverse("gongkai_monitor_links:index") + "?p={}&state={}",
    ]
    for address in addresses:
        answer = office.get(address.replace("{}", key))
        assert answer.status_code in {200, 302}, address
