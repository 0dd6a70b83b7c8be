"""``import_items``: what a town's sheet says becomes items, and what is wrong is named."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from catalogue.models import IndexNumber, ItemPage, ListedItem
from imports.models import ImportBatch
from review.models import ReviewRecord
from tests.imports.conftest import row, write_csv, write_json_lines, write_xlsx

WRITERS = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "jsonl": write_json_lines,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_field_arrives(kind, bring, tmp_path):
    done = bring(WRITERS[kind](tmp_path / f"items.{kind}", [row(7)]))
    assert done.status == 0, done.said
    assert (done.read, done.imported, done.faults) == (1, 1, [])
    item = ItemPage.objects.get()
    assert item.index_number == "002948561/2013-00007"
    assert item.title == "关于第7件事项的通知"
    assert item.document_number == "泗政〔2013〕7号"
    assert item.summary == "明确养护责任。"
    assert [str(block.value) for block in item.body] == [
        "<p>各村、各单位：</p><p>为做好养护，现通知如下。</p>"
    ]
    assert item.organ.name == "泗门镇农业办公室"
    assert item.written_on == date(2013, 3, 1)
    assert item.published_on == date(2013, 3, 4)
    assert item.effective_on == date(2013, 3, 1)
    assert item.expires_on is None
    assert item.topic.full_name == "工业、交通/公路"
    assert item.genre.name == "通知"
    assert item.disclosure_mode == "proactive"
    assert item.disclosure_period == "permanent"
    assert item.get_parent().specific.code == "20-01"
    assert item.keyword_list == ["农村公路", "养护"]


def test_items_are_drafts_unless_published(bring, tmp_path):
    bring(write_csv(tmp_path / "items.csv", [row()]))
    item = ItemPage.objects.get()
    assert not item.live
    assert item.has_unpublished_changes
    assert not ReviewRecord.objects.exists()
    assert not ListedItem.objects.exists()


def test_history_is_published_with_a_record_that_says_why(bring, tmp_path):
    done = bring(
        write_csv(tmp_path / "items.csv", [row()]), publish=True, reason="旧网站2013年的信息"
    )
    assert done.imported == 1, done.said
    item = ItemPage.objects.get()
    assert item.live
    assert ReviewRecord.objects.get(page_id=item.pk).remark == "旧网站2013年的信息"
    assert IndexNumber.objects.get().item_id == item.pk
    assert ListedItem.objects.get().item_id == item.pk


def test_history_needs_a_reason(bring, tmp_path):
    done = bring(write_csv(tmp_path / "items.csv", [row()]), publish=True)
    assert done.status == 1
    assert "来源" in done.said
    assert not ItemPage.objects.exists()


def test_a_dry_run_leaves_nothing(bring, tmp_path):
    done = bring(write_csv(tmp_path / "items.csv", [row(1), row(2, 成文日期="昨天")]), dry_run=True)
    assert (done.read, done.imported) == (2, 0)
    assert done.places == {(4, "成文日期")}
    assert not ItemPage.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_dry_run_that_fails_leaves_nothing_either(bring, tmp_path):
    (tmp_path / "items.csv").write_text("名称,成文日期,发布机构\n", "utf-8")
    done = bring(tmp_path / "items.csv", dry_run=True)
    assert (done.status, "没有内容" in done.said) == (1, True)
    assert not ImportBatch.objects.exists()


def test_an_answer_that_cannot_be_written_is_said_before_anything_is_imported(tmp_path, column):
    path = write_csv(tmp_path / "items.csv", [row(1)])
    with pytest.raises(CommandError, match="没有这个文件夹"):
        call_command("import_items", str(path), json=str(tmp_path / "none" / "answer.json"))
    assert not ItemPage.objects.exists()
    assert not ImportBatch.objects.exists()


def test_good_rows_come_in_and_bad_ones_are_named(bring, tmp_path):
    rows = [row(1), row(2, 主题分类="工业、交通/公露"), row(3), row(4, 名称="")]
    done = bring(write_csv(tmp_path / "items.csv", rows))
    assert done.status == 0
    assert (done.read, done.imported) == (4, 2)
    # Each body has a line break: an editor shows the second record at line 4.
    assert done.places == {(4, "主题分类"), (8, "名称")}
    assert "工业、交通/公路" in done.faults[0]["message"]


def test_what_cannot_be_read_ends_with_a_sentence(bring, tmp_path):
    (tmp_path / "items.csv").write_text("一,二\n三,四\n", "utf-8")
    done = bring(tmp_path / "items.csv")
    assert done.status == 1
    assert "列标题" in done.said
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("published", [False, True])
def test_undo_leaves_no_trace_and_the_same_numbers_come_in_again(published, bring, tmp_path):
    path = write_csv(tmp_path / "items.csv", [row(1), row(2)])
    options = {"publish": True, "reason": "旧网站的信息"} if published else {}
    bring(path, **options)
    batch = ImportBatch.objects.get()
    call_command("import_items", undo=batch.pk)
    assert not ItemPage.objects.exists()
    assert not Revision.objects.exists()
    assert not IndexNumber.objects.exists()
    assert not ListedItem.objects.exists()
    again = bring(path, **options)
    assert again.imported == 2, again.said
