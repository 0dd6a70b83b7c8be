"""Saying that the registers of a year are complete, all on one page."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from disclosure_pages.models import RegisterConfirmation
from disclosure_pages.registers.kinds import Register
from tests.factories import registers as make
from tests.factories.catalogue import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


@pytest.fixture
def office(client, staff):
    client.login(username="office", password=PASSWORD)
    return client


def may(user, *permissions):
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))


def address(model, action="index", *args):
    return reverse(f"gongkai_pages_{model}_modeladmin_{action}", args=args)


def confirmations(**query):
    base = reverse("gongkai_register_confirmations")
    return f"{base}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


class TestConfirmations:
    @pytest.fixture
    def page(self, column):
        return confirmations(organ=column.government.pk, year=YEAR)

    def confirmed(self):
        rows = RegisterConfirmation.objects.filter(year=YEAR)
        return set(rows.values_list("register", flat=True))

    def test_the_page_shows_every_register_with_its_rows(self, office, column, page):
        make.DecisionFactory(organ=column.office)
        make.ApplicationFactory(organ=column.office, received_on=date(2024, 12, 30))
        response = office.get(page)
        rows = {row["state"].register: row["state"].rows for row in response.context["rows"]}
        assert rows == {
            **dict.fromkeys(Register, 0),
            Register.DECISIONS: 1,
            Register.APPLICATIONS: 1,
        }

    def test_it_begins_with_the_town_and_last_year(self, office, column):
        context = office.get(reverse("gongkai_register_confirmations")).context
        assert context["organ"] == column.government
        assert context["year"] == timezone.localdate().year - 1

    def test_what_is_ticked_is_confirmed_at_once_and_recorded(self, office, staff, page):
        data = {"registers": Register.values, "remark": "各办公室已报告"}
        html = office.post(page, data, follow=True).content.decode()
        assert self.confirmed() == set(Register.values)
        assert "已确认：行政行为、收费" in html
        assert "各办公室已报告" in html
        entries = ModelLogEntry.objects.filter(action="gongkai_pages.confirm_register")
        assert entries.count() == len(Register)
        assert {entry.user for entry in entries} == {staff.office}
        assert "共0条记录" in entries[0].message

    def test_what_is_not_ticked_any_more_is_taken_back_and_recorded(self, office, page):
        office.post(page, {"registers": ["messages", "disputes"]})
        html = office.post(page, {"registers": ["messages"]}, follow=True).content.decode()
        assert self.confirmed() == {"messages"}
        assert "已撤销确认：复议诉讼" in html
        assert ModelLogEntry.objects.filter(action="gongkai_pages.withdraw_confirmation").exists()

    def test_says_when_rows_came_after_the_confirmation(self, office, column, page):
        office.post(page, {"registers": ["decisions"]})
        make.DecisionFactory(organ=column.office)
        assert "确认时有0条，此后有变化" in office.get(page).content.decode()
        office.post(page, {"registers": ["decisions"]})
        assert "此后有变化" not in office.get(page).content.decode()

    def test_nothing_new_is_nothing_done(self, office, page):
        office.post(page, {"registers": ["messages"]})
        html = office.post(page, {"registers": ["messages"]}, follow=True).content.decode()
        assert "没有变化" in html
        assert ModelLogEntry.objects.filter(action="gongkai_pages.confirm_register").count() == 1

    @pytest.mark.parametrize(
        "query",
        [
            {"organ": "x", "year": YEAR},
            {"organ": "", "year": ""},
            {"organ": 999999999, "year": YEAR},
            {"organ": 1, "year": "二〇二五"},
            {"organ": 1, "year": 99999},
            {"organ": 1, "year": 1},
        ],
    )
    def test_nonsense_is_answered_by_the_page(self, office, query):
        for answer in (
            office.get(confirmations(**query)),
            office.post(confirmations(**query), {"registers": ["messages"]}),
        ):
            assert answer.status_code == 200
            assert answer.context["choose"].errors
        assert self.confirmed() == set()

    def test_a_year_that_has_not_begun_is_refused_by_the_page(self, office, column):
        year = timezone.localdate().year + 1
        response = office.post(
            confirmations(organ=column.government.pk, year=year), {"registers": ["messages"]}
        )
        assert "尚未开始" in str(response.context["choose"].errors)

    def test_an_unknown_register_is_refused_and_the_remark_kept(self, office, page):
        response = office.post(page, {"registers": ["nonsense"], "remark": "保留的说明"})
        html = response.content.decode()
        assert "没有这样的台账：nonsense" in html
        assert "保留的说明" in html
        assert self.confirmed() == set()

    def test_only_for_who_may(self, client, column, staff, page):
        client.login(username="editor", password=PASSWORD)
        assert client.get(page).status_code == 302
        may(staff.editor, "add_registerconfirmation")
        # Not for an organ that the editor does not work for.
        assert client.get(page).context["choose"].errors
        own = confirmations(organ=column.office.pk, year=YEAR)
        client.post(own, {"registers": ["messages"]})
        assert self.confirmed() == {"messages"}
        # Taking back needs a permission of its own.
        client.post(own, {"registers": []})
        assert self.confirmed() == {"messages"}

    def test_are_listed_and_cannot_be_written_there(self, office, column, page):
        office.post(page, {"registers": ["messages"]})
        row = RegisterConfirmation.objects.get()
        listed = office.get(address("registerconfirmation"))
        assert "留言" in listed.content.decode()
        assert office.get(address("registerconfirmation", "inspect", row.pk)).status_code == 200
        for action, args in (("create", []), ("edit", [row.pk]), ("delete", [row.pk])):
            assert office.get(address("registerconfirmation", action, *args)).status_code == 302
        export = office.get(f"{address('registerconfirmation')}?export=xlsx").getvalue()
        assert load_workbook(io.BytesIO(export)).active.max_row == 2


def test_a_user_who_left_leaves_the_confirmation(column):
    user = UserFactory(admin=True)
    row = make.ConfirmationFactory(organ=column.government, confirmed_by=user)
    user.delete()
    row.refresh_from_db()
    assert row.confirmed_by is None
