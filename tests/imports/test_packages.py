"""A ZIP in place of a sheet: with its attachments, or of files that are items themselves."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.models import ItemPage
from imports.models import ImportBatch
from tests.imports.conftest import row, write_csv, write_xlsx
from tests.imports.test_admin import check, upload, url

pytestmark = pytest.mark.django_db
NOTICE = "关于公路养护的通知\n泗政〔2013〕5号\n各村：\n请做好养护。\n泗门镇人民政府\n2013年5月3日\n"


def zipped(**files):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def mine(number, **changes):
    """A row of the office that the editor works for, in one line of a text file."""
    return row(number, 发布机构="泗门镇党政综合办公室", 正文="请做好养护。", **changes)


@pytest.fixture
def sheet_in_zip(tmp_path):
    rows = [mine(1, 附件="附件/名单.txt"), mine(2, 附件="附件/没有.txt")]
    sheet = write_csv(tmp_path / "in.csv", rows).read_bytes()
    return zipped(**{"资料/条目.csv": sheet, "资料/附件/名单.txt": "甲乙丙"})


@pytest.fixture
def send(client, column, staff, django_capture_on_commit_callbacks):
    """Upload a ZIP as the editor, have it checked and imported; the batch."""

    def go(content, name="资料.zip", **data):
        client.force_login(staff.editor)
        file = SimpleUploadedFile(name, content, "application/zip")
        answer = upload(client, column, file, **data)
        assert answer.status_code == 302, answer.context["form"].errors
        batch = ImportBatch.objects.latest("pk")
        with django_capture_on_commit_callbacks(execute=True):
            check(client, batch)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url("batch", batch.pk))
        batch.refresh_from_db()
        assert client.get(url("batch", batch.pk)).status_code == 200
        return batch

    return go


def said_of(client, column, staff, content, name="资料.zip", **data):
    client.force_login(staff.editor)
    answer = upload(client, column, SimpleUploadedFile(name, content), **data)
    assert answer.status_code == 200
    assert not ImportBatch.objects.exists()
    return answer.context["form"].errors


def test_a_sheet_and_its_attachments_in_one(send, sheet_in_zip):
    batch = send(sheet_in_zip)
    assert (batch.name, batch.file_name) == ("资料.zip", "条目.csv")
    assert (batch.read, batch.imported, batch.faulty) == (2, 1, 1)
    item = ItemPage.objects.get(title=row(1)["名称"])
    assert item.attachments.get().document.file.read().decode() == "甲乙丙"


def test_the_command_takes_the_same(bring, tmp_path, sheet_in_zip):
    path = tmp_path / "资料.zip"
    path.write_bytes(sheet_in_zip)
    done = bring(path)
    assert (done.read, done.imported) == (2, 1)
    assert done.places == {(3, "附件")}


def test_each_file_of_a_zip_becomes_an_item(send, column):
    content = zipped(
        **{
            "文件/关于公路养护的通知.txt": NOTICE,
            "文件/图.png": b"\x89PNG",
            "__MACOSX/文件/._关于公路养护的通知.txt": b"\x00\x05\x16\x07",
            "../../关于出逃的通知.txt": NOTICE,
            "文件/坏.docx": b"PK\x03\x04 broken",
        }
    )
    batch = send(content, organ=column.office.pk, category=f"{column.home.pk}-20-01")
    assert batch.imported == 1
    item = ItemPage.objects.get(title="关于公路养护的通知")
    assert not item.live
    assert (item.document_number, str(item.written_on)) == ("泗政〔2013〕5号", "2013-05-03")
    assert item.attachments.get().document.file.read().decode() == NOTICE
    assert not ItemPage.objects.filter(title__contains="出逃").exists()
    faults = batch.rows.filter(state="faulty").values_list("faults__message", flat=True)
    assert any("打不开" in message for message in faults)


def test_a_workbook_among_files_is_a_file(send, column, tmp_path):
    plain = write_xlsx(tmp_path / "a.xlsx", [{"村": "泗门村", "人口": 7}])
    content = zipped(**{"关于公路养护的通知.txt": NOTICE, "人口.xlsx": plain.read_bytes()})
    batch = send(content, organ=column.office.pk, category=f"{column.home.pk}-20-01")
    assert (batch.read, batch.option("each_file")) == (2, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 broken", "打不开"),
        (b"no zip at all", "打不开"),
        (zipped(), "没有表格"),
        (zipped(**{"a.png": b"\x89PNG"}), "没有表格"),
    ],
)
def test_what_holds_nothing_is_said_beside_the_file(client, column, staff, content, said):
    assert said in str(said_of(client, column, staff, content)["file"])


def test_several_sheets_are_ambiguous(client, column, staff, tmp_path):
    sheet = write_csv(tmp_path / "in.csv", [row(1)]).read_bytes()
    errors = said_of(client, column, staff, zipped(**{"甲.csv": sheet, "乙.csv": sheet}))
    assert "几张表格" in str(errors["file"])
    assert "甲.csv" in str(errors["file"])


def test_a_second_zip_is_refused_at_its_field(client, column, staff, sheet_in_zip):
    more = SimpleUploadedFile("附件.zip", zipped(**{"a.txt": "甲"}))
    errors = said_of(client, column, staff, sheet_in_zip, archive=more)
    assert "不用再选" in str(errors["archive"])


def test_a_bomb_is_refused_before_it_is_unpacked(client, column, staff, settings):
    settings.GONGKAI_IMPORTS_MAX_UNPACKED = 1024 * 1024
    bomb = zipped(**{"条目.csv": b"0" * (2 * 1024 * 1024)})
    assert len(bomb) < 10_000
    assert "太大" in str(said_of(client, column, staff, bomb)["file"])


def test_a_workbook_under_another_name_is_still_one(send, tmp_path):
    book = write_xlsx(tmp_path / "a.xlsx", [mine(1)])
    batch = send(book.read_bytes(), name="条目.zip")
    assert batch.imported == 1
