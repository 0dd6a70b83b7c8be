"""Sign-off of a report: its numbers go with its text through the review, and stay."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from disclosure_pages.models import AnnualReportPage, AnnualStatistics
from disclosure_pages.reports import signing
from disclosure_pages.statistics import services
from disclosure_pages.statutory.forms import FORM_2021
from review.services import decisions
from tests.factories.catalogue import UserFactory
from tests.factories.pages import AnnualReportIndexPageFactory, AnnualReportPageFactory, make_items
from tests.factories.review import decide, passing, submit, task_state_of

pytestmark = pytest.mark.django_db

YEAR = 2025


@pytest.fixture
def statistics(column):
    """A year whose form is filled in, all noughts."""
    statistics = services.get_or_create(column.government, YEAR)
    cells = {cell.code: 0 for table in FORM_2021.tables for cell in table.inputs}
    services.enter_many(statistics, cells, "台账")
    return statistics


@pytest.fixture
def report(column, staff, statistics):
    """A draft of the year's report that says how many applications there were."""
    index = AnnualReportIndexPageFactory(parent=column.home)
    page = AnnualReportPageFactory(
        parent=index,
        title=f"泗门镇人民政府{YEAR}年政府信息公开工作年度报告",
        slug=str(YEAR),
        year=YEAR,
        form="2021",
        reported_on=date(YEAR + 1, 1, 20),
        owner=staff.editor,
        draft=True,
    )
    page.save_revision(user=staff.editor)
    return page


def body(prose="<p>收到申请{{t3.received.total}}件。</p>"):
    """The parts of the form as the editor's page sends them; ``prose`` stands in the first."""
    texts = {0: prose, 4: "<p>存在的问题和改进的打算。</p>", 5: "<p>没有其他事项。</p>"}
    return streamfield(
        [
            (
                "section",
                {
                    "heading": heading,
                    "content": streamfield(
                        [("prose", rich_text(texts[number]))]
                        if number in texts
                        else [("table", table.code) for table in FORM_2021.tables_of(number)]
                    ),
                },
            )
            for number, heading in enumerate(FORM_2021.headings)
        ]
    )


def send(
    page, user, prose="<p>收到申请{{t3.received.total}}件。</p>", action="action-submit", **more
):
    """Press a button of the editor's page."""
    client = Client()
    client.force_login(user)
    data = {
        "title": page.title,
        "slug": page.slug,
        "year": page.year,
        "form": page.form,
        "reported_on": page.reported_on.isoformat(),
        "amendment_note": "",
        "body": body(prose),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        action: "1",
        **more,
    }
    return client.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(data))


def sign_off(page, staff, **more):
    """The whole way: the editor sends it, two others pass it on."""
    response = send(page, staff.editor, **more)
    assert response.status_code == 302, response.context["form"].errors
    decide(page, staff.reviewer)
    decide(page, staff.approver)
    return AnnualReportPage.objects.get(pk=page.pk)


def reading(page, path="") -> str:
    response = Client().get(page.url + path)
    assert response.status_code == 200
    return response.content.decode()


def number_in(html: str) -> str:
    """The number of the sentence about applications, whatever marks it."""
    sentence = html.partition("收到申请")[2].partition("件")[0]
    return "".join(sign for sign in sentence.rpartition("<")[0].rpartition(">")[2])


class TestSending:
    def test_takes_the_figures_along(self, report, staff):
        send(report, staff.editor)
        draft = AnnualReportPage.objects.get(pk=report.pk).get_latest_revision_as_object()
        signed = draft.get_figures()
        assert signed.is_frozen
        assert signed.get("t3.total.total").value == 0
        assert signed.get("items.total").value == 0

    def test_a_draft_that_is_only_saved_follows_the_figures(self, report, staff):
        send(report, staff.editor, action="ignored")
        draft = AnnualReportPage.objects.get(pk=report.pk).get_latest_revision_as_object()
        assert draft.figures == []
        assert not draft.get_figures().is_frozen

    def test_a_text_that_is_changed_before_the_reviewer_takes_them_anew(
        self, report, staff, statistics
    ):
        send(report, staff.editor)
        services.enter_many(statistics, {"t3.received.person": 1, "t3.granted.person": 1}, "台账")
        send(report, staff.reviewer, action="ignored")
        draft = AnnualReportPage.objects.get(pk=report.pk).get_latest_revision_as_object()
        assert draft.get_figures().get("t3.received.total").value == 1

    def test_of_what_breaks_a_rule_is_refused_beside_the_text(self, report, staff, statistics):
        services.enter_many(statistics, {"t3.received.person": 3}, "台账")
        prose = "<p>写到一半的文字</p>"
        response = send(report, staff.editor, prose)
        assert response.status_code == 200
        errors = response.context["form"].non_field_errors()
        assert any("自然人" in error and "3" in error for error in errors)
        assert "写到一半的文字" in str(response.context["form"]["body"].value().raw_data)
        assert not AnnualReportPage.objects.get(pk=report.pk).current_workflow_state


class TestReviewing:
    def test_numbers_that_changed_since_are_not_passed_on(self, report, staff, statistics):
        send(report, staff.editor)
        services.enter_many(statistics, {"t3.received.person": 1, "t3.granted.person": 1}, "台账")
        with pytest.raises(ValidationError) as caught:
            decisions.review(task_state_of(report), staff.reviewer, passing())
        assert "送审之后有变动" in caught.value.messages[0]

    def test_without_figures_is_not_passed_on(self, report, staff):
        submit(report, staff.editor)
        with pytest.raises(ValidationError, match="没有锁定数据"):
            decisions.review(task_state_of(report), staff.reviewer, passing())

    def test_can_always_be_handed_back(self, report, staff):
        submit(report, staff.editor)
        decide(report, staff.reviewer, "reject", "数据没有锁定")
        assert not AnnualReportPage.objects.get(pk=report.pk).live


class TestPublication:
    def test_freezes_the_statistics_at_what_was_signed(self, report, staff, statistics, column):
        page = sign_off(report, staff)
        statistics.refresh_from_db()
        assert statistics.is_frozen
        assert number_in(reading(page)) == "0"
        make_items(column.category, column.office, 3, year=YEAR)
        figures = services.figures_of(statistics)
        assert figures.get("items.total").value == 0

    def test_shows_the_signed_numbers_even_if_the_statistics_are_opened(
        self, report, staff, statistics
    ):
        page = sign_off(report, staff)
        services.unfreeze(statistics, UserFactory(admin=True), "台账有误")
        services.enter_many(statistics, {"t3.received.person": 5}, "更正")
        assert number_in(reading(page)) == "0"

    def test_of_a_report_from_elsewhere_freezes_nothing(self, column, imports):
        index = AnnualReportIndexPageFactory(parent=column.home)
        AnnualReportPageFactory(parent=index)
        assert not AnnualStatistics.objects.exists()


class TestAmendment:
    NOTE = "更正申请数量：台账漏登1件。"

    def amend(self, page, staff, statistics, **more):
        services.unfreeze(statistics, UserFactory(admin=True), "台账漏登")
        services.enter_many(statistics, {"t3.received.person": 1, "t3.granted.person": 1}, "更正")
        return sign_off(page, staff, amendment_note=self.NOTE, **more)

    def test_needs_a_note_of_what_was_corrected(self, report, staff):
        page = sign_off(report, staff)
        response = send(page, staff.editor)
        assert "更正了什么" in response.context["form"].errors["amendment_note"][0]
        assert response.status_code == 200

    def test_is_visible_dated_and_leads_to_what_it_said_before(self, report, staff, statistics):
        page = self.amend(sign_off(report, staff), staff, statistics)
        html = reading(page)
        assert number_in(html) == "1"
        assert self.NOTE in html
        assert f'href="{page.url}versions/1/"' in html
        before = reading(page, "versions/1/")
        assert number_in(before) == "0"
        assert "已经更正" in before
        statistics.refresh_from_db()
        assert statistics.is_frozen
        assert services.values_of(statistics)["t3.received.total"] == 1

    @pytest.mark.parametrize("number", [0, 2, 99])
    def test_no_other_version_has_an_address(self, report, staff, statistics, number):
        page = self.amend(sign_off(report, staff), staff, statistics)
        assert Client().get(f"{page.url}versions/{number}/").status_code == 404

    def test_nothing_is_read_of_a_report_that_is_not_public(self, report, staff, statistics):
        page = self.amend(sign_off(report, staff), staff, statistics)
        url = page.url
        page.unpublish()
        assert Client().get(f"{url}versions/1/").status_code == 404

    def test_a_second_one_needs_a_note_of_its_own(self, report, staff, statistics):
        page = self.amend(sign_off(report, staff), staff, statistics)
        response = send(page, staff.editor, amendment_note=self.NOTE)
        assert "amendment_note" in response.context["form"].errors


class TestWithholding:
    @pytest.fixture
    def amended(self, report, staff, statistics):
        return TestAmendment().amend(sign_off(report, staff), staff, statistics)

    def withhold(self, page, user, number=1, reason="原文有个人信息"):
        client = Client()
        client.force_login(user)
        version = page.versions.get(number=number)
        address = f"/admin/annual-reports/versions/{version.pk}/withhold/"
        assert client.get(address).status_code in {200, 302}
        return client.post(address, {"reason": reason})

    def test_takes_an_old_text_from_the_public_and_keeps_the_note(self, amended):
        self.withhold(amended, UserFactory(admin=True))
        assert Client().get(f"{amended.url}versions/1/").status_code == 404
        html = reading(amended)
        assert TestAmendment.NOTE in html
        assert "versions/1/" not in html
        assert amended.versions.get(number=1).content

    def test_needs_a_reason(self, amended):
        response = self.withhold(amended, UserFactory(admin=True), reason=" ")
        assert response.context["form"].errors["reason"] == ["请写明不再公开的原因。"]

    def test_is_not_for_the_text_that_is_public(self, amended):
        response = self.withhold(amended, UserFactory(admin=True), number=2)
        assert "请用“撤回”" in response.context["form"].non_field_errors()[0]

    def test_is_not_for_everybody(self, amended, staff):
        assert self.withhold(amended, staff.editor).status_code == 302
        assert not amended.versions.get(number=1).is_withheld

    def test_stands_in_the_editor(self, amended):
        client = Client()
        client.force_login(UserFactory(admin=True))
        html = client.get(f"/admin/pages/{amended.pk}/edit/").content.decode()
        assert "第1版" in html
        assert "/withhold/" in html


def test_a_copy_of_a_report_is_signed_off_by_nobody(report, staff):
    page = sign_off(report, staff)
    copy = page.copy(update_attrs={"slug": "copy", "year": 2026}, keep_live=False)
    assert copy.figures == []
    assert not copy.versions.exists()


def test_what_is_not_in_a_column_is_refused_in_words(report):
    report._column = None
    assert signing.refusals(report) == ["年度报告不在政府信息公开栏目之下，无从核对数据。"]
