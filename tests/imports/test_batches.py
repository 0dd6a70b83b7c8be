"""Batches: who may, what is found twice, files, old addresses, crashes, and undoing."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model

from catalogue.models import IndexNumber, ItemPage
from imports.enums import BatchState, RowState
from imports.models import ImportBatch, ImportRow
from imports.services import batches, checking, running
from review.models import ReviewRecord
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.imports.conftest import row, write_csv

REASON = "旧网站2013年的信息"


@pytest.fixture
def receive(column, tmp_path):
    """Receive rows as ``user``."""

    def do(rows, user=None, **kwargs):
        path = write_csv(tmp_path / "items.csv", rows)
        upload = ContentFile(path.read_bytes(), name="items.csv")
        return batches.receive(user, upload, column.home, **kwargs)

    return do


def bring_in(receive, rows, user=None, **kwargs):
    batch = receive(rows, user, **kwargs)
    batches.check(batch, user)
    return batches.run(batch, user)


def faults(batch):
    return {
        (each.line, fault.column): fault.message
        for each in batch.rows.all()
        for fault in each.faults.all()
    }


def test_headings_are_shown_before_anything_is_checked(receive):
    (headings,) = batches.headings_of(receive([row(备注="无")]))
    assert headings.line == 1
    assert headings.guessed["名称"] == "title"
    assert "备注" not in headings.guessed


def test_a_mapping_goes_before_what_is_guessed(receive):
    rows = [{**row(), "题目": "真正的名称"}]
    batch = receive(rows, mapping={"题目": "title", "名称": ""})
    batches.check(batch, None)
    assert batches.run(batch, None).imported == 1
    assert ItemPage.objects.get().title == "真正的名称"


def test_editors_import_drafts_for_their_own_organs_only(receive, column, staff):
    mine, others = column.office.name, column.offices[1].name
    batch = receive([row(1, 发布机构=mine), row(2, 发布机构=others)], staff.editor)
    batches.check(batch, staff.editor)
    batches.run(batch, staff.editor)
    item = ItemPage.objects.get()
    assert (item.owner, item.organ.name, item.live) == (staff.editor, mine, False)
    assert item.latest_revision.user == staff.editor
    assert "不是" in next(iter(faults(batch).values()))


def test_who_may_not(receive, staff):
    with pytest.raises(PermissionDenied):
        receive([row()], staff.reviewer)
    with pytest.raises(PermissionDenied):
        receive([row()], staff.editor, options={"publish": True, "reason": REASON})
    with pytest.raises(ValidationError):
        receive([row()], staff.office, options={"publish": True})


def test_the_office_publishes_history_in_its_own_name(receive, staff):
    batch = receive([row()], staff.office, options={"publish": True, "reason": REASON})
    batches.check(batch, staff.office)
    batches.run(batch, staff.office)
    record = ReviewRecord.objects.get(page_id=ItemPage.objects.live().get().pk)
    assert (record.remark, record.actor_id) == (REASON, str(staff.office.pk))


@pytest.mark.parametrize(
    ("changes", "column_name", "state"),
    [
        ({"名称": "甲的通知"}, "索引号", RowState.DUPLICATE),
        ({"名称": "乙的通知"}, "索引号", RowState.FAULTY),
        ({"索引号": "", "文号": "泗政[2013]99号"}, "文号", RowState.DUPLICATE),
        ({"索引号": "", "文号": "", "名称": "甲的通知"}, "名称", RowState.DUPLICATE),
    ],
)
@pytest.mark.parametrize("live", [True, False])
def test_what_is_there_already_is_found(receive, column, live, *, changes, column_name, state):
    item = ItemPageFactory(
        parent=column.category,
        title="甲的通知",
        organ=column.offices[1],
        index_number="002948561/2013-00001",
        document_number="泗政〔2013〕99号",
        written_on="2013-03-01",
        **({} if live else {"draft": True}),
    )
    batch = receive([row(1, **changes)])
    batches.check(batch, None)
    found = batch.rows.get()
    assert found.state == state
    assert [name for _line, name in faults(batch)] == [column_name]
    if state == RowState.DUPLICATE:
        assert found.duplicate_of == item
    assert "甲的通知" in next(iter(faults(batch).values()))


@pytest.mark.parametrize(
    ("changes", "column_name"),
    [({"文号": "泗政(2013)1号"}, "文号"), ({"名称": "关于第1件事项的通知"}, "名称")],
)
def test_whoever_publishes_it_a_document_is_the_same(receive, column, *, changes, column_name):
    first, second = (office.name for office in column.offices[:2])
    batch = receive([row(1, 发布机构=first), row(2, 索引号="", 发布机构=second, **changes)])
    batches.check(batch, None)
    assert [column for _line, column in faults(batch)] == [column_name]


def test_what_another_column_has_is_no_duplicate(receive, column):
    other = make_column(name="朗霞街道", slug="other", as_site_root=False)
    ItemPageFactory(
        parent=other.category,
        title="关于第1件事项的通知",
        document_number="泗政〔2013〕1号",
        written_on="2013-03-01",
    )
    batch = receive([row(1)])
    batches.check(batch, None)
    assert faults(batch) == {}


def test_orders_of_the_same_number_are_told_apart_by_their_titles(receive):
    rows = [
        row(1, 文号="公告第16号"),
        row(2, 文号="公告第16号"),
        row(3, 索引号="", 文号="公告第16号", 名称=row(1)["名称"]),
    ]
    batch = receive(rows)
    batches.check(batch, None)
    assert (batch.good, batch.duplicate) == (2, 1)


def test_a_number_of_a_deleted_item_is_not_given_again(receive, column):
    item = ItemPageFactory(parent=column.category, index_number="002948561/2013-00001")
    item.delete()
    batch = receive([row(1)])
    batches.check(batch, None)
    assert "曾用于已删除的条目" in faults(batch)[2, "索引号"]


def test_an_import_goes_on_where_it_was_interrupted(receive, settings, monkeypatch):
    settings.GONGKAI_IMPORTS_PIECE = 2
    batch = receive([row(number) for number in range(1, 8)])
    batches.check(batch, None)
    pieces = []
    whole = running._Run._import

    def interrupted(self, rows):
        whole(self, rows)
        pieces.append(len(rows))
        if len(pieces) == 3:
            raise RuntimeError("power cut")

    monkeypatch.setattr(running._Run, "_import", interrupted)
    with pytest.raises(RuntimeError):
        batches.run(batch, None)
    monkeypatch.undo()
    batch.refresh_from_db()
    assert (batch.state, batch.imported) == (BatchState.FAILED, 4)
    assert ItemPage.objects.count() == 4
    batches.run(batch, None)
    assert batch.imported == ItemPage.objects.count() == 7
    assert batches.progress(batch)["percent"] == 100


def test_undo_is_refused_as_a_whole_where_something_changed(receive, staff):
    batch = bring_in(receive, [row(1), row(2)])
    item = ItemPage.objects.get(index_number="002948561/2013-00002")
    item.summary = "改过了"
    item.save_revision(user=staff.admin)
    with pytest.raises(ValidationError, match="关于第2件事项的通知"):
        batches.undo(batch, None)
    assert ItemPage.objects.count() == 2
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE


def test_undo_is_refused_where_something_refers_to_an_item(receive, column):
    batch = bring_in(receive, [row(1)])
    ItemPageFactory(parent=column.category, interprets=ItemPage.objects.get())
    with pytest.raises(ValidationError, match="被其他内容引用"):
        batches.undo(batch, None)


def test_editors_undo_their_own_drafts_only(receive, column, staff):
    rows = [row(1, 发布机构=column.office.name)]
    batch = bring_in(receive, rows, staff.editor)
    other = bring_in(receive, [row(2)], staff.admin)
    with pytest.raises(PermissionDenied):
        batches.undo(other, staff.editor)
    batches.undo(batch, staff.editor)
    assert ItemPage.objects.count() == 1


def test_numbers_that_the_platform_gave_are_never_given_again(receive):
    options = {"publish": True, "reason": REASON}
    batch = bring_in(receive, [row(1, 索引号="")], options=options)
    given = ItemPage.objects.get().index_number
    batches.undo(batch, None)
    assert IndexNumber.objects.get(number=given).item is None
    bring_in(receive, [row(1, 索引号="")], options=options)
    assert ItemPage.objects.get().index_number != given


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return ContentFile(stream.getvalue(), name="files.zip")


def test_attachments_from_a_zip(receive):
    archive = zipped(**{"材料/甲.txt": "甲的内容", "材料/乙.pdf": b"MZ no pdf", "材料/空.txt": ""})
    rows = [
        row(1, 附件="甲.txt"),
        row(2, 附件="材料/甲.txt"),
        row(3, 附件="乙.pdf"),
        row(4, 附件="空.txt"),
        row(5, 附件="丙.txt"),
        row(6, 附件="../甲.txt"),
        row(7, 附件="C:\\甲.txt"),
    ]
    batch = bring_in(receive, rows, archive=archive)
    said = faults(batch)
    assert batch.imported == 2
    assert {line for line, name in said if name == "附件"} == {6, 8, 10, 12, 14}
    first = ItemPage.objects.order_by("pk").first()
    assert first.attachments.get().document.title == "甲"
    batches.undo(batch, None)
    assert not get_document_model().objects.exists()


def test_attachments_of_a_folder_never_lead_out_of_it(bring, tmp_path):
    folder = tmp_path / "in"
    (folder / "附件").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("秘密", "utf-8")
    (folder / "附件" / "甲.txt").write_text("甲的内容", "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    rows = [row(1, 附件="附件\\甲.txt"), row(2, 附件="link.txt"), row(3, 附件="../secret.txt")]
    done = bring(write_csv(folder / "items.csv", rows))
    assert done.imported == 1
    assert {column for _line, column in done.places} == {"附件"}
    assert get_document_model().objects.get().title == "甲"


def test_each_file_of_a_folder_becomes_an_item(bring, tmp_path, column):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "关于公路养护的通知.txt").write_text(
        "泗门镇人民政府文件\n泗政〔2013〕5号\n各村：\n请做好养护。\n泗门镇人民政府\n2013年5月3日\n",
        "utf-8",
    )
    (folder / "照片.jpg").write_bytes(b"\xff\xd8")
    done = bring(folder, organ=column.office.name, category="20-01")
    assert done.imported == 1, done.said
    item = ItemPage.objects.get()
    assert (item.title, item.document_number) == ("关于公路养护的通知", "泗政〔2013〕5号")
    assert str(item.written_on) == "2013-05-03"
    assert item.attachments.get().document.title == "关于公路养护的通知"
    assert "略去1个" in done.said


def test_old_addresses_lead_to_the_items(receive, column):
    host = column.home.get_site().hostname
    rows = [
        row(1, 原网址=f"http://{host}/art/2013/1.html"),
        row(2, 原网址="/art/2013/2.html"),
        row(3, 原网址="http://www.gov.cn/3.html"),
        row(4, 原网址="/art/2013/2.html"),
    ]
    batch = bring_in(receive, rows)
    assert batch.imported == 3
    assert set(Redirect.objects.values_list("old_path", flat=True)) == {
        "/art/2013/1.html",
        "/art/2013/2.html",
    }
    assert (8, "原网址") in faults(batch)
    batches.undo(batch, None)
    assert not Redirect.objects.exists()


def test_another_towns_categories_are_not_taken(receive, column):
    make_column(name="朗霞街道", slug="other", as_site_root=False)
    batch = receive([row(1)])
    batches.check(batch, None)
    assert batches.run(batch, None).imported == 1
    assert ItemPage.objects.descendant_of(column.home).exists()


def test_what_the_sheet_lacks_comes_from_the_options(receive, column):
    plain = {key: row(1)[key] for key in ("名称", "成文日期")}
    batch = receive([plain], organ=column.office, options={"category": "20-04", "kind": "news"})
    batches.check(batch, None)
    batches.run(batch, None)
    item = ItemPage.objects.get()
    assert (item.organ, item.kind) == (column.office, "news")
    assert item.get_parent().specific.code == "20-04"


def test_checking_again_replaces_what_was_found(receive):
    batch = receive([row(1), row(2, 成文日期="昨天")])
    batches.check(batch, None)
    batches.check(batch, None)
    assert ImportRow.objects.count() == 2
    assert (batch.read, batch.good, batch.faulty) == (2, 1, 1)


def test_a_check_that_is_overtaken_by_another_ends_without_a_word(receive, monkeypatch):
    batch = receive([row(1), row(2, 成文日期="昨天")])
    judge = checking._Check._judge

    def overtaken(self, rows):
        monkeypatch.setattr(checking._Check, "_judge", judge)
        batches.check(ImportBatch.objects.get(pk=batch.pk), None)
        judge(self, rows)

    monkeypatch.setattr(checking._Check, "_judge", overtaken)
    batches.check(batch, None)
    assert ImportRow.objects.count() == 2
    assert (batch.state, batch.read, batch.good, batch.faulty) == ("checked", 2, 1, 1)


def test_a_check_that_breaks_after_it_was_overtaken_spoils_nothing(receive, monkeypatch):
    batch = receive([row(1)])
    judge = checking._Check._judge

    def overtaken(self, rows):
        monkeypatch.setattr(checking._Check, "_judge", judge)
        batches.check(ImportBatch.objects.get(pk=batch.pk), None)
        raise ValidationError("超过1行，请拆成几个文件。")

    monkeypatch.setattr(checking._Check, "_judge", overtaken)
    batches.check(batch, None)
    batch.refresh_from_db()
    assert (batch.state, batch.error, batch.good) == ("checked", "", 1)


def test_discarding_takes_files_and_rows_away(receive):
    batch = receive([row(1)])
    batches.check(batch, None)
    storage, name = batch.file.storage, batch.file.name
    batches.discard(batch)
    assert not ImportBatch.objects.exists()
    assert not storage.exists(name)
