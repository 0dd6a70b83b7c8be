"""The files of a year: what is in them, that they are whole, and that nothing private ever is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from open_data import storage
from open_data.formats import FORMATS
from open_data.models import DataFile
from open_data.services import building
from tests.factories.catalogue import ItemPageFactory, imported
from tests.open_data.conftest import PUBLIC, SECRET, body, restrict

pytestmark = pytest.mark.django_db


def address(column, ending, year=2013):
    return f"/data/{column.home.pk}/{year}.{ending}"


def titles_of(content):
    return [json.loads(line)["title"] for line in content.decode().splitlines()]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_has_what_is_public_and_nothing_else(client, column, ending):
    response = client.get(address(column, ending))
    assert response.status_code == 200
    content = body(response)
    assert SECRET not in content.decode("utf-8", "replace")
    if ending == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        titles = [line["名称"] for line in lines]
        assert lines[0]["网址"].endswith("/catalogue/gui-fan-xing-wen-jian/gong-kai-de-di-yi-jian/")
    elif ending == "xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        titles = [row[1] for row in rows[1:]]
        assert rows[1][3].date() == date(2013, 3, 1)
    elif ending == "json":
        titles = [row["title"] for row in json.loads(content)]
    else:
        titles = titles_of(content)
    assert titles == list(PUBLIC)


@pytest.mark.usefixtures("files")
def test_only_the_full_file_has_the_texts(client, column):
    rows = [
        json.loads(line) for line in body(client.get(address(column, "full.jsonl"))).splitlines()
    ]
    assert [row["text"] for row in rows] == ["正文之1", "正文之2", "正文之3"]
    assert b"text" not in body(client.get(address(column, "jsonl")))


@pytest.mark.usefixtures("files")
def test_the_number_is_that_of_the_list_page(client, column):
    listed = client.get(f"{column.catalogue.get_url()}?year=2013").context["total"]
    assert {row.item_count for row in DataFile.objects.all()} == {listed}


@pytest.mark.usefixtures("files")
def test_checksums_and_sizes_are_those_of_the_files(client, column):
    sums = body(client.get(f"/data/{column.home.pk}/SHA256SUMS")).decode().splitlines()
    assert len(sums) == len(FORMATS)
    for line in sums:
        digest, name = line.split("  ")
        response = client.get(f"/data/{column.home.pk}/{name}")
        content = body(response)
        assert hashlib.sha256(content).hexdigest() == digest
        row = DataFile.objects.get(format=name.partition(".")[2])
        assert (row.sha256, row.size) == (digest, len(content))
        assert response["ETag"] == f'"{digest}"'


@pytest.mark.usefixtures("files")
def test_headers_say_name_type_and_day_and_a_known_file_is_not_sent_again(client, column):
    response = client.get(address(column, "csv"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert "filename*=utf-8''%E6%B3%97%E9%97%A8" in response["Content-Disposition"]
    assert response["Last-Modified"]
    assert "no-cache" in response["Cache-Control"]
    body(response)
    again = client.get(address(column, "csv"), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    part = client.get(address(column, "csv"), headers={"Range": "bytes=0-2"})
    assert (part.status_code, body(part)) == (206, b"\xef\xbb\xbf")
    assert client.post(address(column, "csv")).status_code == 405


@pytest.mark.usefixtures("files")
def test_nginx_sends_the_file_where_it_is_set_up(client, column, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    settings.MEDIA_ROOT = tmp_path
    settings.GONGKAI_REVIEW_ACCEL_LOCATION = "/protected/"
    DataFile.objects.update(sha256="")
    building.build(column.home, 2013)
    row = DataFile.objects.get(format="csv")
    response = client.get(address(column, "csv"))
    assert response["X-Accel-Redirect"] == f"/protected/{row.file.name}"
    assert (tmp_path / row.file.name).stat().st_size == row.size


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    "way", ["unpublish", "restrict", "restrict above", "delete", "row", "move"]
)
def test_what_was_taken_away_since_is_never_sent(client, column, items, way, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.GONGKAI_OPEN_DATA_TASK_BACKEND = "default"
    item = items[1]
    old = {row.file.name for row in DataFile.objects.all()}
    if way == "unpublish":
        item.unpublish()
    elif way == "restrict":
        restrict(item)
    elif way == "close above":
        restrict(column.category)
    elif way == "delete":
        item.delete()
    elif way == "row":
        # Past every signal but that of the counter of changes.
        type(item).objects.filter(pk=item.pk).update(live=False)
        item.get_parent().specific.save()
    else:
        item.move(column.categories[2], pos="last-child")
    for ending in FORMATS:
        response = client.get(address(column, ending))
        assert response.status_code == 503
        assert response["Retry-After"] == "60"
        assert "正在生成" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
    assert b"full" not in body(client.get(f"/data/{column.home.pk}/SHA256SUMS"))
    assert not {row.file.name for row in DataFile.objects.all()} & old


@pytest.mark.usefixtures("files")
def test_a_withdrawn_item_is_gone_from_storage_and_the_next_file_is_right(
    client, column, items, settings, django_capture_on_commit_callbacks
):
    settings.GONGKAI_OPEN_DATA_TASK_BACKEND = "default"
    old = [row.file.name for row in DataFile.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        items[1].unpublish()
    response = client.get(address(column, "jsonl"))
    assert titles_of(body(response)) == [PUBLIC[0], PUBLIC[2]]
    assert not any(default_storage.exists(name) for name in old)
    assert DataFile.objects.filter(wanted_at=None, item_count=2).count() == len(FORMATS)


@pytest.mark.usefixtures("files")
def test_without_a_worker_the_new_file_is_there_at_once(
    client, column, items, django_capture_on_commit_callbacks
):
    type(items[0]).objects.filter(pk=items[1].pk).update(live=False)
    items[0].get_parent().specific.save()
    with django_capture_on_commit_callbacks(execute=True):
        client.get(address(column, "csv"))
    assert titles_of(body(client.get(address(column, "jsonl")))) == [PUBLIC[0], PUBLIC[2]]


@pytest.mark.usefixtures("files")
def test_a_file_that_a_backup_did_not_bring_back_is_made_anew(
    client, column, django_capture_on_commit_callbacks
):
    default_storage.delete(DataFile.objects.get(format="csv").file.name)
    with django_capture_on_commit_callbacks(execute=True):
        client.get(address(column, "csv"))
    assert PUBLIC[0] in body(client.get(address(column, "csv"))).decode()


@pytest.mark.usefixtures("files")
def test_a_corrected_item_is_not_sent_as_it_was(client, column, items, settings):
    settings.GONGKAI_OPEN_DATA_TASK_BACKEND = "default"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    item = type(items[0]).objects.get(pk=items[0].pk)
    item.title = "更正后的名称"
    with imported():
        item.save_revision().publish()
    assert client.get(address(column, "csv")).status_code == 503
    building.build(column.home, 2013)
    assert "更正后的名称" in body(client.get(address(column, "csv"))).decode()


@pytest.mark.usefixtures("files")
def test_what_was_added_since_leaves_the_file_as_it_is(client, column):
    before = client.get(address(column, "jsonl"))
    ItemPageFactory(parent=column.category, organ=column.office, title="后来的一件")
    after = client.get(address(column, "jsonl"))
    assert after.status_code == 200
    assert after["Last-Modified"] == before["Last-Modified"]
    assert titles_of(body(after)) == list(PUBLIC)
    building.build(column.home, 2013)
    assert titles_of(body(client.get(address(column, "jsonl")))) == [*PUBLIC, "后来的一件"]


@pytest.mark.usefixtures("files")
def test_an_unchanged_year_keeps_its_files(column):
    before = {row.format: row.file.name for row in DataFile.objects.all()}
    moments = {row.made_at for row in DataFile.objects.all()}
    building.build(column.home, 2013)
    assert {row.format: row.file.name for row in DataFile.objects.all()} == before
    assert min(row.made_at for row in DataFile.objects.all()) > max(moments)


@pytest.mark.usefixtures("files")
def test_a_year_without_items_has_no_files(client, column, items):
    for item in items:
        item.unpublish()
    assert building.build(column.home, 2013) == 0
    assert not DataFile.objects.exists()
    assert client.get(address(column, "csv")).status_code == 404


@pytest.mark.usefixtures("files")
def test_a_column_that_is_closed_has_no_files(client, column):
    restrict(column.home)
    assert client.get(address(column, "csv")).status_code == 404
    assert client.get(f"/data/{column.home.pk}/SHA256SUMS").status_code == 404


@pytest.mark.usefixtures("items")
def test_unknown_places_are_not_found(client, column):
    for place in (f"/data/{column.home.pk}/2013.csv", "/data/999999/2013.csv", "/data/1/x.csv"):
        assert client.get(place).status_code == 404
    building.build(column.home, 2013)
    assert client.get(address(column, "exe")).status_code == 404


@pytest.mark.usefixtures("files")
def test_a_download_takes_as_many_queries_in_a_large_year_as_in_a_small_one(client, column):
    def count():
        with CaptureQueriesContext(connection) as queries:
            body(client.get(address(column, "csv")))
        return len(queries)

    few = count()
    for _number in range(20):
        ItemPageFactory(parent=column.category, organ=column.office)
    building.build(column.home, 2013)
    count()
    assert count() == few


@pytest.mark.usefixtures("items")
def test_the_command_makes_all_years_and_goes_on_where_it_was_ended(column, capsys):
    ItemPageFactory(parent=column.category, organ=column.office, published_on=date(2020, 1, 1))
    call_command("build_open_data", year=2020)
    call_command("build_open_data")
    said = capsys.readouterr().out
    assert f"{column.home.pk}/2020: up to date" in said
    assert f"{column.home.pk}/2013: 3 items" in said
    assert DataFile.objects.count() == 2 * len(FORMATS)
    with pytest.raises(CommandError, match="No public column"):
        call_command("build_open_data", column=999_999)


@pytest.mark.usefixtures("files")
def test_what_a_killed_run_left_is_swept_away_after_a_day(column, monkeypatch):
    left = default_storage.save(
        f"gongkai_open_data/{column.home.pk}/2013-left.csv", ContentFile(b"x")
    )
    assert storage.sweep(column.home) == 0
    monkeypatch.setattr(storage, "_YOUNG", -storage._YOUNG)
    assert storage.sweep(column.home) >= 1
    assert not default_storage.exists(left)
    assert all(default_storage.exists(row.file.name) for row in DataFile.objects.all())
