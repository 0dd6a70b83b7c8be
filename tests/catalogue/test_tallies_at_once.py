"""Many publish, take down, move and delete at once: the counts are right in the end."""

from __future__ import annotations

import pytest

from catalogue.models import ItemPage, ListedItem
from catalogue.tallies import checking, writing
from tests.catalogue.test_index_numbers_at_once import in_threads
from tests.factories.catalogue import ItemPageFactory, imported, make_column

pytestmark = pytest.mark.django_db(transaction=True)


def test_counts_are_right_after_everybody_did_everything_at_once():
    column = make_column()
    first, second = column.categories[:2]
    live = [
        ItemPageFactory(parent=first, organ=column.office, index_number=f"一/{number}").pk
        for number in range(16)
    ]
    drafts = [
        ItemPageFactory(parent=first, organ=column.office, draft=True).pk for _number in range(8)
    ]

    def unpublish(pk):
        ItemPage.objects.get(pk=pk).unpublish()

    def publish(pk):
        with imported():
            ItemPage.objects.get(pk=pk).get_latest_revision().publish()

    def delete(pk):
        ItemPage.objects.get(pk=pk).delete()

    work = [
        *((publish, pk) for pk in drafts),
        *((unpublish, pk) for pk in live[:6]),
        # The same ones again: each is counted out once.
        *((unpublish, pk) for pk in live[:3]),
        *((delete, pk) for pk in live[6:9]),
        (lambda _pk: writing.compact(), 0),
        (lambda _pk: checking.repair(), 0),
        (lambda _pk: writing.rescope([first.pk, second.pk]), 0),
    ]
    failures = in_threads(lambda pair: pair[0](pair[1]), work)
    assert failures == []
    assert not checking.check()
    public = ItemPage.objects.live().filter(alias_of=None)
    assert set(ListedItem.objects.values_list("pk", flat=True)) == set(
        public.values_list("pk", flat=True)
    )
