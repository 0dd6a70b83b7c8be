"""Fifty publish at once: fifty different, consecutive numbers, on the database of service."""

from __future__ import annotations

import multiprocessing
import os
import threading

import pytest
from django.db import connection

from catalogue.models import IndexNumber, ItemPage
from catalogue.services import index_numbers
from catalogue.services.index_number_audit import audit
from tests.factories.catalogue import ItemPageFactory, imported, make_column

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 50


@pytest.fixture
def drafts():
    column = make_column()
    return [
        ItemPageFactory(parent=column.category, organ=column.office, draft=True).pk
        for _number in range(AT_ONCE)
    ]


def publish(pk):
    # A thread knows nothing of the import that runs around it.
    with imported():
        ItemPage.objects.get(pk=pk).get_latest_revision().publish()


def assert_consecutive(pks):
    numbers = sorted(ItemPage.objects.filter(pk__in=pks).values_list("index_number", flat=True))
    series = numbers[0].rpartition("-")[0]
    assert numbers == [f"{series}-{serial:05d}" for serial in range(1, len(pks) + 1)]
    assert not [finding.text for finding in audit()]


def in_threads(work, arguments):
    start = threading.Barrier(len(arguments))
    failures = []

    def run(argument):
        try:
            start.wait(timeout=30)
            work(argument)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(argument,)) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return failures


def in_processes(work, arguments):
    """Run ``work`` in a process of its own for each argument; return their exit statuses."""
    connection.close()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(arguments))

    def run(argument):
        start.wait(timeout=60)
        work(argument)
        connection.close()

    processes = [context.Process(target=run, args=(argument,)) for argument in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    return [process.exitcode for process in processes]


def test_fifty_threads_get_consecutive_numbers(drafts):
    assert in_threads(publish, drafts) == []
    assert_consecutive(drafts)


def test_fifty_processes_get_consecutive_numbers(drafts):
    assert in_processes(publish, drafts) == [0] * AT_ONCE
    assert_consecutive(drafts)


def test_two_who_publish_the_same_item_at_once_give_it_one_number(drafts):
    pk = drafts[0]
    assert in_threads(publish, [pk] * 4) == []
    assert IndexNumber.objects.get().item_id == pk
    assert_consecutive([pk])


def test_a_process_killed_between_allocation_and_publication_leaves_no_gap(drafts, monkeypatch):
    def killed(_item):
        os._exit(9)

    with monkeypatch.context() as broken:
        broken.setattr(index_numbers, "register", killed)
        assert in_processes(publish, drafts[:3]) == [9] * 3
    assert not IndexNumber.objects.exists()
    assert in_threads(publish, drafts[:5]) == []
    assert_consecutive(drafts[:5])
