"""Files of a report: who gets which, under what name, and that they say what the page says."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from catalogue import kept
from catalogue.enums import Kind
from disclosure_pages.downloads.formats import FORMATS
from disclosure_pages.statistics import services
from disclosure_pages.statutory.forms import FORM_2021
from tests.factories.catalogue import UserFactory, make_staff
from tests.factories.pages import make_items, make_report, report_body
from tests.factories.reports import correct_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]

SIGNATURES = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "json": b"{", "csv": b"\xef\xbb\xbf"}
ALL = list(FORMATS)


@pytest.fixture
def report(column):
    for kind, number in ((Kind.DOCUMENT, 3), (Kind.NEWS, 5)):
        make_items(column.category, column.office, number, kind=kind)
    return make_report(column)


def section(heading: str, *blocks: tuple[str, object]) -> dict:
    content = [{"type": kind, "value": value} for kind, value in blocks]
    return {"type": "section", "value": {"heading": heading, "content": content}}


def body_2021(prose: str = "<p>全年收到{{t3.received.total}}件。</p>") -> str:
    parts = [[("prose", prose)], *[[] for _ in FORM_2021.headings[1:]]]
    for table, place in FORM_2021.placement.items():
        parts[place].append(("table", table))
    return json.dumps(
        [
            section(heading, *blocks)
            for heading, blocks in zip(FORM_2021.headings, parts, strict=True)
        ]
    )


def report_2021(column, values=None, **fields):
    if values:
        statistics = services.get_or_create(column.government, 2025)
        services.enter_many(statistics, values, "台账")
    fields = {
        "year": 2025,
        "slug": "2025",
        "reported_on": date(2026, 1, 20),
        "form": "2021",
        "title": "泗门镇2025年政府信息公开工作年度报告",
        "body": body_2021(),
        **fields,
    }
    return make_report(column, **fields)


def address(page, file_format: str) -> str:
    return f"{page.url}download/{file_format}/"


def fetch(client, page, file_format: str, **headers):
    response = client.get(address(page, file_format), **headers)
    assert response.status_code == 200
    return response


class TestAnswer:
    @pytest.mark.parametrize("file_format", ALL)
    def test_is_a_file_of_its_type_named_after_the_report(self, client, report, file_format):
        response = fetch(client, report, file_format)
        assert response.content.startswith(SIGNATURES[file_format])
        assert response["Content-Type"] == FORMATS[file_format].content_type
        assert response["Content-Length"] == str(len(response.content))
        kind, _, name = response["Content-Disposition"].partition("; ")
        assert kind == "attachment"
        assert unquote(name) == f"filename*=utf-8''{report.title}.{file_format}"

    def test_name_holds_no_character_that_a_file_cannot_have(self, client, column):
        page = make_report(column, title='2013年度/“报告”:*?"<>|\n终稿')
        name = unquote(fetch(client, page, "csv")["Content-Disposition"])
        assert "2013年度 “报告”" in name
        assert not set('\\/:*?"<>|\n') & set(name.partition("''")[2])

    @pytest.mark.parametrize("file_format", ["doc", "exe", "DOCX", "docx2"])
    def test_no_other_formats(self, client, report, file_format):
        assert client.get(address(report, file_format)).status_code == 404

    @pytest.mark.parametrize("file_format", ALL)
    def test_head_says_the_same_without_the_file(self, client, report, file_format):
        head, got = client.head(address(report, file_format)), fetch(client, report, file_format)
        assert head.status_code == 200
        assert head.content == b""
        assert head["Content-Type"] == got["Content-Type"]
        assert head["ETag"] == got["ETag"]

    def test_only_reads(self, client, report):
        assert client.post(address(report, "pdf")).status_code == 405

    def test_page_offers_all(self, client, report):
        offered = {each.url for each in report.get_downloads()}
        assert offered == {address(report, each) for each in ALL}
        for url in offered:
            assert client.get(url).status_code == 200


class TestReach:
    @pytest.mark.parametrize("file_format", ALL)
    def test_not_of_a_page_that_was_taken_back(self, client, report, file_format):
        url = address(report, file_format)
        fetch(client, report, file_format)
        report.unpublish()
        assert client.get(url).status_code == 404

    @pytest.mark.parametrize("file_format", ALL)
    def test_not_of_a_page_behind_a_login(self, client, report, file_format):
        fetch(client, report, file_format)
        PageViewRestriction.objects.create(page=report, restriction_type=PageViewRestriction.LOGIN)
        response = client.get(address(report, file_format))
        assert response.status_code == 302
        assert "login" in response["Location"]

    def test_a_draft_of_a_public_report_stays_a_draft(self, client, report):
        report.title = "尚未公开的标题"
        report.save_revision()
        assert "尚未公开的标题" not in fetch(client, report, "json").content.decode()

    def test_caches_between_ask_again(self, client, report):
        control = fetch(client, report, "pdf")["Cache-Control"]
        assert "private" in control
        assert "no-cache" in control


class TestFreshness:
    def test_unchanged_file_is_not_sent_again(self, client, report):
        etag = fetch(client, report, "pdf")["ETag"]
        response = client.get(address(report, "pdf"), HTTP_IF_NONE_MATCH=etag)
        assert response.status_code == 304
        assert response["ETag"] == etag

    @pytest.mark.parametrize("file_format", ALL)
    def test_file_follows_what_is_published(self, client, column, report, file_format):
        before = fetch(client, report, file_format)
        make_items(column.category, column.office, 4)
        after = client.get(address(report, file_format), HTTP_IF_NONE_MATCH=before["ETag"])
        assert after.status_code == 200
        assert after.content != before.content

    def test_file_is_made_once(self, client, report, monkeypatch):
        fetch(client, report, "pdf")
        monkeypatch.setattr("disclosure_pages.downloads.pdf.BaseDocTemplate", None)
        fetch(client, report, "pdf")

    def test_file_is_not_kept_where_the_setting_says_so(self, client, report, settings):
        settings.GONGKAI_REPORT_DOWNLOAD_SECONDS = 0
        fetch(client, report, "csv")
        assert cache.get(f"gongkai_pages.download.{report.pk}.csv") is None


class TestSaysWhatThePageSays:
    @pytest.fixture
    def values(self):
        return correct_values("2021", 2)

    @pytest.fixture
    def filled(self, column, values):
        inputs = {
            code: number for code, number in values.items() if not FORM_2021.cells[code].parts
        }
        return report_2021(column, inputs)

    def test_json_has_all_numbers_in_reading_order(self, client, filled, values):
        said = json.loads(fetch(client, filled, "json").content)
        assert (said["year"], said["form"]) == (2025, "2021")
        assert [len(said["tables"][code]) for code in ("2", "3", "4")] == [10, 25, 15]
        flat = [
            *said["tables"]["2"],
            *(number for line in said["tables"]["3"] for number in line),
            *said["tables"]["4"],
        ]
        assert len(flat) == 200
        assert flat == [float(number) for number in values.values()]
        by_code = {row["code"]: row["value"] for row in said["values"]}
        assert {code: by_code[code] for code in values} == {
            code: float(number) for code, number in values.items()
        }
        assert said["rules"] == []

    def test_json_names_broken_rules(self, client, column, values):
        values = {
            code: number for code, number in values.items() if not FORM_2021.cells[code].parts
        }
        values["t3.received.person"] += 1
        said = json.loads(fetch(client, report_2021(column, values), "json").content)
        assert said["rules"]
        for rule in said["rules"]:
            assert set(rule) == {"id", "severity", "sentence", "cells"}
        assert any("t3.received.person" in rule["cells"] for rule in said["rules"])

    def test_csv_has_every_figure(self, client, filled, values):
        text = fetch(client, filled, "csv").content.decode("utf-8-sig")
        heads, *lines = csv.reader(io.StringIO(text))
        assert heads == ["代码", "指标", "数字", "单位"]
        numbers = {line[0]: line[2] for line in lines}
        assert {code: numbers[code] for code in values} == {
            code: str(number if number != int(number) else int(number))
            for code, number in values.items()
        }
        assert numbers["applications.received"] == ""

    def test_word_and_workbook_have_the_numbers_of_the_page(self, client, filled, values):
        document = Document(io.BytesIO(fetch(client, filled, "docx").content))
        assert f"全年收到{values['t3.received.total']}件。" in [
            paragraph.text for paragraph in document.paragraphs
        ]
        book = load_workbook(io.BytesIO(fetch(client, filled, "xlsx").content), data_only=True)
        lines = [row[3:] for row in book.worksheets[2].iter_rows(min_row=6, values_only=True)]
        expected = [
            values[f"t3.{line}.{column}"]
            for line in dict.fromkeys(cell.row for cell in FORM_2021.table("3").cells)
            for column in dict.fromkeys(cell.column for cell in FORM_2021.table("3").cells)
        ]
        assert [number for line in lines for number in line] == expected
        third = document.tables[1]
        assert [cell.text for row in third.rows[3:] for cell in row.cells[3:]] == [
            str(number) for number in expected
        ]

    def test_missing_numbers_are_no_noughts(self, client, column):
        page = report_2021(column)
        said = json.loads(fetch(client, page, "json").content)
        assert {number for line in said["tables"]["3"] for number in line} == {None}
        document = Document(io.BytesIO(fetch(client, page, "docx").content))
        assert {c.text for row in document.tables[1].rows[3:] for c in row.cells[3:]} == {"未填报"}
        assert "全年收到未填报件。" in [paragraph.text for paragraph in document.paragraphs]
        book = load_workbook(io.BytesIO(fetch(client, page, "xlsx").content), data_only=True)
        lines = [row[3:] for row in book.worksheets[2].iter_rows(min_row=6, values_only=True)]
        assert {number for line in lines for number in line} <= {None, ""}

    def test_old_report_has_its_text_tables_and_charts(self, client, report):
        document = Document(io.BytesIO(fetch(client, report, "docx").content))
        texts = [paragraph.text for paragraph in document.paragraphs]
        assert "全年公开信息8条，其中文件3条，动态5条，留言0条，其他0条。" in texts
        assert {"主动公开情况", "各类信息条数", "各月公开条数"} <= set(texts)
        rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        assert rows == [["指标", "数量", "单位"], ["公开信息总数", "8", "条"], ["文件", "3", "条"]]
        assert len(document.tables[2].rows) == 13

    def test_prose_keeps_lists_headings_and_links(self, client, column):
        prose = (
            "<h3>（一）组织领导</h3><ol><li>第一<b>项</b></li><li>第二项</li></ol>"
            '<p>见<a href="/guide/">指南</a>，a &lt; b &amp; c</p>'
        )
        page = make_report(column, body=report_body(prose))
        document = Document(io.BytesIO(fetch(client, page, "docx").content))
        texts = [paragraph.text for paragraph in document.paragraphs]
        start = texts.index("（一）组织领导")
        assert texts[start : start + 4] == [
            "（一）组织领导",
            "1.第一项",
            "2.第二项",
            "见指南，a < b & c",
        ]
        links = [r.target_ref for r in document.part.rels.values() if r.is_external]
        assert links == [f"{column.site.root_url}/guide/"]

    def test_a_label_that_looks_like_a_formula_is_none(self, client, column):
        column.office.short_name = '=HYPERLINK("https://evil.example/")'
        column.office.save()
        make_items(column.category, column.office, 2)
        page = make_report(column)
        text = fetch(client, page, "csv").content.decode("utf-8-sig")
        assert "'=HYPERLINK" in text
        assert not re.search(r"(^|,)\"?=", text, re.M)
        book = load_workbook(io.BytesIO(fetch(client, page, "xlsx").content))
        found = [
            cell
            for row in book["全部数据"].iter_rows()
            for cell in row
            if str(cell.value).startswith("=HYPERLINK")
        ]
        assert [cell.data_type for cell in found] == ["s"]
        assert found[0].quotePrefix

    @pytest.mark.parametrize("file_format", ALL)
    def test_characters_that_no_file_can_hold_are_left_out(self, client, column, file_format):
        page = make_report(
            column, title="2013年度\x0b报告\ufffe", body=report_body("<p>一\x01二</p>")
        )
        assert b"\x0b" not in fetch(client, page, "csv").content
        fetch(client, page, file_format)


class TestDrafts:
    def url(self, page, file_format="docx"):
        return reverse("gongkai_pages_report_draft", args=[page.pk, file_format])

    @pytest.fixture
    def draft(self, report):
        report.title = "2013年度报告（改）"
        report.save_revision()
        return report

    @pytest.mark.parametrize("file_format", ALL)
    def test_office_prints_the_newest_text(self, client, column, draft, file_format):
        staff = make_staff(column)
        client.force_login(staff.office)
        response = client.get(self.url(draft, file_format))
        assert response.status_code == 200
        assert "2013年度报告（改）（草稿）" in unquote(response["Content-Disposition"])
        assert "no-store" in response["Cache-Control"]
        if file_format == "docx":
            texts = [each.text for each in Document(io.BytesIO(response.content)).paragraphs]
            assert texts[:2] == ["2013年度报告（改）", "（草稿）"]
        if file_format == "json":
            assert json.loads(response.content)["draft"] is True

    def test_nobody_else_does(self, client, column, draft):
        assert client.get(self.url(draft)).status_code == 302
        stranger = UserFactory(groups=[make_staff(column).groups.editors])
        client.force_login(stranger)
        response = client.get(self.url(draft))
        assert response.status_code in {302, 403}
        assert b"PK" not in response.content[:2]

    def test_no_other_formats(self, client, draft):
        client.force_login(UserFactory(admin=True))
        assert client.get(self.url(draft, "exe")).status_code == 404

    def test_menu_of_the_page_offers_it(self, client, draft):
        client.force_login(UserFactory(admin=True))
        html = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
        assert self.url(draft, "docx") in html
        assert self.url(draft, "pdf") in html
        home = client.get(
            reverse("wagtailadmin_pages:edit", args=[draft.get_parent().pk])
        ).content.decode()
        assert "/draft/docx/" not in home


@pytest.mark.parametrize("file_format", ALL)
def test_queries_do_not_grow_with_the_catalogue(client, column, report, file_format):
    def queries() -> int:
        cache.clear()
        kept.clear()
        with CaptureQueriesContext(connection) as captured:
            fetch(client, report, file_format)
        return len(captured)

    queries()
    few = queries()
    make_items(column.category, column.office, 1000)
    assert queries() == few
    assert few <= 32
