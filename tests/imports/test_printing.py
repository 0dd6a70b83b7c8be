"""目录 for print: what stands in the files, who may have them, and what they may cost."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from catalogue.models import ItemPage
from imports.printing import serving
from imports.printing.entries import catalogue_of
from tests.factories.catalogue import ItemPageFactory

pytestmark = pytest.mark.django_db
HEADINGS = ["序号", "索引号", "名称", "内容概述", "生成日期", "文号", "发布机构"]


def items_in(column):
    first, part, other = column.categories
    return [
        ItemPageFactory(
            parent=first,
            organ=column.office,
            title="关于防汛工作的通知",
            document_number="泗政〔2013〕12号",
            summary="=1+1",
            written_on=date(2013, 5, 3),
            published_on=date(2013, 5, 6),
        ),
        ItemPageFactory(parent=part, organ=column.office, title="农村公路养护办法"),
        ItemPageFactory(parent=first, organ=column.office, title="后来的通知\n第二行"),
        ItemPageFactory(parent=other, organ=column.office, title="统计公报"),
    ]


def workbook_rows(content):
    sheet = load_workbook(BytesIO(content)).active
    return [["" if value is None else value for value in row] for row in sheet.values]


def word_rows(content):
    (table,) = Document(BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_workbook_has_every_public_item_under_its_category(client, column):
    items = items_in(column)
    ItemPageFactory(parent=column.category, organ=column.office, title="草稿", draft=True)
    answer = client.get("/catalogue/export/print-xlsx/")
    assert answer.status_code == 200
    rows = workbook_rows(answer.content)
    assert rows[0][0] == "泗门镇人民政府政府信息公开目录"
    assert "编制单位：泗门镇人民政府" in rows[1][0]
    assert "共4条" in rows[1][0]
    assert rows[2] == HEADINGS
    printed = [row[0] if not row[1] and not row[2] else row[2] for row in rows[3:]]
    assert printed == [
        "规范性文件",
        "关于防汛工作的通知",
        "后来的通知 第二行",
        "规范性文件 / 行政规范性文件",
        "农村公路养护办法",
        "统计信息",
        "统计公报",
    ]
    assert rows[4] == [
        1,
        items[0].index_number,
        "关于防汛工作的通知",
        "=1+1",
        "2013-05-03",
        "泗政〔2013〕12号",
        "泗门镇党政综合办公室",
    ]
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet["D5"].data_type == "s"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_the_word_document_says_the_same(client, column):
    items_in(column)
    answer = client.get("/catalogue/export/print-docx/")
    rows = word_rows(answer.content)
    assert rows[0] == HEADINGS
    assert rows[2][2:] == [
        "关于防汛工作的通知",
        "=1+1",
        "2013-05-03",
        "泗政〔2013〕12号",
        "泗门镇党政综合办公室",
    ]
    assert [row[0] for row in rows if row[0].isdigit()] == ["1", "2", "3", "4"]
    document = Document(BytesIO(answer.content))
    assert document.paragraphs[0].text == "泗门镇人民政府政府信息公开目录"
    assert document.sections[0].page_width > document.sections[0].page_height
    assert "PAGE" in document.sections[0].footer._element.xml


def test_a_category_and_a_condition_narrow_it_down(client, column):
    items_in(column)
    rows = workbook_rows(client.get(f"{column.categories[2].url}export/print-xlsx/").content)
    assert rows[0][0] == "泗门镇人民政府政府信息公开目录（统计信息）"
    assert [row[2] for row in rows[4:]] == ["统计公报"]
    found = client.get("/catalogue/export/print-xlsx/?q=养护").content
    assert [row[2] for row in workbook_rows(found)[4:]] == ["农村公路养护办法"]


def test_a_list_that_is_too_long_says_so_in_place_of_the_links(client, column, settings):
    items_in(column)
    page = client.get("/catalogue/").content.decode()
    assert "export/print-docx/" in page
    settings.GONGKAI_IMPORTS_PRINT_LIMIT = 3
    ItemPageFactory(parent=column.category, organ=column.office)
    page = client.get("/catalogue/").content.decode()
    assert "export/print-docx/" not in page
    assert "打印用目录（Word）每次不超过3条，请先按类别、机构或者年份缩小范围。" in page
    answer = client.get("/catalogue/export/print-docx/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/catalogue/")


def test_the_whole_list_is_made_again_only_when_something_changed(client, column, monkeypatch):
    items = items_in(column)
    made = []
    render = serving.FORMATS["print-xlsx"].render
    wanted = serving.PrintFormat(
        "print-xlsx", "xlsx", "", "x/y", lambda printed: made.append(1) or render(printed)
    )

    def get(**parameters):
        from django.test import RequestFactory

        request = RequestFactory().get("/", parameters)
        listed = ItemPage.objects.descendant_of(column.home).disclosed()
        return serving.answer(wanted, listed, column.home, request, "目录")

    get()
    get()
    assert len(made) == 1
    items[0].unpublish()
    assert "关于防汛工作的通知" not in str(workbook_rows(get().content))
    assert len(made) == 2
    get(q="x")
    get(q="x")
    assert len(made) == 4


def test_who_comes_while_others_are_served_is_asked_to_come_again(client, column, monkeypatch):
    monkeypatch.setattr(serving, "_PATIENCE", 0.01)
    assert serving._making.acquire(timeout=1)
    try:
        answer = client.get("/catalogue/export/print-docx/?order=-published_on")
    finally:
        serving._making.release()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"


def test_it_takes_the_same_queries_for_more_items(column, django_assert_num_queries):
    items_in(column)
    catalogue_of(ItemPage.objects.disclosed(), column.home, "")
    with django_assert_num_queries(3):
        found = catalogue_of(ItemPage.objects.disclosed(), column.home, "")
    assert found.count == 4
