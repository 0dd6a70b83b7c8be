"""What was not disclosed is looked at again every year (条例第十八条)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogue.models import ItemPage
from catalogue.services.roles import setup_moderation
from review.enums import Action, Decision
from review.models import ReviewRecord
from review.rechecks import RecheckDue, due_of, undisclosed
from review.services import decisions
from review.services.rechecks import recheck
from review.services.records import Entry, append
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.review import decide, passing, task_state_of
from tests.review.admin_forms import client_of, draft_of, text_of

pytestmark = pytest.mark.django_db

INDEX = "/admin/gongkai_review_rechecks/"
TITLE = "关于征收补偿方案的请示"


@pytest.fixture
def withheld(column, staff):
    """An item that the reviewer decided not to disclose."""
    item = draft_of(column, staff, title=TITLE)
    refuse(item, staff)
    return item


def refuse(item, staff):
    decisions.review(
        task_state_of(item),
        staff.reviewer,
        passing(decision=Decision.WITHHOLD, bases=("16-request",), remark="尚在请示。"),
    )


def decided(column, day, title="某件", **fields):
    """An item that was not disclosed on a day."""
    item = ItemPageFactory(parent=column.category, organ=column.office, draft=True, title=title)
    at = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=9)
    entry = {"decision": Decision.WITHHOLD, "bases": ["16-draft"], "at": at, "digest": "0" * 64}
    append(Entry(action=Action.REVIEWED, page=item, **entry | fields))
    return item


def listed():
    return [record.page_title for record in undisclosed()]


def url_of(page):
    return reverse("gongkai_review_rechecks:recheck", args=[page.pk])


class TestTheList:
    def test_what_was_not_disclosed_is_due_after_a_year(self, withheld):
        [record] = undisclosed()
        assert record.page_title == TITLE
        assert due_of(record).on == timezone.localdate() + timedelta(days=365)

    def test_the_office_sets_the_interval(self, withheld, settings):
        settings.GONGKAI_REVIEW_RECHECK_DAYS = 180
        assert due_of(undisclosed()[0]).on == timezone.localdate() + timedelta(days=180)

    def test_the_earliest_stands_first(self, column):
        for title, year in (("丙", 2015), ("甲", 2013), ("乙", 2014)):
            decided(column, date(year, 3, 1), title)
        assert listed() == ["甲", "乙", "丙"]

    def test_what_was_reviewed_again_leaves_it(self, column, staff, withheld):
        item = ItemPage.objects.get(pk=withheld.pk)
        item.save_revision(user=staff.editor)
        item.current_workflow_state.resume(user=staff.editor)
        assert listed() == [TITLE]
        decide(item, staff.reviewer)
        assert listed() == []

    def test_what_was_deleted_leaves_it(self, withheld):
        ItemPage.objects.get(pk=withheld.pk).delete()
        assert listed() == []

    def test_other_decisions_do_not_stand_on_it(self, column, staff):
        decide(draft_of(column, staff), staff.reviewer)
        decide(draft_of(column, staff), staff.reviewer, "reject", "请改")
        assert listed() == []


@pytest.mark.parametrize(
    ("on", "urgency", "words"),
    [
        (date(2014, 3, 1), "red", "逾期2天"),
        (date(2014, 3, 3), "amber", "今日到期"),
        (date(2014, 4, 2), "amber", "还有30天"),
        (date(2014, 4, 3), "ok", "还有31天"),
    ],
)
def test_how_near_it_is_stands_in_colour_and_in_words(on, urgency, words):
    due = RecheckDue(on, date(2014, 3, 3))
    assert (due.urgency, due.words) == (urgency, words)


class TestLookingAgain:
    def test_it_stays_undisclosed_and_is_due_again(self, column, staff):
        item = decided(column, date(2013, 3, 1))
        record = recheck(item, staff.office, may_be_public=False, reason="仍在请示。")
        assert (record.action, record.decision) == (Action.RECHECKED, Decision.WITHHOLD)
        assert record.bases == ["16-draft"]
        due = timezone.localdate() + timedelta(days=365)
        assert record.data["due_on"] == due.isoformat()
        [still] = undisclosed()
        assert due_of(still).on == due

    def test_it_may_be_public_and_goes_the_way_of_all_others(self, staff, withheld):
        record = recheck(withheld, staff.office, may_be_public=True, reason="已经批复。")
        assert (record.decision, record.bases) == (Decision.PUBLISH, [])
        assert listed() == []
        item = ItemPage.objects.get(pk=withheld.pk)
        assert not item.live
        with pytest.raises(ValidationError) as refused:
            item.get_latest_revision().publish(user=staff.admin, skip_permission_checks=True)
        assert refused.value.code == "not_reviewed"
        item.current_workflow_state.resume(user=staff.editor)
        decide(item, staff.reviewer)
        decide(item, staff.approver)
        assert ItemPage.objects.get(pk=item.pk).live

    def test_it_is_told_in_the_history_of_the_page(self, staff, withheld):
        recheck(withheld, staff.office, may_be_public=False, reason="仍在请示。")
        address = reverse("wagtailadmin_pages:history", args=[withheld.pk])
        assert "复核：仍不公开。仍在请示。" in text_of(client_of(staff.admin).get(address))

    def test_it_is_done_once(self, staff, withheld):
        recheck(withheld, staff.office, may_be_public=True, reason="已经批复。")
        with pytest.raises(ValidationError) as refused:
            recheck(withheld, staff.reviewer, may_be_public=False, reason="仍在请示。")
        assert refused.value.code == "not_undisclosed"

    @pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
    def test_it_needs_a_reason(self, staff, withheld, reason):
        with pytest.raises(ValidationError) as refused:
            recheck(withheld, staff.office, may_be_public=False, reason=reason)
        assert list(refused.value.error_dict) == ["reason"]
        assert ReviewRecord.objects.count() == 1


class TestWhoMay:
    @pytest.mark.parametrize("role", ["reviewer", "office", "admin"])
    def test_reviewers_and_the_office(self, staff, withheld, role):
        recheck(withheld, getattr(staff, role), may_be_public=False, reason="仍在请示。")

    @pytest.mark.parametrize("role", ["editor", "approver"])
    def test_nobody_else(self, staff, withheld, role):
        user = getattr(staff, role)
        with pytest.raises(PermissionDenied):
            recheck(withheld, user, may_be_public=True, reason="已经批复。")
        client = client_of(user)
        data = {"outcome": "open", "reason": "已经批复。"}
        assert client.get(INDEX).status_code == 302
        assert client.post(url_of(withheld), data).status_code == 302
        assert "不予公开复核" not in client.get(reverse("wagtailadmin_home")).text
        assert listed() == [TITLE]

    def test_who_wrote_it_does_not_judge_it(self, column, staff):
        both = UserFactory(groups=[staff.groups.editors, staff.groups.reviewers])
        item = draft_of(column, staff, title=TITLE, owner=both)
        refuse(item, staff)
        for user in (both,):
            with pytest.raises(PermissionDenied, match="须由他人复核"):
                recheck(item, user, may_be_public=True, reason="已经批复。")
        response = client_of(both).get(url_of(item), follow=True)
        assert "您起草或者修改过这份稿件" in text_of(response)

    def test_not_those_of_another_town(self, withheld):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        groups = setup_moderation(other.home, prefix="临山镇")
        stranger = UserFactory(groups=[groups.reviewers, groups.office])
        with pytest.raises(PermissionDenied):
            recheck(withheld, stranger, may_be_public=True, reason="已经批复。")
        assert TITLE not in client_of(stranger).get(INDEX).text


class TestTheAdmin:
    def test_the_list_says_what_when_and_why(self, column, staff):
        decided(column, date(2013, 3, 1), "甲", actor=staff.reviewer)
        text = text_of(client_of(staff.office).get(INDEX))
        for said in ("甲", "2013年", "过程性信息：过程稿", "reviewer", "2014-03-01", "逾期"):
            assert said in text

    @pytest.mark.parametrize(("due", "found"), [("red", ["甲"]), ("amber", ["乙"]), ("ok", ["丙"])])
    def test_it_is_narrowed_by_due_date(self, column, staff, due, found):
        today = timezone.localdate()
        for title, days in (("甲", 366), ("乙", 365 - 30), ("丙", 365 - 31)):
            decided(column, today - timedelta(days=days), title)
        response = client_of(staff.office).get(INDEX, {"due": due})
        assert [record.page_title for record in response.context["object_list"]] == found

    def test_it_takes_as_many_queries_for_many_as_for_few(self, column, staff):
        counts = []
        client = client_of(staff.office)
        for number in (2, 20):
            for _ in range(number):
                decided(column, date(2013, 3, 1), actor=staff.reviewer)
            client.get(INDEX)
            with CaptureQueriesContext(connection) as queries:
                client.get(INDEX)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_it_is_decided_on_a_page_of_its_own(self, staff, withheld):
        client = client_of(staff.office)
        text = text_of(client.get(url_of(withheld)))
        assert "第十六条 过程性信息：请示报告" in text
        assert "尚在请示。" in text
        done = client.post(
            url_of(withheld), {"outcome": "keep", "reason": "仍在请示。"}, follow=True
        )
        assert "仍不公开，已记入审查台账" in text_of(done)
        text = text_of(client.get(url_of(withheld)))
        assert "仍不公开。仍在请示。" in text

    def test_what_is_missing_is_told_and_nothing_typed_is_lost(self, staff, withheld):
        client = client_of(staff.office)
        answer = client.post(url_of(withheld), {"outcome": "", "reason": "仍在请示。"})
        assert "请选择复核意见。" in answer.text
        assert "仍在请示。" in answer.text
        answer = client.post(url_of(withheld), {"outcome": "open", "reason": ""})
        assert "请写明复核的理由" in answer.text
        assert listed() == [TITLE]

    def test_what_is_done_leads_back_to_the_list(self, staff, withheld):
        recheck(withheld, staff.reviewer, may_be_public=True, reason="已经批复。")
        response = client_of(staff.office).get(url_of(withheld), follow=True)
        assert "已经复核" in text_of(response)

    def test_a_page_that_never_was_is_not_found(self, staff):
        address = reverse("gongkai_review_rechecks:recheck", args=[999_999])
        assert client_of(staff.admin).get(address).status_code == 404
