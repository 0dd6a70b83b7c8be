"""The chain of records: only added to, and every tampering is found."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from catalogue.models import ItemPage
from review.models import AppendOnlyError, ChainHead, ReviewRecord
from review.services.records import FaultKind, hash_of, verify
from tests.factories.catalogue import ItemPageFactory
from tests.factories.documents import attach, make_document

pytestmark = pytest.mark.django_db
TABLE = ReviewRecord._meta.db_table


@pytest.fixture
def records(column):
    """Five records."""
    for _number in range(5):
        ItemPageFactory(parent=column.category, organ=column.office)
    return list(ReviewRecord.objects.order_by("number"))


@pytest.fixture
def unguarded():
    """The database's own guard is taken away, as somebody with all its rights may do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {TABLE}_no_update")
            cursor.execute(f"DROP TRIGGER {TABLE}_no_delete")
        else:
            cursor.execute(f"DROP TRIGGER {TABLE}_no_change ON {TABLE}")


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=TABLE), parameters)


def faults():
    return [(fault.number, fault.kind) for fault in verify()]


def test_a_chain_that_nobody_touched_is_sound(records):
    assert [record.number for record in records] == [1, 2, 3, 4, 5]
    assert [record.previous_hash for record in records[1:]] == [
        record.hash for record in records[:-1]
    ]
    assert faults() == []


def test_records_are_neither_changed_nor_deleted_through_the_orm(records):
    record = records[2]
    for attempt in (
        record.save,
        record.delete,
        ReviewRecord.objects.all().delete,
        lambda: ReviewRecord.objects.update(remark="改"),
        lambda: ReviewRecord.objects.filter(pk=1).update(remark="改"),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE {table} SET remark = '改' WHERE number = 3", "DELETE FROM {table} WHERE number = 3"],
)
def test_the_database_refuses_as_well(records, statement):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        sql(statement)
    assert faults() == []


def test_a_changed_record_is_named(records, unguarded):
    sql("UPDATE {table} SET actor_name = '别人' WHERE number = 3")
    assert faults() == [(3, FaultKind.CHANGED)]


def test_a_changed_record_with_a_new_hash_is_found_by_its_seal_and_its_successor(
    records, unguarded
):
    record = records[2]
    record.remark = "改"
    sql(
        "UPDATE {table} SET remark = '改', hash = %s WHERE number = 3",
        hash_of(record),
    )
    assert faults() == [(3, FaultKind.SEAL), (4, FaultKind.INSERTED)]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_deleted_record_is_named_first_middle_or_last(records, unguarded, number):
    release = "UPDATE gongkai_review_release SET record_id = 2 WHERE record_id = %s"
    sql(release, number)
    sql("DELETE FROM {table} WHERE number = %s", number)
    assert faults() == [(min(number + 1, 5), FaultKind.MISSING)]


def copied(number, place, **changes):
    """Insert a copy of a record somewhere else in the chain."""
    record = ReviewRecord.objects.get(number=number)
    record.number = place
    for name, value in changes.items():
        setattr(record, name, value)
    record.hash = hash_of(record)
    record._state.adding = True
    ReviewRecord.objects.bulk_create([record])


def test_a_record_inserted_after_the_end_is_found(records):
    copied(5, 6, previous_hash=records[4].hash)
    assert (6, FaultKind.SEAL) in faults()
    assert (6, FaultKind.INSERTED) in faults()


def test_a_record_inserted_in_place_of_another_is_found(records, unguarded):
    sql("UPDATE gongkai_review_release SET record_id = 2 WHERE record_id = 3")
    sql("DELETE FROM {table} WHERE number = 3")
    copied(1, 3)
    assert (3, FaultKind.INSERTED) in faults()


def test_a_changed_key_is_told_from_a_changed_record_and_an_old_key_still_counts(records):
    with override_settings(SECRET_KEY="another" * 10, SECRET_KEY_FALLBACKS=[]):
        assert {kind for _number, kind in faults()} == {FaultKind.SEAL, FaultKind.HEAD}
    from django.conf import settings

    with override_settings(SECRET_KEY="another" * 10, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert faults() == []


def test_a_lost_end_is_found(records):
    ChainHead.objects.all().delete()
    assert faults() == [(5, FaultKind.HEAD)]


def test_the_command_says_all_is_well_or_names_the_first_fault(records, unguarded):
    out = io.StringIO()
    call_command("verify_review_records", stdout=out)
    assert "共5条审查记录" in out.getvalue()
    sql("UPDATE {table} SET remark = '改' WHERE number = 2")
    with pytest.raises(CommandError, match="第2号记录的内容与其校验值不符"):
        call_command("verify_review_records", stderr=io.StringIO())


def test_the_command_finds_what_was_published_past_the_model(records, column):
    draft = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
    ItemPage.objects.filter(pk=draft.pk).update(live=True)
    with pytest.raises(CommandError, match="没有审查记录"):
        call_command("verify_review_records", stderr=io.StringIO())
    ItemPage.objects.filter(pk=draft.pk).update(live=False)
    ItemPage.objects.filter(pk=records[0].page_id).update(summary="改在表里")
    with pytest.raises(CommandError, match="内容或者附件与审查时不同"):
        call_command("verify_review_records", stderr=io.StringIO())


def test_the_command_reads_public_files_anew(column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    document = make_document("审查过的内容")
    attach(item, document)
    call_command("verify_review_records", "--files", stdout=io.StringIO())
    storage, name = document.file.storage, document.file.name
    storage.delete(name)
    assert storage.save(name, ContentFile("在磁盘上换掉的内容".encode())) == name
    call_command("verify_review_records", stdout=io.StringIO())
    with pytest.raises(CommandError, match="文件内容与审查时不同"):
        call_command("verify_review_records", "--files", stderr=io.StringIO())
    storage.delete(name)
    with pytest.raises(CommandError, match="文件读不出来"):
        call_command("verify_review_records", "--files", stderr=io.StringIO())


def test_records_stay_when_the_page_is_deleted(records):
    ItemPage.objects.get(pk=records[0].page_id).delete()
    assert ReviewRecord.objects.filter(page_id=records[0].page_id).exists()
    assert faults() == []
