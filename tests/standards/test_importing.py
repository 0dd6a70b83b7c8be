"""What was read is stored with the difference told, what the office bound kept, and history."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from standards.exports import workbook_of
from standards.models import StandardCatalogue, StandardRow
from standards.reading.rows import read_catalogue
from standards.services.importing import READ_FIELDS, Source, difference, import_rows
from tests.factories.catalogue import make_column, make_staff
from tests.factories.standards import StandardCatalogueFactory, line, sheet_bytes

pytestmark = pytest.mark.django_db
SOURCE = Source("目录.xlsx", "0" * 64)
LINES = [
    line(1, "最低生活保障", "政策", body="泗门镇农业办公室"),
    line(1, "最低生活保障", "名单"),
    line(2, "统计信息", limit="每年公开"),
]


def values_of(lines):
    return [each.values for each in read_catalogue(sheet_bytes({"救助": lines})).good]


@pytest.fixture
def catalogue(column):
    found = StandardCatalogueFactory(column=column.home, level="county")
    import_rows(found, values_of(LINES), None, SOURCE)
    return found


def test_new_rows_are_stored_and_bound_where_names_leave_no_doubt(column, catalogue):
    rows = list(catalogue.rows.all())
    assert [each.sort_order for each in rows] == [1, 2, 3]
    assert rows[0].organ == column.offices[1]
    assert rows[1].organ == column.government
    assert rows[2].category.title == "统计信息"
    assert (rows[0].due_kind, rows[0].due_number) == ("working_days", 20)
    assert rows[2].due_kind == "yearly"
    catalogue.refresh_from_db()
    assert catalogue.source_name == "目录.xlsx"


def test_a_new_table_begins_this_year_unless_somebody_says_otherwise(column, catalogue):
    new = StandardCatalogue(column=column.home, name="新目录")
    import_rows(new, values_of(LINES), None, SOURCE)
    assert new.first_year == timezone.localdate().year
    earlier = StandardCatalogue(column=column.home, name="旧目录", first_year=2020)
    import_rows(earlier, values_of(LINES), None, SOURCE)
    assert earlier.first_year == 2020
    # The office said of this one that it has no first year; a second file leaves that.
    assert catalogue.first_year is None


def test_the_same_file_again_changes_nothing(catalogue):
    told = difference(catalogue, values_of(LINES))
    assert told.is_empty
    assert told.same == 3


def test_a_changed_row_is_told_and_keeps_what_the_office_bound(column, catalogue):
    row = catalogue.rows.get(sub_matter="名单")
    row.category, row.title_words, row.due_number = column.category, "名单 公示", 15
    row.save()
    again = [LINES[0], line(1, "最低生活保障", "名单", content="姓名、金额"), LINES[2]]
    told = difference(catalogue, values_of(again))
    (changed,) = told.changed
    assert [(c.label, c.before, c.after) for c in changed.changes] == [
        ("公开内容（要素）", "名单的内容", "姓名、金额")
    ]
    import_rows(catalogue, values_of(again), None, SOURCE)
    row.refresh_from_db()
    assert row.content == "姓名、金额"
    assert (row.category_id, row.title_words) == (column.category.pk, "名单 公示")
    assert row.due_number == 15
    assert row.revisions.count() == 2
    assert row.revisions.order_by("pk").first().content["content"] == "名单的内容"


def test_a_new_time_limit_makes_a_new_rule(catalogue):
    again = [LINES[0], LINES[1], line(2, "统计信息", limit="3个工作日内")]
    import_rows(catalogue, values_of(again), None, SOURCE)
    row = catalogue.rows.get(matter="统计信息")
    assert (row.due_kind, row.due_number) == ("working_days", 3)


@pytest.mark.parametrize(
    ("again", "new", "missing"),
    [
        # A row that got another number, and one that got another second matter.
        ([line(7, "最低生活保障", "政策", body="泗门镇农业办公室"), *LINES[1:]], 0, 0),
        ([*LINES[:2], line(2, "统计信息", "年度统计", limit="每年公开")], 0, 0),
        ([LINES[0], LINES[1]], 0, 1),
        ([*LINES, line(3, "临时救助")], 1, 0),
    ],
)
def test_rows_are_found_again_by_number_and_matter(catalogue, again, new, missing):
    told = difference(catalogue, values_of(again))
    assert (len(told.new), len(told.missing)) == (new, missing)


def test_rows_that_the_file_does_not_have_stay_unless_one_says_otherwise(catalogue):
    import_rows(catalogue, values_of(LINES[:2]), None, SOURCE)
    assert catalogue.rows.count() == 3
    outcome = import_rows(catalogue, values_of(LINES[:2]), None, SOURCE, remove_missing=True)
    assert (outcome.removed, catalogue.rows.count()) == (1, 2)
    entry = ModelLogEntry.objects.filter(action="gongkai_standards.import").latest("timestamp")
    assert entry.data["removed"] == 1


def test_the_export_is_read_back_as_it_was(catalogue):
    before = list(catalogue.rows.values(*READ_FIELDS))
    read = read_catalogue(workbook_of(catalogue, catalogue.rows.all()))
    assert [each.values for each in read.rows] == before
    assert not read.faulty
    assert difference(catalogue, [each.values for each in read.good]).is_empty


def test_the_export_keeps_groups_others_and_several_fields(column):
    catalogue = StandardCatalogueFactory(column=column.home)
    rows = values_of([line(1, "救助", "名单", specific="√（低保家庭）", channels="■其他：大喇叭")])
    rows += [{**each, "area": "养老服务", "number": "1-2", "to_everyone": False} for each in rows]
    import_rows(catalogue, rows, None, SOURCE)
    read = read_catalogue(workbook_of(catalogue, catalogue.rows.all()))
    assert [each.values for each in read.rows] == [dict(each) for each in rows]
    assert read.level_names == ("镇级", "村级")


def test_only_the_office_of_the_column_may_import(column, catalogue):
    staff = make_staff(column)
    other = make_column(name="低塘镇", slug="ditang")
    foreign = StandardCatalogueFactory(column=other.home)
    import_rows(catalogue, values_of(LINES), staff.office, SOURCE)
    for user, target in ((staff.editor, catalogue), (staff.office, foreign)):
        with pytest.raises(PermissionDenied):
            import_rows(target, values_of(LINES), user, SOURCE)
    assert not foreign.rows.exists()


def test_the_command_tells_and_stores(column, tmp_path, capsys):
    file = tmp_path / "目录.xlsx"
    file.write_bytes(sheet_bytes({"救助": [*LINES, line(3, "救灾", everyone="大概")]}))
    call_command("import_standard_catalogue", str(file), column=column.home.pk, dry_run=True)
    assert not StandardCatalogue.objects.exists()
    out = capsys.readouterr().out
    assert "新增3项" in out
    assert "救助\t7\t救灾\t“全社会”写的是“大概”" in out
    call_command("import_standard_catalogue", str(file), column=column.home.pk)
    assert StandardRow.objects.count() == 3
    with pytest.raises(CommandError, match="不是政府信息公开栏目"):
        call_command("import_standard_catalogue", str(file), column=column.category.pk)
