"""The database every test and every server relies on."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page, Site


@pytest.mark.parametrize("round_", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_the_migrated_state_behind(round_):
    assert Site.objects.exists() and Locale.objects.exists()
    root = Page.objects.get(depth=1)
    root.add_child(instance=Page(title="留下", slug="left-behind"))
    assert Page.objects.filter(slug="left-behind").count() == 1


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_sqlite_writes_ahead_so_that_readers_go_on_while_one_writes():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)

    read = []

    def read_beside_the_writer():
        read.append(Page.objects.filter(slug="being-written").count())
        connection.close()

    with transaction.atomic():
        Page.objects.get(depth=1).add_child(instance=Page(title="写", slug="being-written"))
        reader = threading.Thread(target=read_beside_the_writer)
        reader.start()
        reader.join(timeout=10)
        assert read == [0]
    read_beside_the_writer()
    assert read == [0, 1]


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_two_writers_wait_for_each_other_instead_of_failing():
    """Both read first and write then: without immediate transactions the second would fail."""
    root = Page.objects.get(depth=1)
    start = threading.Barrier(4)
    failures = []

    def write(number):
        try:
            start.wait(timeout=10)
            for _ in range(5):
                with transaction.atomic():
                    page = Page.objects.get(pk=root.pk)
                    page.seo_title = f"{len(page.seo_title)}-{number}"
                    page.save(update_fields=["seo_title"])
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    assert failures == []
