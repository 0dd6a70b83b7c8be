"""考核表: what is measured of each organ, the lists behind it, the workbook, who may see it."""

from __future__ import annotations

import io
import re
from datetime import date
from importlib import import_module

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from catalogue.enums import Kind
from catalogue.evaluation import Evaluation
from catalogue.models import ItemPage
from disclosure_pages.models import ReportingBody
from disclosure_pages.roll_up.evaluation import Period, Sheet
from disclosure_pages.roll_up.models import Level
from review.services.exceptions import publish_exceptionally
from tests.factories.catalogue import (
    CategoryPageFactory,
    ItemPageFactory,
    OrganFactory,
    UserFactory,
    make_column,
    make_staff,
)
from tests.factories.pages import make_items
from tests.factories.roll_up import make_county

pytestmark = pytest.mark.django_db

FIRST, LAST, TODAY = date(2013, 1, 1), date(2013, 12, 31), date(2014, 6, 1)


@pytest.fixture
def admin(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


def item(column, written, published, **more):
    return ItemPageFactory(
        parent=more.pop("parent", column.category),
        organ=more.pop("organ", column.office),
        written_on=written,
        published_on=published,
        **more,
    )


def measures_of(column, organ=None, first=FIRST, last=LAST, today=TODAY):
    found = Evaluation(column.home, first, last, today).measures()
    return found.get((organ or column.office).pk)


class TestItems:
    def test_are_counted_by_organ_and_kind(self, column):
        make_items(column.category, column.offices[0], 3, kind=Kind.NEWS)
        make_items(column.category, column.offices[1], 2, kind=Kind.DOCUMENT)
        make_items(column.category, column.offices[0], 4, year=2012)
        first, second = (measures_of(column, organ) for organ in column.offices)
        assert (first.items, first.by_kind["news"], first.by_kind["document"]) == (3, 3, 0)
        assert (second.items, second.by_kind["document"]) == (2, 2)
        assert measures_of(column, column.government).items == 0

    def test_are_those_of_the_period(self, column):
        make_items(column.category, column.office, 2, month=3)
        make_items(column.category, column.office, 5, month=4)
        period = Period(2013, 1)
        assert (period.first, period.last) == (date(2013, 1, 1), date(2013, 3, 31))
        assert measures_of(column, first=period.first, last=period.last).items == 2

    def test_are_on_time_within_twenty_working_days(self, column):
        # 2013: 4–6 April and 29 April–1 May were off, 7, 27 and 28 April were worked.
        item(column, date(2013, 4, 1), date(2013, 4, 28))
        item(column, date(2013, 4, 1), date(2013, 5, 2))
        item(column, date(2013, 4, 1), date(2013, 4, 1))
        calendar = import_module("workdays.calendar").Calendar.load()
        due = calendar.add_workdays(date(2013, 4, 1), 20).date
        assert date(2013, 4, 28) <= due < date(2013, 5, 2)
        found = measures_of(column)
        assert (found.on_time, found.late) == (2, 1)
        assert found.rate == pytest.approx(2 / 3)

    def test_are_measured_by_the_deadline_of_their_category(self, column):
        column.category.publication_deadline = 3
        column.category.save()
        item(column, date(2013, 3, 4), date(2013, 3, 7))
        item(column, date(2013, 3, 4), date(2013, 3, 8))
        item(column, date(2013, 3, 4), date(2013, 3, 8), parent=column.categories[2])
        found = measures_of(column)
        assert (found.on_time, found.late) == (2, 1)

    def test_without_a_date_are_neither_on_time_nor_late(self, column):
        made = item(column, date(2013, 3, 4), date(2013, 3, 7))
        ItemPage.objects.filter(pk=made.pk).update(written_on=None)
        found = measures_of(column)
        assert (found.items, found.undated, found.rate) == (1, 1, None)


class TestCategories:
    def notes(self, column, what, today=TODAY):
        found = Evaluation(column.home, FIRST, LAST, today)
        return {note.title: note.organ_id for note in getattr(found, what)()}

    def test_are_overdue_by_their_newest_item(self, column):
        first, part, other = column.categories
        for category in (first, part, other):
            category.update_interval_days = 90
            category.save()
        item(column, date(2013, 3, 1), date(2013, 3, 4), parent=first)
        item(column, date(2013, 11, 1), date(2013, 11, 4), parent=part)
        item(column, date(2013, 5, 1), date(2013, 5, 6), parent=other)
        # The part keeps the category above it up to date; what comes after the period does not
        # count, and who answers is said by the category or the nearest one above.
        item(column, date(2014, 1, 1), date(2014, 1, 6), parent=other)
        assert self.notes(column, "overdue") == {"统计信息": column.offices[1].pk}
        assert self.notes(column, "overdue", today=date(2013, 7, 1)) == {
            "规范性文件": column.offices[0].pk
        }
        assert [note.title for note in measures_of(column, column.offices[1]).overdue] == [
            "统计信息"
        ]

    def test_are_empty_when_they_should_have_items(self, column):
        item(column, date(2013, 3, 1), date(2013, 3, 4), parent=column.categories[2])
        column.policies.items_required = False
        column.policies.save()
        # Of a category and its only part the part is counted.
        assert self.notes(column, "empty") == {"行政规范性文件": column.offices[0].pk}

    def test_belong_to_the_columns_organ_where_none_is_named(self, column):
        CategoryPageFactory(parent=column.catalogue, title="应急管理")
        assert self.notes(column, "empty")["应急管理"] == column.government.pk


class TestSheet:
    def test_has_a_line_for_each_organ_and_a_total(self, column):
        make_items(column.category, column.offices[0], 3)
        make_items(column.category, column.government, 1)
        make_items(column.category, OrganFactory(name="外来机构"), 2)
        sheet = Sheet(Period(2013), TODAY, column=column.home)
        assert {row.name: row.measures.items for row in sheet.rows} == {
            column.government.name: 1,
            column.offices[0].name: 3,
            column.offices[1].name: 0,
            "未注明机构": 2,
        }
        assert sheet.total.measures.items == 6
        for row in (*sheet.rows, None):
            counted = list(sheet.items(row.pk if row else None, "items"))
            assert len(counted) == (row or sheet.total).measures.items

    def test_of_a_county_has_a_line_for_each_member(self):
        county = make_county(towns=1)
        column = make_column(name="泗门镇", slug="simen")
        column.government.parent = county.government
        column.government.save()
        ReportingBody.objects.create(organ=column.government, level=Level.TOWNSHIP)
        make_items(column.category, column.office, 3)
        make_items(column.category, column.government, 2)
        make_items(column.category, county.government, 7)
        sheet = Sheet(Period(2013), TODAY, compiling=county.government)
        found = {row.name: row.measures.items for row in sheet.rows}
        assert found == {
            county.office.name: 0,
            county.towns[0].name: 0,
            column.government.name: 5,
        }
        assert len(list(sheet.items(None, "items"))) == 5

    def test_counts_exceptions_by_the_organ_of_the_page(self, column):
        made = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        publish_exceptionally(made, UserFactory(admin=True), "市政府要求立即公开本件。")
        record_year = date.today().year
        sheet = Sheet(Period(record_year), date(record_year, 12, 31), column=column.home)
        row = next(row for row in sheet.rows if row.organ == column.office)
        assert [record.remark for record in row.exceptions] == ["市政府要求立即公开本件。"]
        elsewhere = make_column(name="临山镇", slug="linshan", as_site_root=False)
        other = Sheet(Period(record_year), date(record_year, 12, 31), column=elsewhere.home)
        assert other.total.exceptions == []

    def test_takes_as_many_queries_for_many_organs(self, column):
        make_items(column.category, column.office, 1)
        counted = []
        for turn in range(2):
            with CaptureQueriesContext(connection) as queries:
                sheet = Sheet(Period(2013), TODAY, column=column.home)
                assert sheet.rows
                assert list(sheet.items(None, "late")) == []
            counted.append(len(queries))
            for number in range(6):
                organ = OrganFactory(parent=column.government)
                category = CategoryPageFactory(
                    parent=column.catalogue, code=f"more-{turn}-{number}", organ=organ
                )
                make_items(category, organ, 3)
        assert counted[0] == counted[1]
        assert counted[0] <= 12


class TestPage:
    def page(self, client, column, **query):
        data = {"scope": f"column-{column.home.pk}", "year": 2013, **query}
        response = client.get(reverse("gongkai_evaluation"), data)
        assert response.status_code == 200
        return response.content.decode()

    def test_shows_lines_that_lead_to_what_they_count(self, client, admin, column):
        late = item(column, date(2013, 1, 4), date(2013, 6, 4), title="迟到的通知")
        item(column, date(2013, 6, 3), date(2013, 6, 4), title="及时的通知")
        html = self.page(client, column)
        assert "50.0%" in html
        address = re.search(r'href="([^"]+)" aria-label="[^"]*办公室：逾期公开1"', html)[1]
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert "迟到的通知" in listed
        assert "及时的通知" not in listed
        assert reverse("wagtailadmin_pages:edit", args=[late.pk]) in listed
        assert "2013-06-04" in listed

    def test_sorts_by_any_column(self, client, admin, column):
        make_items(column.category, column.offices[1], 5)
        make_items(column.category, column.offices[0], 2)

        def order(**query):
            html = self.page(client, column, **query).partition("gk-evaluation")[2]
            return re.findall(r'<th scope="row">([^<]+)</th>', html)

        names = [column.offices[1].name, column.offices[0].name, column.government.name]
        assert order(sort="-items")[:3] == names
        assert order(sort="items")[:3] == names[::-1]
        assert order(sort="nothing")[-1] == "合计"
        assert 'aria-sort="descending"' in self.page(client, column, sort="-items")

    def test_lists_categories_and_exceptions(self, client, admin, column):
        CategoryPageFactory(parent=column.catalogue, title="应急管理")
        query = {"scope": f"column-{column.home.pk}", "year": 2013}
        for what, told in (("empty", "应急管理"), ("overdue", "共0项"), ("exceptions", "共0项")):
            html = client.get(
                reverse("gongkai_evaluation_list"), {**query, "what": what}
            ).content.decode()
            assert told in html

    @pytest.mark.parametrize(
        "query", [{"what": "x"}, {"what": "rate"}, {"what": "items", "organ": "99999"}]
    )
    def test_has_no_list_of_what_is_not_counted(self, client, admin, column, query):
        data = {"scope": f"column-{column.home.pk}", "year": 2013, **query}
        assert client.get(reverse("gongkai_evaluation_list"), data).status_code == 404

    @pytest.mark.parametrize(
        "query",
        [{"scope": "column-x"}, {"scope": ""}, {"year": "abc"}, {"quarter": "9"}, {"year": ""}],
    )
    def test_odd_addresses_are_answered_with_a_sentence(self, client, admin, column, query):
        assert "信息公开考核表" in self.page(client, column, **query)

    def test_is_a_workbook_too(self, client, admin, column):
        item(column, date(2013, 1, 4), date(2013, 6, 4), title="=1+1")
        response = client.get(
            reverse("gongkai_evaluation"),
            {"scope": f"column-{column.home.pk}", "year": 2013, "export": "xlsx"},
        )
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        sheet, problems = book.worksheets
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[1][:2] == ["机构", "公开条数"]
        line = next(row for row in rows if row[0] == column.office.name)
        assert line[1] == 1
        assert rows[-1][0] == "合计"
        cells = [cell for row in problems.iter_rows() for cell in row if cell.value == "=1+1"]
        assert [cell.data_type for cell in cells] == ["s"]


class TestPermissions:
    def test_are_needed(self, client, column):
        user = UserFactory()
        user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
        client.force_login(user)
        for name in ("gongkai_evaluation", "gongkai_evaluation_list"):
            assert client.get(reverse(name)).status_code == 302
        assert "gongkai-evaluation" not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_show_the_office_its_own_column_alone(self, client):
        column = make_column(slug="simen", as_site_root=False)
        other = make_column(name="临山镇", slug="linshan", as_site_root=False)
        staff = make_staff(column)
        client.force_login(staff.office)
        html = client.get(reverse("gongkai_evaluation"), {"year": 2013}).content.decode()
        assert column.government.name in html
        assert f"column-{other.home.pk}" not in html
        response = client.get(
            reverse("gongkai_evaluation_list"),
            {"scope": f"column-{other.home.pk}", "year": 2013, "what": "items"},
        )
        assert response.status_code == 404

    def test_of_a_user_without_a_column_say_so(self, client, column):
        user = UserFactory()
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["access_admin", "view_evaluation"])
        )
        client.force_login(user)
        html = client.get(reverse("gongkai_evaluation")).content.decode()
        assert "没有您经办的政府信息公开栏目" in html
