"""The command finds the batch that was interrupted: the same file, brought in the same way."""

from __future__ import annotations

import json

import pytest

from catalogue.models import ItemPage
from imports.enums import BatchState
from imports.models import ImportBatch
from imports.services import running
from tests.imports.conftest import row, write_csv


@pytest.fixture
def sheet(tmp_path):
    return write_csv(tmp_path / "items.csv", [row(number) for number in range(1, 6)])


@pytest.fixture
def interrupted(bring, sheet, settings, monkeypatch, staff):
    """A batch of which two of five rows came in."""
    settings.GONGKAI_IMPORTS_PIECE = 2

    def fail():
        raise RuntimeError("power cut")

    monkeypatch.setattr(running, "give_way", fail)
    with pytest.raises(RuntimeError):
        bring(sheet)
    monkeypatch.undo()
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.imported) == (BatchState.FAILED, 2)
    return batch


@pytest.mark.parametrize("state", [BatchState.FAILED, BatchState.RUNNING])
def test_the_same_file_goes_on(state, interrupted, bring, sheet):
    """RUNNING is what a process leaves that was killed."""
    ImportBatch.objects.update(state=state)
    done = bring(sheet)
    assert f"继续第{interrupted.pk}批，其中2条已导入。" in done.said
    assert (done.read, done.imported, done.faults) == (5, 5, [])
    assert ImportBatch.objects.get().state == BatchState.DONE
    assert ItemPage.objects.count() == 5


def test_it_is_the_content_that_tells_a_file_and_not_its_name(interrupted, bring, sheet):
    renamed = sheet.rename(sheet.with_name("条目.csv"))
    assert f"继续第{interrupted.pk}批" in bring(renamed).said


def test_another_file_is_another_batch(interrupted, bring, sheet):
    done = bring(write_csv(sheet, [row(number) for number in (1, 6)]))
    assert "继续" not in done.said
    assert done.imported == 1
    assert ImportBatch.objects.count() == 2
    assert ImportBatch.objects.get(pk=interrupted.pk).imported == 2


OTHERWISE = {
    "mapping": lambda folder, column: {"mapping": str(folder / "mapping.json")},
    "user": lambda folder, column: {"user": "admin"},
    "organ": lambda folder, column: {"organ": column.office.name},
    "category": lambda folder, column: {"category": "20-04"},
    "publication": lambda folder, column: {"publish": True, "reason": "旧网站的信息"},
}


@pytest.mark.parametrize("way", OTHERWISE)
def test_the_same_file_in_another_way_is_another_batch(way, interrupted, bring, sheet, column):
    (sheet.parent / "mapping.json").write_text(json.dumps({"内容概述": ""}), "utf-8")
    done = bring(sheet, **OTHERWISE[way](sheet.parent, column))
    assert "继续" not in done.said
    # What came in before is a duplicate now.
    assert (done.read, done.imported) == (5, 3), done.said
    assert ImportBatch.objects.count() == 2
    assert ItemPage.objects.count() == 5


def test_a_dry_run_is_of_the_whole_file(interrupted, bring, sheet):
    done = bring(sheet, dry_run=True)
    assert "继续" not in done.said
    assert (done.read, len(done.faults)) == (5, 2)
    assert ImportBatch.objects.get() == interrupted
    assert ItemPage.objects.count() == 2


def test_a_file_that_is_in_already_is_said_to_be(bring, sheet):
    bring(sheet)
    batch = ImportBatch.objects.get()
    done = bring(sheet)
    assert f"这个文件已经作为第{batch.pk}批导入过，共5条" in done.said
    assert "继续" not in done.said
    assert (done.read, done.imported) == (5, 0)
    assert ItemPage.objects.count() == 5


def test_what_is_being_undone_is_not_gone_on_with(interrupted, bring, sheet):
    ImportBatch.objects.update(state=BatchState.PARTLY_UNDONE)
    done = bring(sheet)
    assert "继续" not in done.said
    assert done.imported == 3
