"""Records that are written at the same time stand one after the other."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from review.models import ReviewRecord
from review.services import decisions
from review.services.records import Entry, append, verify
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column, make_staff
from tests.factories.review import passing, submit

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run all at the same time; return what each raised, in the order of the works."""
    start = threading.Barrier(len(works))
    raised = [None] * len(works)

    def run(number, work):
        try:
            start.wait(timeout=30)
            work()
        except Exception as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return raised


@pytest.fixture
def draft():
    column = make_column()
    staff = make_staff(column)
    item = ItemPageFactory(
        parent=column.category, organ=column.office, owner=staff.editor, draft=True
    )
    return item, staff


def test_twenty_records_at_once_are_one_chain(draft):
    item, staff = draft

    def write():
        append(Entry(action="returned", page=item, digest="0" * 64, actor=staff.reviewer))

    assert at_once(*[write] * 20) == [None] * 20
    numbers = ReviewRecord.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 21))
    assert list(verify()) == []


def test_of_two_reviewers_at_once_one_decides(draft):
    item, staff = draft
    other = UserFactory(groups=[staff.groups.reviewers])
    state = submit(item, staff.editor)
    raised = at_once(
        lambda: decisions.review(state, staff.reviewer, passing()),
        lambda: decisions.review(state, other, passing()),
    )
    assert sorted(type(error) for error in raised if error) == [PermissionDenied]
    assert ReviewRecord.objects.count() == 1
