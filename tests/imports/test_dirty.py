"""A dirty sheet: every fault named in its row and column, the good rows in, and no trace after."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from catalogue.models import ItemPage
from imports.models import ImportBatch, ImportFault
from tests.imports import dirty
from tests.imports.traces import STAYS, counts, left_behind


def test_every_kind_of_fault_is_named_where_it_stands(bring, tmp_path):
    assert len(dirty.KINDS) + len(dirty.REPEATED) >= 30
    sheet = dirty.make(300, seed=9)
    done = bring(dirty.write_xlsx(sheet, tmp_path / "dirty.xlsx"))
    assert done.status == 0, done.said
    not_named = {
        line: (sheet.kinds[line], column)
        for line, column in sheet.expected.items()
        if (line, column) not in done.places
    }
    assert not not_named
    without_cause = [fault for fault in done.faults if fault["row"] not in sheet.expected]
    assert not without_cause
    # One fault in a row is one fault in the report, but for what follows from it.
    beside = [
        (sheet.kinds[fault["row"]], fault)
        for fault in done.faults
        if fault["column"] != sheet.expected[fault["row"]]
    ]
    assert not beside
    assert done.read == 300
    assert done.imported == sheet.good == ItemPage.objects.count()
    assert all(fault["message"].endswith("。") for fault in done.faults)
    near = ImportFault.objects.filter(column="主题分类", message__contains="公露").first()
    assert near.nearest == "工业、交通/公路"


@pytest.mark.parametrize("published", [False, True])
def test_undo_leaves_no_trace(published, bring, tmp_path):
    sheet = dirty.make(60, seed=3)
    path = dirty.write_xlsx(sheet, tmp_path / "dirty.xlsx")
    options = {"publish": True, "reason": "旧网站的信息"} if published else {}
    before = counts()
    done = bring(path, **options)
    assert done.imported == sheet.good
    call_command("import_items", undo=ImportBatch.objects.get().pk)
    assert left_behind(before, STAYS) == {}
    assert bring(path, **options).imported == sheet.good
