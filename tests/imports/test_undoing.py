"""Undoing goes in portions: what may come between two of them, and after a crash."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import ModelLogEntry, Page

from catalogue.models import ItemPage
from imports.enums import BatchState, RowState
from imports.models import ImportBatch
from imports.services import batches, running, undoing
from review.models import ReviewRecord
from tests.factories.catalogue import PASSWORD, ItemPageFactory
from tests.imports.conftest import make_own_column, row, write_csv
from tests.imports.traces import STAYS, counts, left_behind

HISTORY = {"publish": True, "reason": "旧网站的信息"}
PATIENCE = 30


@pytest.fixture
def column(db):
    return make_own_column()


@pytest.fixture
def sheet(tmp_path, settings):
    """Five rows, of which the first and the last share a file; two are done at once."""
    settings.GONGKAI_IMPORTS_PIECE = 2
    (tmp_path / "材料.txt").write_text("材料", "utf-8")
    rows = [row(number, 附件="材料.txt" if number in {1, 5} else "") for number in range(1, 6)]
    return write_csv(tmp_path / "items.csv", rows)


@pytest.fixture
def batch(bring, sheet):
    assert bring(sheet).imported == 5
    return ImportBatch.objects.get()


def item(number):
    return ItemPage.objects.get(title=f"关于第{number}件事项的通知")


def numbers():
    """Which of the five are there."""
    return [
        number for number in range(1, 6) if ItemPage.objects.filter(title__contains=f"第{number}件")
    ]


def between(monkeypatch, *changes):
    """Do something after the first portion, the second, and so on."""
    waiting = list(changes)

    def change():
        if waiting:
            waiting.pop(0)()

    monkeypatch.setattr(undoing, "give_way", change)


def edit(number):
    changed = item(number)
    changed.summary = "改过了"
    changed.save_revision()


@pytest.mark.django_db(transaction=True)
def test_others_write_while_a_batch_is_undone(batch, column, monkeypatch):
    seen = []

    def write():
        try:
            Page.objects.filter(pk=column.home.pk).update(seo_title="别人改的")
            seen.append((numbers(), batches.progress(ImportBatch.objects.get())))
        finally:
            connection.close()

    def by_another():
        with ThreadPoolExecutor(1) as other:
            other.submit(write).result(PATIENCE)

    between(monkeypatch, by_another, by_another)
    batches.undo(batch, None)
    assert [left for left, _progress in seen] == [[1, 2, 3], [1]]
    assert [
        (found["state"], found["undone"], found["imported"], found["percent"])
        for _left, found in seen
    ] == [("undoing", 2, 3, 40), ("undoing", 4, 1, 80)]
    assert (batch.state, batch.imported, numbers()) == (BatchState.UNDONE, 0, [])


@pytest.mark.parametrize("published", [False, True])
def test_portions_leave_no_trace_either(published, bring, sheet, monkeypatch):
    before = counts()
    assert bring(sheet, **(HISTORY if published else {})).imported == 5
    files = []
    between(monkeypatch, lambda: files.append(get_document_model().objects.count()))
    call_command("import_items", undo=ImportBatch.objects.get().pk)
    # The first row still had the file when the last one was gone.
    assert files == [1]
    assert left_behind(before, STAYS) == {}
    if published:
        assert ReviewRecord.objects.filter(remark="撤销批量导入“items.csv”").count() == 5
    undone = ModelLogEntry.objects.get(action=undoing.UNDONE)
    assert undone.data == {"items": 5}
    assert bring(sheet).imported == 5


def test_nothing_goes_where_the_last_to_go_was_changed(batch):
    edit(1)
    with pytest.raises(ValidationError, match="第1件"):
        batches.undo(batch, None)
    assert numbers() == [1, 2, 3, 4, 5]
    assert (batch.state, batch.imported) == (BatchState.DONE, 5)
    assert "第1件" in batch.error


def test_what_is_changed_meanwhile_ends_it_there(batch, monkeypatch):
    between(monkeypatch, lambda: edit(2))
    with pytest.raises(ValidationError) as refused:
        batches.undo(batch, None)
    (said,) = refused.value.messages
    assert "“关于第2件事项的通知”（改动过）" in said
    assert "已撤销2条，其余3条没有动" in said
    assert numbers() == [1, 2, 3]
    assert item(2).get_latest_revision_as_object().summary == "改过了"
    assert (batch.state, batch.imported, batch.error) == (BatchState.PARTLY_UNDONE, 3, said)

    # It may be asked for again; it is to be neither checked nor imported in between.
    for work in (batches.undo, batches.check, batches.run):
        with pytest.raises(ValidationError):
            work(batch, None)
    assert numbers() == [1, 2, 3]
    item(2).delete()
    batches.undo(batch, None)
    assert (batch.state, batch.error, numbers()) == (BatchState.UNDONE, "", [])


def test_a_reference_that_is_made_meanwhile_ends_it_too(batch, column, monkeypatch):
    between(
        monkeypatch,
        lambda: None,
        lambda: ItemPageFactory(parent=column.category, title="解读", interprets=item(1)),
    )
    with pytest.raises(ValidationError, match=r"被其他内容引用.*已撤销4条"):
        batches.undo(batch, None)
    assert ItemPage.objects.get(title="解读").interprets == item(1)


def test_an_item_of_the_batch_that_refers_to_another_meanwhile_keeps_it(batch, monkeypatch):
    def refer():
        first = item(1)
        first.interprets = item(3)
        first.save()

    between(monkeypatch, refer)
    with pytest.raises(ValidationError, match=r"第3件.*被其他内容引用"):
        batches.undo(batch, None)
    assert item(1).interprets == item(3)


def test_after_a_failure_it_goes_on(batch, monkeypatch):
    def fail():
        raise RuntimeError("power cut")

    between(monkeypatch, fail)
    with pytest.raises(RuntimeError):
        batches.undo(batch, None)
    assert batch.state == BatchState.PARTLY_UNDONE
    assert batch.error == "撤销中断。已撤销2条，其余3条没有动，之后可以继续撤销。"
    monkeypatch.undo()
    batches.undo(batch, None)
    assert (batch.state, numbers()) == (BatchState.UNDONE, [])


def test_the_command_goes_on_and_says_so(batch, monkeypatch, capsys):
    between(monkeypatch, lambda: edit(2))
    with pytest.raises(CommandError, match="已撤销2条"):
        call_command("import_items", undo=batch.pk)
    item(2).delete()
    call_command("import_items", undo=batch.pk)
    said = capsys.readouterr().out
    assert f"继续撤销第{batch.pk}批，其中2条已撤销。" in said
    assert f"已撤销第{batch.pk}批，共5条。" in said


def test_two_who_undo_it_take_turns(batch, monkeypatch):
    other = ImportBatch.objects.get()
    between(monkeypatch, lambda: batches.undo(other, None))
    batches.undo(batch, None)
    assert (batch.state, numbers()) == (BatchState.UNDONE, [])
    assert ModelLogEntry.objects.filter(action=undoing.UNDONE).count() == 1


def test_who_undoes_beside_somebody_who_was_stopped_hears_of_it(batch, monkeypatch):
    other = ImportBatch.objects.get()

    def stopped():
        edit(1)
        with pytest.raises(ValidationError):
            batches.undo(other, None)

    between(monkeypatch, stopped)
    with pytest.raises(ValidationError, match=r"第1件.*已撤销2条"):
        batches.undo(batch, None)


def test_an_import_ends_where_it_is_undone_meanwhile(bring, sheet, monkeypatch):
    def undo():
        batches.undo(ImportBatch.objects.get(), None)

    monkeypatch.setattr(running, "give_way", undo)
    assert bring(sheet).imported == 0
    batch = ImportBatch.objects.get()
    assert (batch.state, numbers()) == (BatchState.UNDONE, [])
    assert set(batch.rows.values_list("state", flat=True)) == {RowState.UNDONE, RowState.GOOD}


@pytest.fixture
def page(client, batch, staff):
    """The batch's page in the admin, as text, before or after something is done."""
    client.login(username="admin", password=PASSWORD)

    def show():
        return client.get(reverse("gongkai_imports:batch", args=[batch.pk])).content.decode()

    return show


def undo_url(batch):
    return reverse("gongkai_imports:undo", args=[batch.pk])


def test_the_admin_shows_how_far_it_is_and_goes_on(
    batch, page, client, monkeypatch, django_capture_on_commit_callbacks
):
    shown = []
    between(monkeypatch, lambda: shown.append(page()))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(undo_url(batch))
    assert "正在撤销" in shown[0]
    assert "已撤销2条，还有3条" in shown[0]
    assert '<progress max="100" value="40"' in shown[0]
    assert "继续撤销只处理还没有撤销的条目" in shown[0]
    assert undo_url(batch) in shown[0]
    assert "已撤销" in page()
    assert numbers() == []


def test_the_admin_says_where_it_stopped_and_offers_to_go_on(
    batch, page, client, monkeypatch, django_capture_on_commit_callbacks
):
    between(monkeypatch, lambda: edit(2))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(undo_url(batch))
    shown = page()
    assert "撤销了一部分" in shown
    assert "“关于第2件事项的通知”（改动过）" in shown
    assert "继续撤销" in shown
    assert "data-gk-progress" not in shown
    for other in ("继续导入", "开始导入", "重新检查"):
        assert other not in shown
    item(2).delete()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(undo_url(batch))
    assert numbers() == []
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE


def test_an_import_that_died_at_its_very_end_can_be_ended(
    batch, page, client, django_capture_on_commit_callbacks
):
    ImportBatch.objects.update(state=BatchState.RUNNING)
    assert "继续导入" in page()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("gongkai_imports:batch", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, batch.imported) == (BatchState.DONE, 5)
