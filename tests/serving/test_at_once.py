"""Several readers and a publisher at the same time, each with a connection of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client

from catalogue.models import CataloguePage, ItemPage
from serving import reading, shelf, turns
from serving.entries import PLAIN, Entry
from serving.versions import renew
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.services.databases import ROOT
from tests.serving.conftest import with_settings

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture(autouse=True)
def kept_connections():
    """As in service: connections stay open from one request to the next."""
    connection.ensure_connection()


@pytest.fixture
def column():
    return with_settings(make_column())


def read(url: str) -> str:
    try:
        return Client().get(url).content.decode()
    finally:
        connection.close()


class Undone(Exception):
    pass


@contextmanager
def elsewhere(change, *, undo: bool = False):
    """Have ``change`` done by another connection, and not committed before the end of the block."""
    done, go_on = Event(), Event()

    def run() -> None:
        try:
            with transaction.atomic():
                change()
                done.set()
                assert go_on.wait(PATIENCE)
                if undo:
                    raise Undone
        except Undone:
            pass
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as other:
        running = other.submit(run)
        assert done.wait(PATIENCE)
        try:
            yield
        finally:
            go_on.set()
            running.result(PATIENCE)


def publish(column, title):
    ItemPageFactory(parent=column.category, organ=column.office, title=title)


def test_a_publication_is_seen_from_its_commit_on(column, reader):
    url = column.catalogue.url
    reader.get(url)
    with elsewhere(lambda: publish(column, "别处公开的条目")):
        assert "别处公开的条目" not in reader.get(url).content.decode()
    assert "别处公开的条目" in reader.get(url).content.decode()


def test_a_publication_that_is_undone_is_seen_by_nobody(column, reader):
    url = column.catalogue.url

    def publish_and_read():
        publish(column, "没有成的条目")
        assert "没有成的条目" in Client().get(url).content.decode()

    with elsewhere(publish_and_read, undo=True):
        assert "没有成的条目" not in reader.get(url).content.decode()
    assert "没有成的条目" not in reader.get(url).content.decode()


def test_a_publication_of_another_process_is_seen(column, reader):
    """A process that publishes and is killed at once: what it committed is what is shown."""
    url = column.catalogue.url
    reader.get(url)
    item = ItemPageFactory(parent=column.category, organ=column.office, title="将撤下的条目")
    assert "将撤下的条目" in reader.get(url).content.decode()
    script = (
        "import os, signal, django; django.setup();"
        "from catalogue.models import ItemPage;"
        f"ItemPage.objects.get(pk={item.pk}).unpublish();"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    database = django_settings.DATABASES["default"]
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + script],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "GONGKAI_TEST_DATABASE": "sqlite" if connection.vendor == "sqlite" else "postgres",
            "GONGKAI_TEST_POSTGRES_HOST": str(database.get("HOST", "")),
            "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr
    assert "将撤下的条目" not in reader.get(url).content.decode()


PRELUDE = (
    "import os; from django.conf import settings;"
    "settings.DATABASES['default']['NAME'] = os.environ['TEST_DATABASE_NAME'];"
)


class TestOneMaker:
    def test_of_many_who_come_at_once_one_makes_the_page(self, column, item, monkeypatch):
        made = []
        started, go_on = Event(), Event()
        serve = CataloguePage.serve

        def slowly(page, request, *args, **kwargs):
            made.append(1)
            started.set()
            assert go_on.wait(PATIENCE)
            return serve(page, request, *args, **kwargs)

        monkeypatch.setattr(CataloguePage, "serve", slowly)
        with ThreadPoolExecutor(6) as readers:
            asked = [readers.submit(read, column.catalogue.url) for _ in range(6)]
            assert started.wait(PATIENCE)
            go_on.set()
            pages = {each.result(PATIENCE) for each in asked}
        assert made == [1]
        assert len(pages) == 1

    def test_nobody_waits_for_a_page_that_is_not_kept(self, column, item, monkeypatch):
        monkeypatch.setattr(ItemPage, "gongkai_is_kept", False, raising=False)
        read(item.url)
        together = Event()
        inside = []
        serve = ItemPage.serve

        def meet(page, request, *args, **kwargs):
            inside.append(1)
            if len(inside) == 2:
                together.set()
            assert together.wait(PATIENCE)
            return serve(page, request, *args, **kwargs)

        monkeypatch.setattr(ItemPage, "serve", meet)
        with ThreadPoolExecutor(2) as readers:
            asked = [readers.submit(read, item.url) for _ in range(2)]
            assert all("关于防汛的通知" in each.result(PATIENCE) for each in asked)

    def test_who_died_while_making_it_holds_nobody_up_for_long(self, column, settings, monkeypatch):
        settings.GONGKAI_SERVING_PATIENCE = 0.05
        monkeypatch.setattr("serving.sharing.add", lambda key, seconds: False)
        assert "规范性文件" in read(column.catalogue.url)

    def test_what_another_process_made_meanwhile_is_taken(self, monkeypatch):
        entry = Entry((), "", 0, 0, "", (), "", False, {PLAIN: b"x"})
        looks = iter([None, None, entry])
        monkeypatch.setattr("serving.sharing.add", lambda key, seconds: False)
        with turns.turn("address", lambda: next(looks)) as found:
            assert found is entry

    def test_a_maker_that_fails_lets_the_next_one_try(self):
        with pytest.raises(ZeroDivisionError), turns.turn("address", lambda: None):
            raise ZeroDivisionError
        with turns.turn("address", lambda: None) as found:
            assert found is None
        assert turns._queues == {}


def test_memory_has_an_end():
    entry = Entry((), "", 0, 0, "", (), "", False, {PLAIN: b"x" * 10_000})
    small = shelf.Shelf(50_000)
    for number in range(20):
        small.put(f"/{number}", entry)
        small.get("/0")
    assert small.get("/0") is entry
    assert small.get("/19") is entry
    assert small.get("/1") is None


@pytest.mark.sqlite_only
def test_a_backup_put_in_the_place_of_the_file_is_seen(column, reader, tmp_path):
    url = column.catalogue.url
    reader.get(url)
    name = connection.settings_dict["NAME"]
    write_back()
    shutil.copyfile(name, tmp_path / "backup")
    publish(column, "备份之后的条目")
    assert "备份之后的条目" in reader.get(url).content.decode()
    write_back()
    shutil.move(tmp_path / "backup", name)
    assert "备份之后的条目" not in reader.get(url).content.decode()


def write_back():
    """Have SQLite write its log into the file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_version_read_twice_asks_the_file_only_whether_it_changed(column):
    first = reading.rows(("public",))
    assert reading.rows(("public",)) == first
    renew("public")
    assert reading.rows(("public",)) != first
