"""A backup holds everything, and what is put back is the same, row by row and file by file."""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from catalogue.models import ItemPage
from operations.backups.databases import row_counts
from review.models import ReviewRecord
from serving import versions
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.documents import attach, make_document
from tests.services import databases

pytestmark = pytest.mark.django_db(transaction=True)


def everything():
    """Every row of every table, in a fixed order."""
    quote = connection.ops.quote_name
    found = {}
    for table in row_counts():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {quote(table)}")  # noqa: S608 - of the database itself
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.parts)
    }


@pytest.fixture
def town(stored):
    """A column with items, a file at one of them, and an account."""
    column = make_column()
    items = ItemPageFactory.create_batch(3, parent=column.category, organ=column.office)
    attach(items[0], make_document("附件全文", name="附件 一.txt"))
    UserFactory(username="zhang")
    # What migrations made, vocabularies among it, is in no index yet.
    call_command("update_index", verbosity=0)
    return column


def start_afresh(*, with_tables: bool) -> None:
    """Make the database that of a new instance: migrated and never used, or without a table."""
    database = databases.for_this_worker(Path(os.environ["GONGKAI_TEST_RUN_DIR"]))
    if connection.vendor == "sqlite":
        database.template = database.file.with_suffix(".fresh")
    database.restore()
    if with_tables:
        return
    if connection.vendor == "sqlite":
        connection.close()
        for file in database.file.parent.glob(f"{database.file.name}*"):
            file.unlink()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


@pytest.fixture
def backup(town, said, tmp_path):
    """A backup of the town."""
    target = tmp_path / "backups" / "town.tar"
    said("backup", str(target))
    return target


# What is kept in a cache, and what harvesters have read, belongs to another state, and its version
# says so; and the job's row is written when the backup is done.
CHANGED = {
    "gongkai_serving_contentversion",
    "gongkai_api_changehead",
    "gongkai_operations_jobstate",
}


@pytest.mark.parametrize("instance", ["used", "new", "without tables"])
def test_what_is_put_back_is_the_same_row_by_row_and_file_by_file(instance, backup, stored, said):
    before, uploaded = everything(), files(stored)
    assert uploaded
    options = []
    if instance == "used":
        ItemPage.objects.update(title="被改过")
        UserFactory(username="wang")
        next(iter(stored.rglob("*.txt"))).write_text("被改过")
        options = ["--overwrite"]
    else:
        shutil.rmtree(stored)
        start_afresh(with_tables=instance == "new")
    told = said("restore", str(backup), *options)
    after = everything()
    assert sorted(after) == sorted(before)
    different = {table for table, rows in before.items() if after[table] != rows}
    assert different <= CHANGED
    assert files(stored) == uploaded
    assert "与备份的清单一致" in told


def test_what_a_cache_knew_is_not_shown_after_a_restore(backup, said):
    before = versions.current().of(None)
    said("restore", str(backup), "--overwrite")
    assert versions.current().of(None) != before


def test_an_instance_that_is_in_use_is_not_replaced_unasked(backup, said):
    with pytest.raises(CommandError, match=r"不是空的.*--overwrite"):
        said("restore", str(backup))
    assert ItemPage.objects.count() == 3


def test_files_that_were_there_are_put_aside(backup, stored, said):
    (stored / "later.txt").write_text("后来的")
    said("restore", str(backup), "--overwrite")
    assert not (stored / "later.txt").exists()
    (aside,) = stored.glob(".before-restore-*")
    assert (aside / "later.txt").read_text() == "后来的"


def test_only_the_operator_may_read_a_backup(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_the_secret_is_not_in_it(backup, settings):
    assert settings.SECRET_KEY.encode() not in backup.read_bytes()


def test_the_manifest_says_what_is_in_it(backup):
    with tarfile.open(backup) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
    assert manifest["tables"]["gongkai_catalogue_itempage"] == 3
    assert manifest["media_files"] == 1
    assert manifest["facts"]["索引号"]["live_items"] == 3
    assert manifest["facts"]["审查记录"]["records"] == ReviewRecord.objects.count()
    assert "gongkai_operations.0001_initial" in manifest["migrations"]


def test_nothing_is_left_beside_it(backup):
    assert [path.name for path in backup.parent.iterdir()] == ["town.tar"]


def flip(file: Path, needle: bytes) -> None:
    data = bytearray(file.read_bytes())
    at = data.index(needle)
    data[at] ^= 1
    file.write_bytes(data)


def test_a_damaged_backup_is_not_put_back(backup, said):
    flip(backup, "附件全文".encode())
    with pytest.raises(CommandError, match="校验值不符"):
        said("restore", str(backup), "--overwrite")
    assert ItemPage.objects.count() == 3


def test_half_a_backup_is_not_put_back(backup, said):
    backup.write_bytes(backup.read_bytes()[:20_000])
    with pytest.raises(CommandError, match="不是完整的备份"):
        said("restore", str(backup), "--overwrite")


def test_a_backup_of_newer_code_is_not_put_back(backup, said, tmp_path):
    newer = tmp_path / "newer.tar"
    with tarfile.open(backup) as source, tarfile.open(newer, "w") as target:
        for member in source:
            data = source.extractfile(member).read()
            if member.name == "manifest.json":
                manifest = json.loads(data)
                manifest["migrations"].append("gongkai_catalogue.9999_future")
                data = json.dumps(manifest).encode()
                member.size = len(data)
            target.addfile(member, io.BytesIO(data))
    with pytest.raises(CommandError, match="先更新程序"):
        said("restore", str(newer), "--overwrite")


def test_a_backup_that_reaches_outside_is_not_put_back(backup, said, tmp_path):
    with tarfile.open(backup, "a") as archive:
        member = tarfile.TarInfo("media/../../escaped.txt")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"no"))
    with pytest.raises(CommandError, match="指向备份以外"):
        said("restore", str(backup), "--overwrite")


def test_a_chain_sealed_with_another_secret_is_told(backup, said, settings):
    settings.SECRET_KEY = "another-secret-of-some-length-which-nobody-has-used-before"
    with pytest.raises(CommandError, match="GONGKAI_SECRET_KEY_FALLBACKS"):
        said("restore", str(backup), "--overwrite")
    assert ItemPage.objects.count() == 3


def test_so_many_are_kept(town, said, tmp_path, monkeypatch):
    folder = tmp_path / "nightly"
    folder.mkdir()
    for day in range(1, 4):
        (folder / f"gongkai-2020010{day}T000000Z.tar").touch()
    (folder / "other.txt").touch()
    said("backup", str(folder), "--keep", "2")
    kept = sorted(path.name for path in folder.glob("gongkai-*.tar"))
    assert len(kept) == 2
    assert kept[0] == "gongkai-20200103T000000Z.tar"
    assert (folder / "other.txt").exists()


def test_faults_of_the_data_are_told_and_backed_up(town, said, tmp_path):
    ItemPage.objects.filter(pk=ItemPage.objects.first().pk).update(index_number="改过的号码")
    folder = tmp_path / "nightly"
    folder.mkdir()
    (folder / "gongkai-20200101T000000Z.tar").touch()
    told = said("backup", str(folder), "--keep", "1")
    assert "已照原样备份" in told
    # The older one may be the last that is sound.
    assert len(list(folder.glob("*.tar"))) == 2


def test_a_backup_is_not_put_among_the_uploads(town, said, stored):
    with pytest.raises(CommandError, match="请另选地方"):
        said("backup", str(stored / "backups"))
