"""Annual reports: the list, and one with all that it says."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from api.v1.form_tables import labels_of
from disclosure_pages.models import ReportVersion
from disclosure_pages.reports.checking import check_statistics
from disclosure_pages.statistics import services
from disclosure_pages.statutory.forms import FORM_2021, REPORT_FORMS
from tests.disclosure_pages.reports import inputs_of, report_of, signed
from tests.factories.catalogue import UserFactory, imported, make_column
from tests.factories.pages import make_items, make_report, report_body

pytestmark = pytest.mark.django_db


def detail(api, column, year, status=200):
    response = api(f"annual-reports/{column.home.pk}/{year}/")
    assert response.status_code == status, response.content.decode()
    return response.json()


class TestTheList:
    def test_has_every_public_report_the_newest_first(self, api, column):
        for year in (2021, 2023, 2022):
            report_of(column, year, entered=False)
        report_of(column, 2024, entered=False, live=False)
        answer = api("annual-reports/", limit=2).json()
        assert answer["count"] == 3
        assert [row["year"] for row in answer["items"]] == [2023, 2022]
        rest = api("annual-reports/", limit=2, cursor=answer["next"].partition("cursor=")[2])
        assert [row["year"] for row in rest.json()["items"]] == [2021]
        row = answer["items"][0]
        assert row["column"] == {"id": column.home.pk, "title": column.home.title}
        assert row["form"] == {"code": "2021", "label": FORM_2021.label}
        assert row["api_url"].endswith(f"/api/v1/annual-reports/{column.home.pk}/2023/")
        formats = [each["format"] for each in row["downloads"]]
        assert formats == ["docx", "pdf", "xlsx", "json", "csv"]

    def test_each_download_is_there(self, api, client, column):
        report_of(column, 2023)
        for each in api("annual-reports/").json()["items"][0]["downloads"]:
            response = client.get(each["url"])
            assert response.status_code == 200
            assert response["Content-Type"].partition(";")[0] == each["media_type"]

    def test_is_narrowed_by_year_and_column(self, api, column):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        for each in (column, other):
            report_of(each, 2022, entered=False)
            report_of(each, 2023, entered=False)
        told = api("annual-reports/", year=2023, column=other.home.pk, fields="year").json()
        assert (told["count"], [set(row) for row in told["items"]]) == (1, [{"id", "year"}])

    def test_queries_do_not_grow(self, api, column):
        counts = []
        for years in (range(2021, 2022), range(2022, 2026)):
            for year in years:
                report_of(column, year, entered=False)
            with CaptureQueriesContext(connection) as queries:
                api("annual-reports/", limit=100)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestOneReport:
    def test_says_what_its_page_and_files_say(self, api, client, column):
        make_items(column.category, column.office, 3, year=2023)
        page = report_of(column, 2023)
        told = detail(api, column, 2023)
        files = {each["format"]: each["url"] for each in told["downloads"]}
        said = client.get(files["json"]).json()
        values = {each["code"]: each for each in told["values"]}
        assert {code: each["value"] for code, each in values.items()} == {
            each["code"]: each["value"] for each in said["values"]
        }
        assert values["items.total"]["value"] == 3
        assert values["items.total"]["unit"] == "条"
        assert client.get(values["items.total"]["url"]).status_code == 200
        assert values["t3.received.person"]["url"] is None
        assert [part["heading"] for part in told["sections"]] == list(FORM_2021.headings)
        assert told["period"] == ["2023-01-01", "2023-12-31"]
        assert told["url"].endswith(page.get_url())
        assert told["is_frozen"] is False
        assert [each["id"] for each in said["rules"]] == [each["id"] for each in told["rules"]]

    def test_has_its_text_with_figures_filled_in(self, api, column):
        make_items(column.category, column.office, 3)
        make_report(
            column, body=report_body("<p>全年公开<b>{{items.total}}</b>条。</p><p>完。</p>")
        )
        part = detail(api, column, 2013)["sections"][1]
        assert "全年公开3条。\n完。" in part["text"]
        assert "<b>" in part["html"]
        assert "{{" not in part["html"] + part["text"]

    def test_names_what_stands_around_each_number(self, api, column):
        report_of(column, 2023)
        tables = {table["code"]: table for table in detail(api, column, 2023)["tables"]}
        assert set(tables) == {"2", "3", "4"}
        cells = {cell["code"]: cell for table in tables.values() for cell in table["cells"]}
        inputs = inputs_of(2023)
        assert {code: cells[code]["value"] for code in inputs} == inputs
        company = cells["t3.received.company"]
        assert company["column_labels"][-1] == "商业企业"
        assert "本年新收政府信息公开申请数量" in company["row_labels"][-1]
        assert cells["t3.received.total"]["parts"]
        assert cells["t2.rules.made" if "t2.rules.made" in cells else "t2.regulations.made"][
            "row_labels"
        ] == ["规章"]

    def test_tells_which_rules_the_numbers_break_and_where_they_come_from(self, api, column):
        numbers = inputs_of(2023)
        report_of(column, 2023, entered=False)
        statistics = services.get_or_create(column.government, 2023)
        services.enter_many(statistics, numbers, "台账")
        rules = detail(api, column, 2023)["rules"]
        assert any("t3.received.person" in rule["cells"] for rule in rules)
        assert {rule["severity"] for rule in rules} <= {"error", "warning"}
        assert all(rule["source"] for rule in rules)

    def test_remarks_and_reasons_stay_inside(self, api, column):
        report_of(column, 2023)
        statistics = services.get_or_create(column.government, 2023)
        services.enter_many(statistics, {"t3.received.person": 99}, "台账第七页")
        admin = UserFactory(admin=True)
        for checked in check_statistics(statistics):
            if not checked.breach.is_error:
                services.remark(statistics, checked.breach, "经核不外传", admin)
        text = api(f"annual-reports/{column.home.pk}/2023/").content.decode()
        assert "第七页" not in text
        assert "不外传" not in text

    def test_rules_never_quote_a_year_that_is_not_public(self, api, column):
        report_of(column, 2022, live=False, entered=False)
        statistics = services.get_or_create(column.government, 2022)
        services.enter_many(statistics, {"t3.carried_out.person": 77_777}, "台账")
        report_of(column, 2023)
        assert "77777" not in api(f"annual-reports/{column.home.pk}/2023/").content.decode()

    def test_rules_compare_with_the_public_report_of_the_year_before(self, api, column):
        report_of(column, 2022, entered=False)
        services.enter_many(
            services.get_or_create(column.government, 2022),
            {"t3.carried_out.person": 66_666},
            "台账",
        )
        report_of(column, 2023)
        assert "66666" in str(detail(api, column, 2023)["rules"])

    def test_signed_numbers_stay_as_they_were(self, api, column):
        report_of(column, 2023, figures=signed(column, 2023))
        told = detail(api, column, 2023)
        values = {each["code"]: each["value"] for each in told["values"]}
        assert told["is_frozen"] is True
        assert values["items.total"] == 1023

    def test_corrections_are_told_with_what_was_said_before(self, api, client, column):
        page = report_of(column, 2023, figures=signed(column, 2023))
        for note in ("更正了一处。", "又更正了一处。"):
            page.amendment_note = note
            page.title = f"{page.title}改"
            with imported():
                page.save_revision().publish()
        told = detail(api, column, 2023)["amendments"]
        assert [each["note"] for each in told] == ["更正了一处。", "又更正了一处。"]
        assert client.get(told[0]["previous_url"]).status_code == 200
        version = ReportVersion.objects.filter(page=page).first()
        version.withheld_reason = "有个人信息"
        version.save()
        told = detail(api, column, 2023)["amendments"]
        assert told[0]["previous_url"] is None
        assert "个人信息" not in str(told)

    @pytest.mark.parametrize("way", ["draft", "page", "list", "column"])
    def test_what_is_not_public_is_not_there(self, api, column, way):
        page = report_of(column, 2023, entered=False, live=way != "draft")
        places = {"page": page, "list": page.get_parent(), "column": column.home}
        if way in places:
            PageViewRestriction.objects.create(page=places[way], restriction_type="login")
        assert api("annual-reports/").json()["items"] == []
        detail(api, column, 2023, status=404)

    @pytest.mark.parametrize(
        "place", ["1/2023", "99999999999999999999/2023", "{home}/0", "{home}/99999"]
    )
    def test_what_never_was_is_not_there(self, api, column, place):
        response = api(f"annual-reports/{place.format(home=column.home.pk)}/")
        assert response.status_code == 404
        assert response.json()["detail"]

    def test_queries_do_not_grow(self, api, column):
        counts = []
        for years in (range(2021, 2023), range(2023, 2026)):
            for year in years:
                report_of(column, year, figures=signed(column, year))
            with CaptureQueriesContext(connection) as queries:
                detail(api, column, years[-1])
            counts.append(len(queries))
        assert counts[1] <= counts[0]


@pytest.mark.once
@pytest.mark.parametrize("form", REPORT_FORMS)
def test_every_number_of_every_form_is_labelled(form):
    for table in REPORT_FORMS[form].tables:
        labels = labels_of(table)
        assert set(labels) == {cell.code for cell in table.cells}
        told = [tuple(map(tuple, each)) for each in labels.values()]
        assert all(any(each) for each in told), (form, table.code)
        # The long sheet of 2008 prints some lines twice, in different parts of it.
        assert len(set(told)) == len(told) or table.code == "sheet", (form, table.code)
