"""Downloads hold what the list shows: the same items, in the same order, with nothing private."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import date, datetime

import openpyxl
import pytest
from wagtail.models import PageViewRestriction

from catalogue.exports import COLUMNS
from catalogue.presentation import metadata_rows
from catalogue.spreadsheets import stream_workbook
from tests.catalogue.many import many_items
from tests.factories.catalogue import ItemPageFactory, TopicFactory, make_column

pytestmark = pytest.mark.django_db

HEADINGS = [str(label) for label, _width in COLUMNS.values()]
NASTY = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "＝1", " =1+1"]


@pytest.fixture
def column():
    column = make_column()
    superior = TopicFactory(code="t-zong", name="本镇政务")
    topic = TopicFactory(code="t-zong-gk", name="政务公开", parent=superior)
    for number, title in enumerate([*NASTY, '普通的　通知，含“逗号”,与"引号"', "换行"], start=1):
        ItemPageFactory(
            parent=column.categories[number % 3],
            organ=column.office,
            title=title,
            summary="第一行\n第二行" if title == "换行" else "",
            written_on=date(2013, 1, number),
            published_on=date(2013, 2, number),
            topic=topic if number % 2 else superior,
            document_number=f"泗政〔2013〕{number}号",
            kind="news" if number % 2 else "document",
        )
    return column


def download(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def from_csv(data):
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert lines[0] == HEADINGS
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines[1:]]


def from_xlsx(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.freeze_panes == "A2"
    lines = list(sheet.iter_rows(values_only=True))
    assert list(lines[0]) == HEADINGS
    return [dict(zip(COLUMNS, map(plain, line), strict=True)) for line in lines[1:]]


def plain(value):
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else value


READERS = {"csv": from_csv, "xlsx": from_xlsx, "json": json.loads}


def unguarded(row):
    return {key: value.removeprefix("'") for key, value in row.items()}


def listed(client, query):
    return client.get(f"/catalogue/{query}").context["page_obj"].object_list


@pytest.mark.parametrize("query", ["", "?kind=news&order=written_on", "?q=通知", "?category=20-04"])
def test_each_file_holds_the_list_in_its_order(column, client, query):
    items = listed(client, query)
    files = {
        name: read(download(client, f"/catalogue/export/{name}/{query}"))
        for name, read in READERS.items()
    }
    files["csv"] = [unguarded(row) for row in files["csv"]]
    assert files["csv"] == files["json"] == files["xlsx"]
    assert [row["title"] for row in files["json"]] == [item.title for item in items]
    for row, item in zip(files["json"], items, strict=True):
        assert row["url"] == item.get_full_url()
        assert client.get(row["url"]).status_code == 200
        assert row["published_on"] == item.published_on.isoformat()
        shown = {entry.name: entry.value for entry in metadata_rows(item)}
        for name, value in shown.items():
            assert row[name] == (value.isoformat() if isinstance(value, date) else str(value))


def test_columns_stand_in_the_order_of_the_item_page(column):
    item = column.categories[0].get_children().type(ItemPageFactory._meta.model).first().specific
    item.expires_on = item.effective_on = item.repealed_on = date(2013, 1, 1)
    order = [row.name for row in metadata_rows(item)]
    assert [name for name in COLUMNS if name in order] == order


def test_no_spreadsheet_reads_a_text_as_a_formula(column, client):
    guarded = [row["title"] for row in from_csv(download(client, "/catalogue/export/csv/"))]
    assert sorted(title for title in guarded if title[0] == "'") == sorted(f"'{t}" for t in NASTY)
    workbook = openpyxl.load_workbook(io.BytesIO(download(client, "/catalogue/export/xlsx/")))
    types = {cell.data_type for row in workbook.active.iter_rows() for cell in row}
    assert "f" not in types
    assert {'=HYPERLINK("http://x")'} <= {cell.value for cell in workbook.active["B"]}


def test_what_is_not_public_is_in_no_file(column, client):
    ItemPageFactory(parent=column.category, organ=column.office, draft=True, title="草稿")
    ItemPageFactory(parent=column.category, organ=column.office, title="内部")
    PageViewRestriction.objects.create(page=column.category, restriction_type="login")
    for name, read in READERS.items():
        rows = read(download(client, f"/catalogue/export/{name}/"))
        assert rows
        assert not {"草稿", "内部"} & {row["title"] for row in rows}


def test_addresses_are_right_in_a_column_below_a_portal(column, client):
    second = make_column(name="黄家埠镇", slug="huang-jia-bu", as_site_root=False)
    item = ItemPageFactory(parent=second.category, organ=second.office)
    for page in (second.catalogue, second.category):
        (row,) = json.loads(download(client, f"{page.get_url()}export/json/"))
        assert row["url"] == item.get_full_url()
        assert "/huang-jia-bu/catalogue/" in row["url"]
        assert client.get(row["url"]).status_code == 200


@pytest.mark.parametrize("name", ["pdf", "exe", "CSV"])
def test_an_unknown_format_is_not_found(column, client, name):
    assert client.get(f"/catalogue/export/{name}/").status_code == 404


def test_a_condition_that_was_not_understood_leads_back_to_the_list(column, client):
    response = client.get("/catalogue/export/csv/?year=abc", follow=True)
    assert response.redirect_chain == [("/catalogue/?year=abc", 302)]
    assert response.context["notices"]


def test_an_empty_list_makes_files_that_open(column, client):
    for name, read in READERS.items():
        assert read(download(client, f"/catalogue/export/{name}/?q=没有")) == []


def test_a_workbook_takes_any_text_and_date():
    texts = ["\x00\x0b坏\ufffe", "<&>\"'", "  前后空格  ", "😀", "_x000D_", "a\nb", "　全角"]
    rows = [[text, None] for text in texts] + [[date(1850, 1, 1), date(1900, 3, 1)]]
    data = b"".join(stream_workbook("表[1]:*?/\\'" * 9, ["甲", "乙"], rows, [9, 9]))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    read = [cell.value for cell in sheet["A"]][1:]
    assert read == ["坏", *texts[1:], "1850-01-01"]
    assert sheet["B9"].value == datetime(1900, 3, 1)


def test_memory_does_not_grow_with_the_list(client):
    column = make_column()
    many_items(column, 5_000)
    for name in READERS:
        peaks = []
        for query in ("?year=2004", ""):
            response = client.get(f"/catalogue/export/{name}/{query}")
            tracemalloc.start()
            size = sum(len(chunk) for chunk in response.streaming_content)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert size > (0 if query else 50_000)
        # Twenty times the rows, and no more than a chunk of the cursor's in memory.
        assert peaks[1] < 16_000_000, (name, peaks)
