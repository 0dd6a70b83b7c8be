"""The office keeps the catalogues of its column in the admin, and nobody another's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from standards.models import StandardCatalogue, StandardRow, StatutoryBinding
from standards.views.addresses import COVERAGE, EXPORT, IMPORT, LIST, ROW_EDIT, ROW_LIST, STATUTORY
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.factories.standards import (
    StandardCatalogueFactory,
    StandardRowFactory,
    line,
    sheet_bytes,
)

pytestmark = pytest.mark.django_db
LINES = [line(1, "最低生活保障", "政策"), line(2, "统计信息"), line(3, "救灾", everyone="大概")]


@pytest.fixture
def catalogue(column):
    return StandardCatalogueFactory(column=column.home)


def upload(data=None):
    return SimpleUploadedFile("目录.xlsx", data or sheet_bytes({"救助": LINES}))


def preview(client, **chosen):
    answer = client.post(reverse(IMPORT), {"file": upload(), **chosen})
    assert answer.status_code == 200
    return answer


def test_an_upload_is_shown_first_and_stored_when_confirmed(client, column, staff):
    client.force_login(staff.office)
    answer = preview(client, column=column.home.pk)
    text = answer.content.decode()
    assert "读到3项，其中2项可以导入" in text
    assert "“全社会”写的是“大概”" in text
    assert not StandardCatalogue.objects.exists()
    form = answer.context["keep_form"]
    answer = client.post(
        reverse(IMPORT), {"name": "泗门镇目录", "confirmed": form.initial["confirmed"]}
    )
    made = StandardCatalogue.objects.get()
    assert answer.url == reverse(COVERAGE, args=[made.pk])
    assert (made.name, made.rows.count(), made.organ) == ("泗门镇目录", 2, column.government)
    assert ModelLogEntry.objects.filter(action="wagtail.create", user=staff.office).count() == 3


def test_a_second_file_shows_what_changed(client, catalogue, staff):
    StandardRowFactory(catalogue=catalogue, area="社会救助", number="9", matter="旧事项")
    client.force_login(staff.office)
    text = preview(client, catalogue=catalogue.pk).content.decode()
    assert "新增2项，变更0项" in text
    assert "旧事项" in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "请选择要导入的文件。"),
        ({"file": "empty"}, "提交的是空文件"),
        ({"file": "none"}, "新建目录，请选择它所属的公开栏目。"),
        ({"file": "text"}, "没有找到标准目录的表格"),
    ],
)
def test_a_wrong_upload_is_told_at_its_field(client, column, staff, data, sentence):
    client.force_login(staff.office)
    files = {"empty": SimpleUploadedFile("a.xlsx", b""), "none": upload(), "text": upload(b"<p>x")}
    posted = {"file": files[data["file"]]} if data else {}
    if data.get("file") != "none":
        posted["column"] = column.home.pk
    assert sentence in client.post(reverse(IMPORT), posted).content.decode()


@pytest.mark.parametrize("confirmed", ["", "nonsense", "eyJh:1t:x"])
def test_a_preview_that_was_tampered_with_stores_nothing(client, column, staff, confirmed):
    client.force_login(staff.office)
    answer = client.post(reverse(IMPORT), {"name": "目录", "confirmed": confirmed})
    assert answer.url == reverse(IMPORT)
    assert not StandardCatalogue.objects.exists()


def pages(catalogue, row):
    return [
        reverse(LIST),
        reverse(ROW_LIST),
        reverse(IMPORT),
        reverse(STATUTORY),
        reverse(COVERAGE, args=[catalogue.pk]),
        reverse(EXPORT, args=[catalogue.pk]),
        reverse(ROW_EDIT, args=[row.pk]),
        reverse(ROW_EDIT.replace("edit", "history"), args=[row.pk]),
    ]


def test_the_office_opens_every_page_and_others_none(client, catalogue, staff):
    row = StandardRowFactory(catalogue=catalogue)
    for user, status in ((staff.office, 200), (staff.admin, 200), (staff.editor, 302)):
        client.force_login(user)
        for url in pages(catalogue, row):
            assert client.get(url).status_code == status, (user, url)


def test_another_columns_catalogue_is_neither_listed_nor_opened(client, column, staff):
    other = make_column(name="低塘镇", slug="ditang")
    foreign = StandardCatalogueFactory(column=other.home, name="邻镇目录")
    row = StandardRowFactory(catalogue=foreign, matter="邻镇事项")
    client.force_login(staff.office)
    for url in (reverse(LIST), reverse(ROW_LIST), reverse(IMPORT)):
        assert "邻镇" not in client.get(url).content.decode(), url
    for url in pages(foreign, row)[4:]:
        assert client.get(url).status_code == 302, url
    posted = {"file": upload(), "catalogue": foreign.pk, "column": column.home.pk}
    assert not client.post(reverse(IMPORT), posted).context.get("keep_form")


def row_form(row, **values):
    return {
        "catalogue": row.catalogue_id,
        "matter": row.matter,
        "channels": ["website"],
        "time_limit": "3个工作日内",
        "sort_order": 1,
        "items-TOTAL_FORMS": 0,
        "items-INITIAL_FORMS": 0,
        "items-MIN_NUM_FORMS": 0,
        "items-MAX_NUM_FORMS": 1000,
        **values,
    }


def test_a_row_is_edited_and_its_rule_read_from_its_words(client, column, catalogue, staff):
    row = StandardRowFactory(catalogue=catalogue)
    client.force_login(staff.office)
    url = reverse(ROW_EDIT, args=[row.pk])
    posted = row_form(row, category=column.category.pk, channels=["hotline", "website"])
    assert client.post(url, posted).status_code == 302
    row.refresh_from_db()
    assert (row.due_kind, row.due_number) == ("working_days", 3)
    assert row.channels == ["website", "hotline"]
    assert row.category_id == column.category.pk
    assert row.revisions.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_kind": "days"}, "请填写天数，如20。"),
        ({"only_of_organ": "on"}, "请选择责任机构"),
        ({"title_words": "低保"}, "请选择对应类别"),
        ({"first_year": 2020, "last_year": 2019}, "终止年度早于起始年度"),
    ],
)
def test_a_wrong_row_is_told_at_its_field(client, catalogue, staff, values, sentence):
    row = StandardRowFactory(catalogue=catalogue)
    client.force_login(staff.office)
    answer = client.post(reverse(ROW_EDIT, args=[row.pk]), row_form(row, **values))
    assert sentence in answer.content.decode()


def test_the_list_and_the_home_tell_the_coverage(client, column, catalogue, staff):
    StandardRowFactory(catalogue=catalogue, matter="救灾预案", organ=column.office)
    StandardRowFactory(catalogue=catalogue, category=column.category)
    ItemPageFactory(parent=column.category)
    client.force_login(staff.office)
    assert "2项中1项有内容" in client.get(reverse(LIST)).content.decode()
    assert "救灾预案" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(staff.editor)
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "救灾预案" in text
    assert "1项中0项有内容" in text


def test_rows_go_out_as_a_sheet_that_runs_no_formula(client, catalogue, staff):
    StandardRowFactory(catalogue=catalogue, matter="=危险()")
    client.force_login(staff.office)
    text = b"".join(client.get(f"{reverse(ROW_LIST)}?export=csv").streaming_content).decode()
    assert text.startswith("\ufeff")
    assert "'=危险()" in text


def test_the_categories_of_the_law_are_shown_and_then_built(client, column, staff):
    client.force_login(staff.office)
    text = client.get(reverse(STATUTORY)).content.decode()
    assert "共25项，将对应2个已有类别，新建23个类别" in text
    assert not StatutoryBinding.objects.exists()
    client.post(reverse(STATUTORY), {"column": column.home.pk, "level": "township"})
    assert StatutoryBinding.objects.count() == 25
    assert StandardRow.objects.count() == 0
