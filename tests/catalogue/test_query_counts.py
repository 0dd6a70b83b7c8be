"""The public pages ask the database as often with 20,000 items as with 1,000: at most 16 times."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import ItemPage
from tests.catalogue.many import many_items
from tests.factories.catalogue import GenreFactory, TopicFactory, make_column

pytestmark = pytest.mark.django_db

MOST = 16
ALL_FILTERS = (
    "?q=农村&category=20-01&organ=si-men-zhen&kind=document&year=2003&month=5&validity=valid"
    "&order=index_number"
)


def queries_of(client, address):
    # What is read once a process, or while nothing changes; the first visit makes settings.
    for _time in range(2):
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert len(queries) <= MOST, "\n".join(query["sql"][:200] for query in queries)
    return response, len(queries)


def test_lists_and_items_take_the_same_few_queries_at_any_size(client):
    counts = {}
    for size in (1_000, 20_000):
        column = make_column(slug=f"column-{size}", name=f"泗门镇{size}")
        TopicFactory(), GenreFactory()
        items = many_items(column, size)
        item = items[size // 2]
        assert items.count() == size
        home = column.catalogue.get_url()
        response, plain = queries_of(client, home)
        assert response.context["total"] == size + 1
        # Whatever is chosen, something is found: an empty list asks once less.
        counts[size] = {
            "catalogue": plain,
            "filtered": queries_of(
                client, f"{home}{ALL_FILTERS}".replace("si-men-zhen", column.government.slug)
            )[1],
            "last page": queries_of(client, f"{home}?page={size // 20}")[1],
            "category": queries_of(client, column.categories[0].get_url())[1],
            "item": queries_of(client, ItemPage.objects.get(pk=item.pk).get_url())[1],
        }
    assert counts[1_000] == counts[20_000]
