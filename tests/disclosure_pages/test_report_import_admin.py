"""导入年度报告 in the admin and by the command: what is shown, kept, refused, never published."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from disclosure_pages.imports.report import read_report
from disclosure_pages.imports.services import store
from disclosure_pages.models import AnnualReportPage, AnnualStatistics, AnnualValue
from disclosure_pages.statistics import services
from tests.factories.catalogue import UserFactory, make_staff
from tests.factories.files import bombs
from tests.factories.pages import AnnualReportIndexPageFactory, AnnualReportPageFactory
from tests.factories.published_reports import Report
from tests.factories.reports import correct_values

pytestmark = pytest.mark.django_db

ADDRESS = "gongkai_pages_import_report"
VALUES = correct_values("2021", 3)


@pytest.fixture
def index(column):
    return AnnualReportIndexPageFactory(parent=column.home)


@pytest.fixture
def office(client, column):
    client.force_login(make_staff(column).office)
    return client


def page(values=VALUES, **layout):
    report = Report.make(values, **layout)
    report.title = report.title.replace("测试镇", "泗门镇")
    return report.html()


def upload(client, content, name="report.html"):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(reverse(ADDRESS), {"file": SimpleUploadedFile(name, data)})


def confirmation(html, **changed):
    """What the form of the preview sends."""
    fields = {}
    for name in ("confirmed", "source", "year"):
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)[0]
        value = re.search(r'value="([^"]*)"', field)
        fields[name] = value[1] if value else ""
    chosen = re.search(r'<option value="(\d+)" selected', html)
    return {**fields, "organ": chosen[1] if chosen else "", **changed}


def confirm(client, html, **changed):
    return client.post(reverse(ADDRESS), confirmation(html, **changed), follow=True)


class TestPreview:
    def test_shows_the_tables_and_what_the_report_says_of_itself(self, office, column):
        html = upload(office, page()).content.decode()
        assert "全部数字都已读到" in html
        assert f">{VALUES['t3.received.total']}<" in html
        assert "泗门镇人民政府2025年政府信息公开工作年度报告" in html
        assert f'<option value="{column.government.pk}" selected' in html
        assert not AnnualStatistics.objects.exists()

    def test_marks_what_was_not_read(self, office, column):
        few = {**VALUES, "t3.received.person": None, "t2.fees.amount": "见附件"}
        html = upload(office, page(few)).content.decode()
        assert "有2个数字没有读到" in html
        assert html.count("gk-read__unread") == 2
        assert "写的是“见附件”" in html

    def test_says_which_rules_fail(self, office, column):
        wrong = {**VALUES, "t3.total.total": VALUES["t3.total.total"] + 5}
        html = upload(office, page(wrong)).content.decode()
        assert "gk-read__wrong" in html
        assert "错误：" in html

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"%PDF-1.7 ...", "a.html", "不能读取PDF"),
            (b"PK\x03\x04broken", "a.docx", "文件打不开"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "a.xls", "不能读取Word 97"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "a.html", "不能读取这种文件"),
            (b"   ", "a.html", "文件是空的"),
        ],
    )
    def test_says_why_a_file_cannot_be_read(self, office, column, content, name, sentence):
        response = upload(office, content, name)
        assert response.status_code == 200
        assert sentence in response.content.decode()

    @pytest.mark.parametrize(
        "bomb",
        ["ratio", "entries", "nested", "overlapping", "lying", "laughing_word", "laughing_sheet"],
    )
    def test_refuses_a_file_that_unpacks_without_end(self, office, column, bomb):
        file = getattr(bombs, bomb)()
        assert "文件打不开" in upload(office, file, "a.docx").content.decode()

    def test_says_that_nothing_was_found_and_offers_no_import(self, office, column):
        html = upload(office, "<p>您访问的页面不存在</p>").content.decode()
        assert "没有读到任何数字" in html
        assert 'name="confirmed"' not in html

    def test_what_a_page_says_is_shown_as_text(self, office, column):
        html = upload(office, page().replace("第1部分", "<b onclick=x>{{x}}</b>")).content.decode()
        assert "onclick=x" not in html

    def test_asks_for_a_file(self, office, column):
        assert "请选择要导入的年度报告" in office.post(reverse(ADDRESS), {}).content.decode()

    def test_stands_above_the_list_for_who_may_import(self, office, client, column):
        listing = reverse("wagtailsnippets_gongkai_pages_annualstatistics:list")
        assert reverse(ADDRESS) in office.get(listing).content.decode()
        reader = UserFactory()
        reader.user_permissions.set(
            Permission.objects.filter(codename__in=["access_admin", "view_annualstatistics"])
        )
        client.force_login(reader)
        assert reverse(ADDRESS) not in client.get(listing).content.decode()
        assert client.get(reverse(ADDRESS)).status_code == 302


class TestKeeping:
    def test_enters_the_numbers_with_where_they_are_from(self, office, column):
        html = upload(office, page()).content.decode()
        response = confirm(office, html)
        statistics = AnnualStatistics.objects.get(organ=column.government, year=2025)
        assert services.values_of(statistics) == VALUES
        row = AnnualValue.objects.get(statistics=statistics, code="t3.received.person")
        assert "导入自《泗门镇人民政府2025年政府信息公开工作年度报告》" in row.reason
        assert "report.html" in row.reason
        assert row.entered_by.username == "office"
        assert "已录入" in response.content.decode()

    def test_sums_that_agree_are_computed_and_others_kept_as_published(self, office, column):
        wrong = {**VALUES, "t3.received.total": 99999}
        confirm(office, upload(office, page(wrong)).content.decode())
        statistics = AnnualStatistics.objects.get()
        codes = set(AnnualValue.objects.values_list("code", flat=True))
        assert "t3.received.total" in codes
        assert "t3.carried_in.total" not in codes
        assert services.values_of(statistics) == wrong

    def test_leaves_what_was_not_read_as_it_is(self, office, column):
        statistics = services.get_or_create(column.government, 2025)
        services.enter_many(statistics, {"t4.appeal.pending": 7}, "台账")
        confirm(
            office, upload(office, page({**VALUES, "t4.appeal.pending": None})).content.decode()
        )
        assert AnnualValue.objects.get(code="t4.appeal.pending").override == 7

    def test_makes_a_draft_that_is_not_public(self, office, client, index):
        response = confirm(office, upload(office, page()).content.decode())
        report = AnnualReportPage.objects.get()
        assert "审查后才能公开" in response.content.decode()
        assert (report.live, report.year, report.form) == (False, 2025, "2021")
        assert report.latest_revision.user.username == "office"
        assert [str(part.value["heading"]) for part in report.body] == list(
            report.report_form.headings
        )
        kinds = [[each.block_type for each in part.value["content"]] for part in report.body]
        assert kinds == [["prose"], ["table"], ["table"], ["table"], ["prose"], ["prose"]]
        client.logout()
        assert client.get(report.get_url()).status_code == 404

    def test_the_draft_opens_in_the_editor(self, office, index):
        confirm(office, upload(office, page()).content.decode())
        report = AnnualReportPage.objects.get()
        html = office.get(reverse("wagtailadmin_pages:edit", args=[report.pk]))
        assert html.status_code == 200

    def test_makes_no_second_report_of_a_year(self, office, index):
        AnnualReportPageFactory(parent=index, year=2025, form="2021", slug="2025")
        html = confirm(office, upload(office, page()).content.decode()).content.decode()
        assert "已经存在，只录入了数字" in html
        assert AnnualReportPage.objects.count() == 1

    def test_of_another_organ_makes_no_page(self, office, index, column):
        html = upload(office, page()).content.decode()
        confirm(office, html, organ=column.offices[0].pk)
        assert AnnualStatistics.objects.get().organ == column.offices[0]
        assert not AnnualReportPage.objects.exists()

    def test_asks_for_organ_and_year_and_keeps_the_rest(self, office, column):
        html = upload(office, page()).content.decode()
        again = confirm(office, html, organ="", year="20二五").content.decode()
        assert "请选择这是哪个机构的报告" in again
        assert "请填写四位数字" in again
        assert not AnnualStatistics.objects.exists()
        confirm(office, again, organ=column.government.pk, year=2025)
        assert AnnualStatistics.objects.count() == 1

    def test_says_that_a_year_is_frozen(self, office, column):
        statistics = services.get_or_create(column.government, 2025)
        services.freeze(statistics, UserFactory(admin=True))
        html = confirm(office, upload(office, page()).content.decode()).content.decode()
        assert "已经冻结" in html
        assert "确认导入" in html

    def test_refuses_a_preview_that_was_changed(self, office, column):
        html = upload(office, page()).content.decode()
        fields = confirmation(html)
        response = confirm(office, html, confirmed=fields["confirmed"] + "x")
        assert "预览已经过期" in response.content.decode()
        assert not AnnualStatistics.objects.exists()

    def test_says_when_the_year_takes_another_form(self, office, column):
        old = correct_values("2019", 2)
        html = upload(office, page(old, form="2019", year=2020)).content.decode()
        response = confirm(office, html, year=2024)
        assert "不是2024年格式中的指标" in response.content.decode()
        assert not AnnualValue.objects.filter(code__startswith="t2a").exists()

    def test_braces_in_a_text_are_no_reference(self, column, index):
        read = read_report(page().replace("第1部分", "{{t3.total.total}}").encode(), "a.html")
        kept = store(read, column.government, 2025, None, "a.html")
        assert "{{" not in json.dumps(kept.page.body.get_prep_value())


class TestCommand:
    def test_writes_json_without_a_database(self, tmp_path, django_db_blocker):
        source, target = tmp_path / "report.html", tmp_path / "out.json"
        source.write_text(page(), encoding="gbk", errors="ignore")
        with django_db_blocker.block():
            call_command("import_report", str(source), json=str(target))
        written = json.loads(target.read_text())
        assert written["year"] == 2025
        assert written["tables"]["4"] == [
            number for code, number in VALUES.items() if code.startswith("t4")
        ]
        assert written["broken_rules"] == []

    def test_tells_what_it_read(self, tmp_path, capsys):
        source = tmp_path / "report.docx"
        source.write_bytes(Report.make(VALUES).docx())
        call_command("import_report", str(source))
        said = capsys.readouterr().out
        assert "年度：2025" in said
        assert "没有发现不符合的勾稽关系" in said

    def test_stores_for_an_organ(self, tmp_path, column, index):
        source = tmp_path / "report.html"
        source.write_text(page())
        call_command("import_report", str(source), organ=column.government.slug)
        statistics = AnnualStatistics.objects.get()
        assert services.values_of(statistics) == VALUES
        assert AnnualReportPage.objects.get().live is False

    @pytest.mark.parametrize(
        ("name", "options", "sentence"),
        [
            ("missing.html", {}, "不能读取文件"),
            ("empty.html", {}, "文件是空的"),
            ("report.html", {"organ": "nobody"}, "没有网址标识为"),
        ],
    )
    def test_says_what_is_wrong(self, tmp_path, name, options, sentence):
        (tmp_path / "empty.html").write_text("")
        (tmp_path / "report.html").write_text(page())
        with pytest.raises(CommandError, match=sentence):
            call_command("import_report", str(tmp_path / name), **options)
