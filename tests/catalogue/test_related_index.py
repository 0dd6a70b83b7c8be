"""What interprets an item, or repeals it, is found without reading the catalogue."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Q

from catalogue.models import ItemPage
from tests.factories.catalogue import ItemPageFactory, make_column

pytestmark = pytest.mark.django_db


def pretend_to_be_large():
    """Tell SQLite of a hundred thousand rows in what holds all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sqlite_stat1 SET stat = '100000' || substr(stat, instr(stat, ' '))"
            " WHERE stat LIKE '1_ %' OR stat LIKE '2_ %'"
        )
        cursor.execute("ANALYZE sqlite_schema")


@pytest.mark.sqlite_only
def test_sqlite_takes_the_index_of_the_few_that_name_another(imports):
    column = make_column()
    first, *others = ItemPageFactory.create_batch(12, parent=column.category)
    ItemPage.objects.filter(pk=others[0].pk).update(interprets=first)
    call_command("refresh_planner_statistics")
    pretend_to_be_large()
    plan = (
        ItemPage.objects.filter(Q(interprets=first) | Q(repealed_by=first))
        .order_by("-published_on", "-page_ptr")
        .explain()
    )
    assert "gongkai_item_interprets" in plan
    assert "gongkai_item_repealed_by" in plan
