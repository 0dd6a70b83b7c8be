"""``import_items`` as a process that is killed in the middle: what it does when run again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, Revision

from catalogue.models import (
    IndexNumber,
    IndexNumberSeries,
    ItemAttachment,
    ItemPage,
    ItemTally,
    ListedItem,
)
from imports.enums import BatchState, RowState
from imports.models import ImportBatch, ImportRow
from review.models import ReviewRecord
from search.services import suggestions
from tests.imports.conftest import make_own_column, row, write_csv
from tests.imports.traces import STAYS, counts, left_behind
from tests.services.databases import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120
ROWS = 48
PIECE = 4
HISTORY = {"publish": True, "reason": "旧网站的信息"}
ARGUMENTS = ["--publish", "--reason", HISTORY["reason"]]


@pytest.fixture
def column():
    return make_own_column()


@pytest.fixture
def media(tmp_path, settings):
    """Files on a disk, in pieces as small as those of the process."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    settings.GONGKAI_IMPORTS_PIECE = PIECE
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def sheet(tmp_path, column):
    """Rows with and without numbers of their own, with files, shared and not, and old addresses."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "共用.txt").write_text("共用的材料", "utf-8")
    rows = []
    for number in range(1, ROWS + 1):
        files = ["共用.txt"] if number % 3 == 0 else []
        if number % 2:
            (folder / f"{number}.txt").write_text(f"第{number}份材料", "utf-8")
            files.append(f"{number}.txt")
        given = {} if number % 4 else {"索引号": ""}
        rows.append(row(number, 附件="；".join(files), 原网址=f"/art/{number}.html", **given))
    return write_csv(folder / "items.csv", rows)


def stored(media):
    """Files of documents that are on the disk."""
    return {path for path in (media / "documents").rglob("*") if path.is_file()}


def what_stands():
    """Everything of the items, but for keys and times."""
    items = ItemPage.objects.order_by("path")
    return {
        "items": list(
            items.values_list(
                "path", "url_path", "title", "index_number", "document_number", "summary", "live"
            )
        ),
        "children": list(Page.objects.order_by("path").values_list("path", "numchild")),
        "attachments": sorted(ItemAttachment.objects.values_list("item__title", "document__title")),
        "documents": sorted(get_document_model().objects.values_list("title", flat=True)),
        "redirects": sorted(Redirect.objects.values_list("old_path", "redirect_page__title")),
        "numbers": sorted(IndexNumber.objects.values_list("number", "origin", "item__title")),
        "series": sorted(IndexNumberSeries.objects.values_list("series", "last_serial")),
        "revisions": sorted(Revision.objects.values_list("object_str", flat=True)),
        "records": sorted(ReviewRecord.objects.values_list("page_title", "action", "remark")),
        "listed": sorted(ListedItem.objects.values_list("item__title", flat=True)),
        "counted": sum(ItemTally.objects.filter(grouping=0).values_list("items", flat=True)),
        "log": sorted(
            PageLogEntry.objects.exclude(action="wagtail.publish").values_list("label", "action")
        ),
    }


class Undone(Exception):
    pass


def of_an_uninterrupted_import(sheet):
    """What would stand there, were nothing in the way; the database is left as it is."""
    with suppress(Undone), transaction.atomic():
        call_command("import_items", str(sheet), **HISTORY)
        assert ItemPage.objects.count() == ROWS
        found = what_stands()
        raise Undone
    assert not ItemPage.objects.exists()
    return found


def kill_in_the_middle(media, arguments, is_reached):
    """Start ``manage.py import_items`` and kill it as soon as something is so."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.imports.command_settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "GONGKAI_TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "GONGKAI_TEST_POSTGRES_HOST": str(connection.settings_dict["HOST"]),
        "GONGKAI_TEST_MEDIA": str(media),
        "GONGKAI_TEST_PIECE": str(PIECE),
    }
    log = media.parent / "command.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "import_items", *arguments],
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + PATIENCE
    try:
        while not is_reached():
            assert time.monotonic() < deadline, "it did not come to pass"
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.01)
                pytest.fail(f"it ended before it could be killed:\n{log.read_text()}")
    finally:
        process.kill()
        process.wait()


def imported():
    return ImportRow.objects.filter(state=RowState.IMPORTED).count()


def undone():
    return ImportRow.objects.filter(state=RowState.UNDONE).count()


def test_an_import_that_is_killed_ends_as_if_it_had_not_been(media, sheet, settings, capsys):
    settings.MEDIA_ROOT = str(media / "uninterrupted")
    expected = of_an_uninterrupted_import(sheet)
    settings.MEDIA_ROOT = str(media)

    kill_in_the_middle(media, [str(sheet), *ARGUMENTS], lambda: imported() > 2 * PIECE)
    batch = ImportBatch.objects.get()
    there = imported()
    assert 0 < there < ROWS
    # Pieces are whole, and the batch knows how many.
    assert (batch.state, batch.imported) == (BatchState.RUNNING, there)
    assert ItemPage.objects.count() == there
    assert there % PIECE == 0
    remains = {path for path in stored(media) if not _has_document(path, media)}

    call_command("import_items", str(sheet), **HISTORY)
    assert f"继续第{batch.pk}批，其中{there}条已导入。" in capsys.readouterr().out
    batch.refresh_from_db()
    assert (batch.state, batch.imported, batch.faulty) == (BatchState.DONE, ROWS, 0)
    found = what_stands()
    for name, there in expected.items():
        assert found[name] == there, name
    # On the disk, what the killed piece had stored may remain: docs/imports.md.
    assert len(remains) <= 2 * PIECE
    assert {path for path in stored(media) if not _has_document(path, media)} == remains


def _has_document(path: Path, media: Path) -> bool:
    return get_document_model().objects.filter(file=str(path.relative_to(media))).exists()


def test_an_undoing_that_is_killed_goes_on_and_leaves_no_trace(media, sheet, capsys):
    # Phrases that are suggested are made anew every night, of names as well.
    suggestions.rebuild()
    before, standing = counts(), what_stands()
    call_command("import_items", str(sheet), **HISTORY)
    batch = ImportBatch.objects.get()

    kill_in_the_middle(media, ["--undo", str(batch.pk)], lambda: undone() > 2 * PIECE)
    batch.refresh_from_db()
    gone = undone()
    assert 0 < gone < ROWS
    assert (batch.state, batch.imported) == (BatchState.UNDOING, ROWS - gone)
    assert ItemPage.objects.count() == ROWS - gone == ListedItem.objects.count()

    call_command("import_items", undo=batch.pk)
    assert f"继续撤销第{batch.pk}批，其中{gone}条已撤销。" in capsys.readouterr().out
    batch.refresh_from_db()
    assert (batch.state, batch.imported) == (BatchState.UNDONE, 0)
    suggestions.rebuild()
    # Beside the chain, the log and the counters, a number that was given here is never given
    # again; sums that have come down to nothing are rows still.
    assert left_behind(before, STAYS | {IndexNumber._meta.db_table, ItemTally._meta.db_table}) == {}
    assert not ItemTally.objects.exclude(items=0).exists()
    changed = {name for name, there in what_stands().items() if there != standing[name]}
    assert changed == {"records", "log", "series", "numbers"}
    assert {origin for _number, origin, _item in what_stands()["numbers"]} == {"allocated"}
    # Files go when a portion is committed: those of one may remain.
    assert len(stored(media)) <= 2 * PIECE
    call_command("import_items", str(sheet), **HISTORY)
    assert ItemPage.objects.count() == ROWS
