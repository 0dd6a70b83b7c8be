"""Everything of a column as files: what stands in them, and who may have what."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from imports.exports.bodies import body_html, body_text
from imports.exports.formats import FORMATS, headings, parts_of
from imports.exports.reach import columns_for, items_for
from tests.factories.catalogue import (
    AudienceFactory,
    GenreFactory,
    ItemPageFactory,
    TopicFactory,
    UserFactory,
    imported,
    make_column,
    make_staff,
)
from tests.factories.documents import attach, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(column):
    topics = TopicFactory(name="测试大类")
    return ItemPageFactory(
        parent=column.category,
        organ=column.office,
        title="关于防汛工作的通知",
        index_number="BC/2013-7",
        document_number="泗政〔2013〕12号",
        summary="=1+1",
        body=[
            ("text", "<h2>一、总则</h2><p>甲<b>乙</b>&amp;</p><ul><li>丙</li><li>丁</li></ul>"),
            ("table", {"data": [["年", "数"], ["2013", None]], "first_row_is_table_header": True}),
        ],
        topic=TopicFactory(name="政务公开", parent=topics),
        genre=GenreFactory(name="测试体裁"),
        audience=AudienceFactory(name="测试对象"),
        keywords="防汛、农村，公路",
        written_on=date(2013, 5, 3),
        published_on=date(2013, 5, 6),
        effective_on=date(2013, 6, 1),
        expires_on=date(2018, 5, 31),
    )


def made(code, column, **options):
    items = items_for(None, column.home, drafts=False)
    return b"".join(FORMATS[code].pieces(items, column.home))


def test_a_workbook_has_every_field_under_its_heading(column, item):
    sheet = load_workbook(BytesIO(made("xlsx", column))).active
    head, row = [list(each) for each in sheet.values]
    said = {name: value for name, value in zip(head, row, strict=True) if value is not None}
    assert head == headings()
    assert {
        name: getattr(value, "date", lambda value=value: value)() for name, value in said.items()
    } == {
        "索引号": "BC/2013-7",
        "名称": "关于防汛工作的通知",
        "文号": "泗政〔2013〕12号",
        "内容概述": "=1+1",
        "正文": "一、总则\n甲乙&\n丙\n丁\n年\t数\n2013\t",
        "发布机构": "泗门镇党政综合办公室",
        "成文日期": date(2013, 5, 3),
        "发布日期": date(2013, 5, 6),
        "生效日期": date(2013, 6, 1),
        "失效日期": date(2018, 5, 31),
        "主题分类": "测试大类/政务公开",
        "体裁分类": "测试体裁",
        "服务对象": "测试对象",
        "公开方式": "主动公开",
        "公开时限": "长期公开",
        "类别": "规范性文件",
        "关键词": "防汛 农村 公路",
        "信息类别": "文件",
    }


def test_json_lines_keep_the_form_of_the_text(column, item):
    (line,) = made("jsonl", column).decode().splitlines()
    assert json.loads(line)["正文"] == (
        "<h2>一、总则</h2><p>甲<b>乙</b>&amp;</p><ul><li>丙</li><li>丁</li></ul>"
        "<table><tr><th>年</th><th>数</th></tr><tr><td>2013</td><td></td></tr></table>"
    )
    assert json.loads(line)["成文日期"] == "2013-05-03"


def test_csv_is_read_by_excel_and_runs_nothing(column, item):
    text = made("csv", column).decode()
    assert text.startswith("\ufeff索引号,")
    (row,) = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    assert row["内容概述"] == "'=1+1"


def test_the_archive_has_each_file_once_under_the_path_in_the_sheet(column, item):
    shared = make_document("甲", "表格.txt", title="申请表")
    attach(item, shared, title="申请表：甲/乙")
    attach(item, make_document("乙", "说明.txt"))
    other = ItemPageFactory(parent=column.category, organ=column.office)
    attach(other, shared, title="申请表：甲/乙")
    with zipfile.ZipFile(BytesIO(made("zip", column))) as archive:
        lines = [json.loads(line) for line in archive.read("条目.jsonl").decode().splitlines()]
        files = {name: archive.read(name).decode() for name in archive.namelist()[1:]}
    assert [[files[path] for path in line["附件"].split("；")] for line in lines] == [
        ["甲", "乙"],
        ["甲"],
    ]
    assert len(files) == 2
    assert lines[0]["附件"].split("；")[0] == f"附件/{shared.pk}/申请表：甲 乙.txt"


def test_a_lost_file_is_told_and_keeps_no_other_back(column, item):
    document = make_document("甲", "表格.txt")
    attach(item, document)
    attach(item, make_document("乙", "说明.txt"))
    document.file.storage.delete(document.file.name)
    with zipfile.ZipFile(BytesIO(made("zip", column))) as archive:
        assert archive.testzip() is None
        assert f"附件/{document.pk}/" in archive.read("缺失的附件.txt").decode()
        assert "乙" in [archive.read(name).decode() for name in archive.namelist()]


def test_a_text_that_no_cell_holds_goes_on_in_further_columns(column, item):
    long = "\n".join(f"第{number:05}条　内容内容内容内容" for number in range(4000))
    item.body = [("text", "".join(f"<p>{line}</p>" for line in long.split("\n")))]
    with imported():
        item.save()
    sheet = load_workbook(BytesIO(made("xlsx", column))).active
    head, row = [list(each) for each in sheet.values]
    parts = [value for name, value in zip(head, row, strict=True) if name.startswith("正文")]
    assert head.count("正文续1") == 1
    assert max(map(len, parts)) <= 32767
    assert "\n".join(parts) == long


def test_a_text_without_lines_is_broken_anywhere():
    assert list(map(len, parts_of("甲" * 70_000))) == [32_000, 32_000, 6_000]


def test_pictures_are_told_by_their_captions(column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    item.body = [("text", "<p>甲<br/>乙</p>")]
    assert body_text(item.body) == "甲\n乙"
    assert body_html(None) == ""


def test_names_that_several_bear_are_told_by_code(column, item):
    column.categories[2].title = column.category.title
    column.categories[2].save()
    (line,) = made("jsonl", column).decode().splitlines()
    assert json.loads(line)["类别"] == "20-01"


def test_who_may_have_what(column, item):
    staff = make_staff(column)
    other = make_column(name="临山镇", slug="linshan")
    mine = ItemPageFactory(
        parent=column.category, organ=column.office, draft=True, owner=staff.editor
    )
    theirs = ItemPageFactory(
        parent=column.category, organ=column.offices[1], draft=True, owner=staff.office
    )

    def keys(user, drafts):
        return {each.pk for each in items_for(user, column.home, drafts=drafts)}

    public = {item.pk}
    assert keys(staff.editor, drafts=False) == public
    assert keys(staff.editor, drafts=True) == public | {mine.pk}
    assert keys(staff.office, drafts=False) == public
    assert keys(staff.office, drafts=True) == public | {mine.pk, theirs.pk}
    for user in (staff.editor, staff.office):
        assert [each.pk for each in columns_for(user)] == [column.home.pk]
    assert columns_for(UserFactory()) == []
    assert {each.pk for each in columns_for(staff.admin)} == {column.home.pk, other.home.pk}


def test_the_command_writes_what_the_ending_says(column, item, tmp_path):
    out = StringIO()
    call_command("export_items", tmp_path / "all.jsonl", stdout=out)
    assert "1 items" in out.getvalue()
    assert json.loads((tmp_path / "all.jsonl").read_text())["名称"] == item.title
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.jsonl"]
    with pytest.raises(CommandError, match=r"one of .xlsx, .csv, .jsonl, .zip"):
        call_command("export_items", tmp_path / "all.doc")
    with pytest.raises(CommandError, match="no column 'x'"):
        call_command("export_items", tmp_path / "all.csv", column="x")


@pytest.mark.parametrize("code", ["jsonl", "xlsx", "zip"])
def test_it_takes_the_same_queries_for_more_items(column, code, django_assert_max_num_queries):
    for _number in range(7):
        ItemPageFactory(parent=column.category, organ=column.office)
    with django_assert_max_num_queries(14):
        made(code, column)
