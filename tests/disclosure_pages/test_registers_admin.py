"""Keeping the registers in the admin: lists, forms and their errors, downloads, who may do what."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.log_actions import registry as log_registry

from disclosure_pages.models import Application, Charge, Decision, Dispute, Message
from disclosure_pages.registers.models import ROWS
from tests.factories import registers as make
from tests.factories.catalogue import (
    PASSWORD,
    OrganFactory,
)

pytestmark = pytest.mark.django_db
YEAR = make.YEAR
FACTORIES = {
    "decision": make.DecisionFactory,
    "charge": make.ChargeFactory,
    "application": make.ApplicationFactory,
    "dispute": make.DisputeFactory,
    "message": make.MessageFactory,
    "activity": make.ActivityFactory,
}


@pytest.fixture
def office(client, staff):
    client.login(username="office", password=PASSWORD)
    return client


def address(model, action="index", *args):
    return reverse(f"gongkai_pages_{model}_modeladmin_{action}", args=args)


FORMS = {
    "decision": {
        "kind": "licence",
        "decided_on": "2025-03-03",
        "matter": "林木采伐许可",
        "quantity": "3",
    },
    "charge": {
        "kind": "administrative",
        "charged_on": "2025-03-03",
        "item": "占道费",
        "amount": "20.50",
    },
    "application": {
        "number": "2025-001",
        "channel": "network",
        "applicant": "person",
        "received_on": "2025-03-03",
    },
    "dispute": {"block": "lawsuit", "accepted_on": "2025-03-03", "number": "（2025）浙02行初1号"},
    "message": {"kind": "mailbox", "received_on": "2025-03-03", "quantity": "1"},
    "activity": {
        "kind": "meeting",
        "held_on": "2025-03-03",
        "title": "工作会议",
        "participants": "30",
    },
}


def post(client, model, organ, **fields):
    data = {**FORMS[model], "organ": organ.pk, "remark": "", **fields}
    return client.post(address(model, "create"), data)


NONSENSE = [
    "year=2025&organ=x&kind=y&counted=z",
    "year=99999",
    "year=%D9%A3%D9%A3%D9%A3%D9%A3",
    "year=0000",
    "organ=99999999999999999999",
    "p=-1",
    "p=abc",
    "o=99.-x",
    "q=%00",
    "counted=t3.received.person",
    "organ__editors__password__startswith=p",
    "no_such_field__nor_lookup=1",
]


@pytest.mark.parametrize("model", FORMS)
class TestEveryRegister:
    def test_a_row_is_made_changed_looked_at_and_deleted(self, office, column, model):
        response = post(office, model, column.office)
        assert response.status_code == 302, response.context["form"].errors
        made = FACTORIES[model]._meta.model.objects.get()
        assert made.organ == column.office
        listed = office.get(address(model)).content.decode()
        assert column.office.name in listed
        inspected = office.get(address(model, "inspect", made.pk)).content.decode()
        assert column.office.name in inspected
        data = {**FORMS[model], "organ": column.office.pk, "remark": "已核对"}
        assert office.post(address(model, "edit", made.pk), data).status_code == 302
        made.refresh_from_db()
        assert made.remark == "已核对"
        assert office.get(address(model, "history", made.pk)).status_code == 200
        actions = [entry.action for entry in log_registry.get_logs_for_instance(made)]
        assert sorted(actions) == ["wagtail.create", "wagtail.edit"]
        assert office.get(address(model, "delete", made.pk)).status_code == 200
        assert office.post(address(model, "delete", made.pk)).status_code == 302
        assert not type(made).objects.exists()

    def test_an_empty_form_says_what_is_missing(self, office, model):
        response = office.post(address(model, "create"), {})
        assert response.status_code == 200
        assert "organ" in response.context["form"].errors

    def test_the_list_keeps_to_its_queries(self, office, column, model):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert office.get(address(model)).status_code == 200
            return len(captured)

        FACTORIES[model](organ=column.office)
        queries()
        few = queries()
        for _ in range(20):
            FACTORIES[model](organ=column.office)
        assert queries() == few

    def test_nonsense_in_the_address_is_ignored(self, office, column, model):
        FACTORIES[model](organ=column.office)
        for query in NONSENSE:
            response = office.get(f"{address(model)}?{query}")
            assert response.status_code == 200, query
            assert len(response.context["object_list"]) == 1, query

    @pytest.mark.parametrize("pk", ["0", "999999999999999999"])
    def test_a_row_that_does_not_exist_is_not_found(self, office, model, pk):
        for action in ("edit", "inspect", "delete", "history"):
            assert office.get(address(model, action, pk)).status_code == 404

    def test_a_download_is_a_workbook_with_chinese_headings(self, office, column, model):
        FACTORIES[model](organ=column.office, remark="=1+1")
        response = office.get(f"{address(model)}?export=xlsx")
        sheet = load_workbook(io.BytesIO(response.getvalue())).active
        headings, row = ([cell.value for cell in cells] for cells in sheet.iter_rows())
        assert headings[0] == "机构"
        assert headings[-1] == "备注"
        assert row[0] == column.office.name
        assert sheet.cell(2, len(headings)).data_type == "s"
        assert row[-1] == "=1+1"

    def test_a_download_as_csv_runs_no_formula(self, office, column, model):
        FACTORIES[model](organ=column.office, remark="=1+1")
        content = office.get(f"{address(model)}?export=csv").getvalue()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[0][0] == "机构"
        assert rows[1][-1] == "'=1+1"


class TestLists:
    def test_are_narrowed_by_year_organ_and_kind(self, office, column):
        inside = make.DecisionFactory(organ=column.office, matter="采伐一")
        make.DecisionFactory(organ=column.office, matter="采伐二", decided_on=date(2024, 1, 1))
        make.DecisionFactory(organ=column.offices[1], matter="采伐三")
        make.DecisionFactory(organ=column.office, matter="处罚四", kind="penalty")
        query = f"year=2025&organ={column.office.pk}&kind=licence"
        response = office.get(f"{address('decision')}?{query}")
        assert list(response.context["object_list"]) == [inside]
        exported = office.get(f"{address('decision')}?{query}&export=csv").getvalue().decode()
        assert "采伐一" in exported
        assert not any(other in exported for other in ("采伐二", "采伐三", "处罚四"))

    def test_of_a_superior_organ_hold_those_of_its_offices(self, office, column):
        make.DecisionFactory(organ=column.office)
        response = office.get(f"{address('decision')}?organ={column.government.pk}")
        assert len(response.context["object_list"]) == 1

    def test_are_searched(self, office, column):
        found = make.MessageFactory(organ=column.office, subject="村口路灯不亮")
        make.MessageFactory(organ=column.office, subject="自来水")
        response = office.get(f"{address('message')}?q=路灯")
        assert list(response.context["object_list"]) == [found]

    def test_say_what_a_figure_counted(self, office, column):
        make.DecisionFactory(organ=column.office, quantity=7)
        query = f"counted=t2.licences.decisions&year=2025&organ={column.government.pk}"
        html = office.get(f"{address('decision')}?{query}").content.decode()
        assert "2025年度统计数字“行政许可本年处理决定数量”所计的记录，合计7件" in html

    def test_show_applications_by_how_they_stand(self, office, column):
        today = timezone.localdate()
        rows = {
            "open": make.ApplicationFactory(
                organ=column.office, received_on=today, due_on=today + timedelta(days=1)
            ),
            "overdue": make.ApplicationFactory(
                organ=column.office,
                received_on=today - timedelta(days=90),
                due_on=today - timedelta(days=30),
            ),
            "late": make.ApplicationFactory(
                organ=column.office,
                received_on=today - timedelta(days=90),
                due_on=today - timedelta(days=30),
                finished_on=today,
                result="granted",
            ),
        }
        expected = {"open": {"open", "overdue"}, "overdue": {"overdue"}, "late": {"late"}}
        for progress, names in expected.items():
            response = office.get(f"{address('application')}?progress={progress}")
            assert set(response.context["object_list"]) == {rows[name] for name in names}
        html = office.get(address("application")).content.decode()
        for word in ("办理中", "已逾期", "逾期办结"):
            assert word in html


TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
REFUSED = [
    ("decision", {"decided_on": TOMORROW}, "decided_on", "晚于今天"),
    ("decision", {"decided_on": "1925-03-03"}, "decided_on", "早于2000年"),
    ("decision", {"quantity": "0"}, "quantity", "台账确认"),
    ("decision", {"quantity": "-3"}, "quantity", ""),
    ("charge", {"amount": "-1"}, "amount", "不能小于0"),
    ("charge", {"amount": "abc"}, "amount", ""),
    ("charge", {"amount": "1" * 20}, "amount", ""),
    ("application", {"received_on": TOMORROW}, "received_on", "晚于今天"),
    ("application", {"result": "granted"}, "finished_on", "请填写办结日期"),
    ("application", {"finished_on": "2025-03-05"}, "result", "请选择办理结果"),
    (
        "application",
        {"result": "granted", "finished_on": "2025-03-02"},
        "finished_on",
        "办结日期早于收到之日",
    ),
    (
        "application",
        {"result": "granted", "finished_on": TOMORROW},
        "finished_on",
        "办结日期晚于今天",
    ),
    ("application", {"due_on": "2025-03-01"}, "due_on", "早于收到之日"),
    ("application", {"result": "nonsense"}, "result", ""),
    ("application", {"applicant": "张三"}, "applicant", ""),
    ("dispute", {"outcome": "upheld"}, "concluded_on", "请填写审结日期"),
    ("dispute", {"concluded_on": "2025-05-05"}, "outcome", "请选择结果"),
    (
        "dispute",
        {"outcome": "upheld", "concluded_on": "2025-03-01"},
        "concluded_on",
        "审结日期早于受理日期",
    ),
    ("message", {"replied_on": "2025-03-01"}, "replied_on", "早于收到日期"),
    ("message", {"replied_on": TOMORROW}, "replied_on", "晚于今天"),
    ("activity", {"held_on": TOMORROW}, "held_on", "晚于今天"),
    ("activity", {"held_on": "三月三日"}, "held_on", ""),
]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_lost(office, column, case):
    model, fields, place, sentence = case
    response = post(office, model, column.office, remark="保留的备注", **fields)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert set(errors) == {place}
    assert sentence in errors[place][0]
    assert "保留的备注" in response.content.decode()
    assert not FACTORIES[model]._meta.model.objects.exists()


class TestApplications:
    def test_a_number_is_given_once_an_organ(self, office, column):
        make.ApplicationFactory(organ=column.office, number="2025-001")
        response = post(office, "application", column.office)
        assert "已有相同登记号" in str(response.context["form"].errors)
        assert post(office, "application", column.offices[1]).status_code == 302

    def test_somebody_who_was_quicker_is_told_of(self, office, column, monkeypatch):
        make.ApplicationFactory(organ=column.office, number="2025-001")
        monkeypatch.setattr(Application, "validate_constraints", lambda *args, **kwargs: None)
        response = post(office, "application", column.office)
        assert response.status_code == 200
        assert "刚刚有人登记了相同的记录" in response.content.decode()

    @pytest.mark.parametrize(
        ("received", "extended", "due"),
        [
            # 2025: 4 to 6 April, 1 to 5 May off, 27 April worked.
            ("2025-03-03", False, "2025-03-31"),
            ("2025-03-28", False, "2025-04-27"),
            ("2025-03-03", True, "2025-04-28"),
        ],
    )
    def test_are_due_in_twenty_working_days_or_forty(self, office, column, received, extended, due):
        fields = {"received_on": received} | ({"is_extended": "on"} if extended else {})
        assert post(office, "application", column.office, **fields).status_code == 302
        assert Application.objects.get().due_on == date.fromisoformat(due)

    def test_an_extension_moves_the_date_that_was_computed(self, office, column):
        post(office, "application", column.office)
        row = Application.objects.get()
        data = {
            **FORMS["application"],
            "organ": column.office.pk,
            "due_on": row.due_on.isoformat(),
            "is_extended": "on",
            "remark": "",
        }
        office.post(address("application", "edit", row.pk), data)
        row.refresh_from_db()
        assert row.due_on == date(2025, 4, 28)

    def test_a_date_that_was_entered_stays(self, office, column):
        post(office, "application", column.office, due_on="2025-04-10")
        row = Application.objects.get()
        data = {
            **FORMS["application"],
            "organ": column.office.pk,
            "due_on": "2025-04-10",
            "is_extended": "on",
            "remark": "",
        }
        office.post(address("application", "edit", row.pk), data)
        row.refresh_from_db()
        assert row.due_on == date(2025, 4, 10)

    def test_hold_nothing_personal(self):
        names = {field.name for model in ROWS for field in model._meta.fields}
        assert not names & {"name", "applicant_name", "phone", "email", "address", "id_number"}


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        ("factory", "fields"),
        [
            (make.ApplicationFactory, {"result": "granted"}),
            (make.ApplicationFactory, {"finished_on": date(2025, 5, 5)}),
            (
                make.ApplicationFactory,
                {"result": "granted", "finished_on": date(2025, 1, 1)},
            ),
            (make.DisputeFactory, {"outcome": "upheld"}),
            (make.DisputeFactory, {"concluded_on": date(2025, 5, 5)}),
            (make.DisputeFactory, {"outcome": "upheld", "concluded_on": date(2025, 1, 1)}),
        ],
    )
    def test_an_end_without_its_date_or_before_the_beginning(self, factory, fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(**fields)


def may(user, *permissions):
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))


class TestWhoMay:
    def test_the_office_everything_and_others_nothing(self, client, column, staff):
        row = make.DecisionFactory(organ=column.office)
        for name in ("editor", "reviewer", "approver"):
            client.login(username=name, password=PASSWORD)
            for action, args in (
                ("index", []),
                ("create", []),
                ("edit", [row.pk]),
                ("inspect", [row.pk]),
                ("delete", [row.pk]),
                ("history", [row.pk]),
            ):
                response = client.get(address("decision", action, *args))
                assert response.status_code == 302, (name, action)
            home = client.get(reverse("wagtailadmin_home")).content.decode()
            assert address("decision") not in home
            assert reverse("gongkai_register_confirmations") not in home
        client.login(username="office", password=PASSWORD)
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert address("decision") in home
        assert reverse("gongkai_register_confirmations") in home

    def test_an_editor_with_the_permission_keeps_the_rows_of_the_own_organ(
        self, client, column, staff
    ):
        may(staff.editor, "add_decision", "change_decision", "view_decision")
        own = make.DecisionFactory(organ=column.office, matter="本办事项")
        other = make.DecisionFactory(organ=column.offices[1], matter="别办事项")
        client.login(username="editor", password=PASSWORD)
        html = client.get(address("decision")).content.decode()
        assert "本办事项" in html
        assert "别办事项" not in html
        assert client.get(address("decision", "edit", own.pk)).status_code == 200
        for action in ("edit", "inspect", "history", "delete"):
            assert client.get(address("decision", action, other.pk)).status_code == 302
        assert client.get(address("decision", "delete", own.pk)).status_code == 302
        exported = client.get(f"{address('decision')}?export=csv").getvalue().decode()
        assert "别办事项" not in exported
        response = post(client, "decision", column.offices[1])
        assert response.status_code == 200
        assert "organ" in response.context["form"].errors
        assert post(client, "decision", column.office).status_code == 302

    def test_an_editor_need_not_choose_the_own_organ(self, client, column, staff):
        may(staff.editor, "add_decision")
        client.login(username="editor", password=PASSWORD)
        form = client.get(address("decision", "create")).context["form"]
        assert form["organ"].value() == column.office.pk

    def test_a_list_asks_once_for_the_organs_of_an_editor(self, client, column, staff):
        may(staff.editor, "change_decision", "view_decision", "delete_decision")
        client.login(username="editor", password=PASSWORD)

        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get(address("decision"))
            return len(captured)

        make.DecisionFactory(organ=column.office)
        queries()
        few = queries()
        for _ in range(10):
            make.DecisionFactory(organ=column.office)
        assert queries() == few

    def test_nobody_without_signing_in(self, client):
        response = client.get(address("decision"))
        assert response.status_code == 302
        assert "login" in response.url


def test_amounts_and_numbers_are_numbers_in_the_workbook(office, column):
    make.ChargeFactory(organ=column.office, amount="1234.50")
    response = office.get(f"{address('charge')}?export=xlsx")
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    amount = next(cell for cell in sheet[2] if cell.data_type == "n" and not cell.is_date)
    assert amount.value == 1234.5
    assert next(cell for cell in sheet[2] if cell.is_date).value.date() == date(YEAR, 3, 3)


def test_rows_keep_their_organ_from_being_deleted(column):
    organ = OrganFactory()
    make.MessageFactory(organ=organ)
    with pytest.raises(ProtectedError):
        organ.delete()
    assert Message.objects.exists()
    assert not any(model.objects.exists() for model in (Charge, Decision, Dispute))
