"""Deciding: who may, what has to be said, what is written down, where the text goes."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.models import ItemPage
from catalogue.services.roles import setup_moderation
from review.due import due_date
from review.enums import Decision
from review.four_eyes import authors_of
from review.models import DraftAuthor, Release, ReviewRecord
from review.refusals import refusals_of_many
from review.services import decisions
from review.services.exceptions import publish_exceptionally
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.review import (
    ALL_CHECKED,
    decide,
    passing,
    publish_reviewed,
    submit,
    task_state_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def state(draft, staff):
    return submit(draft, staff.editor)


def last():
    return ReviewRecord.objects.order_by("-number").first()


class TestARecord:
    def test_of_a_review_says_what_was_decided_by_whom_about_whose_text(self, state, staff, draft):
        decisions.review(
            state,
            staff.reviewer,
            passing(decision=Decision.PARTIAL, bases=("15-privacy",), remark="已遮盖身份证号"),
        )
        record = last()
        assert record.action == "reviewed"
        assert record.decision == "partial"
        assert record.bases == ["15-privacy"]
        assert record.checklist == list(ALL_CHECKED)
        assert record.remark == "已遮盖身份证号"
        assert record.actor_name == "reviewer"
        assert record.authors == ["editor"]
        assert (record.page_id, record.revision_id) == (draft.pk, draft.latest_revision_id)
        assert len(record.digest) == 64

    def test_of_an_approval_has_the_same_digest_and_another_actor(self, draft, staff):
        publish_reviewed(draft, staff)
        reviewed, approved = ReviewRecord.objects.order_by("number")
        assert (approved.action, approved.actor_name) == ("approved", "approver")
        assert approved.digest == reviewed.digest
        assert Release.objects.get(page_id=draft.pk).record == approved

    def test_keeps_the_name_of_who_is_deleted(self, draft, staff):
        publish_reviewed(draft, staff)
        staff.reviewer.delete()
        assert ReviewRecord.objects.filter(actor_name="reviewer").exists()


class TestWhatHasToBeSaid:
    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"checklist": ()}, "checklist"),
            ({"checklist": ALL_CHECKED[1:]}, "checklist"),
            ({"checklist": (*ALL_CHECKED, "unknown")}, "checklist"),
            ({"bases": ("99-unknown",)}, "bases"),
            ({"decision": Decision.PARTIAL, "remark": "遮盖"}, "bases"),
            ({"decision": Decision.PARTIAL, "bases": ("15-privacy",)}, "remark"),
            ({"decision": Decision.WITHHOLD, "remark": "涉密"}, "bases"),
            ({"decision": Decision.WITHHOLD, "bases": ("14-secret",)}, "remark"),
            ({"decision": Decision.REFER}, "referred_to"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field_and_nothing_happens(
        self, state, staff, fields, field
    ):
        with pytest.raises(ValidationError) as caught:
            decisions.review(state, staff.reviewer, passing(**fields))
        assert list(caught.value.message_dict) == [field]
        assert not ReviewRecord.objects.exists()
        assert task_state_of(state.workflow_state.content_object).pk == state.pk

    def test_a_hand_back_needs_a_reason(self, state, staff):
        with pytest.raises(ValidationError) as caught:
            decisions.hand_back(state, staff.reviewer, "  ")
        assert "reason" in caught.value.message_dict

    def test_a_finding_has_to_be_answered(self, draft, staff):
        from review.services.findings import answer, findings_of

        page = draft.get_latest_revision_as_object()
        page.summary = "申请人身份证号：11010519491231002X。"
        page.save_revision(user=staff.editor)
        state = submit(draft, staff.editor)
        with pytest.raises(ValidationError) as caught:
            decisions.review(state, staff.reviewer, passing())
        assert "还有1处提示没有处理" in caught.value.message_dict["findings"][0]
        seen = ItemPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
        [finding] = findings_of(seen).unanswered
        answer(seen, finding.fingerprint, staff.reviewer, "本人书面同意公开")
        record = decisions.review(state, staff.reviewer, passing())
        assert record.findings[0]["reason"] == "本人书面同意公开"
        assert "11010519491231002X" not in str(record.findings)


class TestWhereTheTextGoes:
    def test_what_is_withheld_goes_back_and_stays_private(self, state, staff, draft):
        decisions.review(
            state,
            staff.reviewer,
            passing(decision=Decision.WITHHOLD, bases=("14-secret",), remark="涉及国家秘密"),
        )
        page = ItemPage.objects.get(pk=draft.pk)
        assert page.current_workflow_state.status == "needs_changes"
        assert not page.live

    def test_what_is_referred_stays_and_can_be_decided_later(self, state, staff, draft):
        decisions.review(
            state, staff.reviewer, passing(decision=Decision.REFER, referred_to="市国家保密局")
        )
        state = task_state_of(draft)
        assert state.referred_to == "市国家保密局"
        assert last().data["referred_to"] == "市国家保密局"
        decisions.review(state, staff.reviewer, passing())
        assert task_state_of(draft).task.name == "审签"

    def test_what_the_editor_changed_after_a_hand_back_is_reviewed_anew(self, state, staff, draft):
        decisions.review(state, staff.reviewer, passing())
        decide(draft, staff.approver, "reject", "改标题")
        page = draft.get_latest_revision_as_object()
        page.title = "改过的标题"
        page.save_revision(user=staff.editor)
        page.current_workflow_state.resume(user=staff.editor)
        with pytest.raises(ValidationError, match="送回保密审查"):
            decide(draft, staff.approver)
        decisions.send_back_to_review(task_state_of(draft), staff.approver)
        assert task_state_of(draft).task.name == "保密审查"
        decide(draft, staff.reviewer)
        decide(draft, staff.approver)
        assert ItemPage.objects.get(pk=draft.pk).title == "改过的标题"

    def test_what_was_changed_before_the_review_ended_is_reviewed_once(self, state, staff, draft):
        page = draft.get_latest_revision_as_object()
        page.summary = "审查期间改的"
        page.save_revision(user=staff.office)
        decisions.review(state, staff.reviewer, passing())
        assert task_state_of(draft).task.name == "审签"

    def test_a_revision_that_says_the_same_needs_no_new_review(self, state, staff, draft):
        decisions.review(state, staff.reviewer, passing())
        draft.get_latest_revision_as_object().save_revision(user=staff.office)
        decide(draft, staff.approver)
        assert ItemPage.objects.get(pk=draft.pk).live

    def test_what_was_not_changed_is_not_sent_back(self, state, staff, draft):
        decide(draft, staff.reviewer)
        with pytest.raises(ValidationError, match="没有改动"):
            decisions.send_back_to_review(task_state_of(draft), staff.approver)

    def test_a_decision_is_made_once(self, state, staff):
        decisions.review(state, staff.reviewer, passing())
        with pytest.raises(PermissionDenied, match="已经办结"):
            decisions.review(state, staff.reviewer, passing())


class TestFourEyes:
    def everybody(self, staff, **fields):
        groups = staff.groups
        return UserFactory(groups=[groups.editors, groups.reviewers, groups.approvers], **fields)

    @pytest.mark.parametrize("fields", [{}, {"admin": True}], ids=["member", "superuser"])
    def test_who_wrote_it_neither_reviews_nor_approves(self, draft, staff, fields):
        author = self.everybody(staff, **fields)
        draft.save_revision(user=author)
        state = submit(draft, author)
        with pytest.raises(PermissionDenied, match="须由他人审查"):
            decisions.review(state, author, passing())
        decide(draft, staff.reviewer)
        with pytest.raises(PermissionDenied, match="须由他人审签"):
            decisions.approve(task_state_of(draft), author)
        assert not ItemPage.objects.get(pk=draft.pk).live

    @pytest.mark.parametrize("fields", [{}, {"admin": True}], ids=["member", "superuser"])
    def test_who_reviewed_it_does_not_approve(self, draft, staff, fields):
        both = self.everybody(staff, **fields)
        submit(draft, staff.editor)
        decide(draft, both)
        with pytest.raises(PermissionDenied, match="须由他人审签"):
            decisions.approve(task_state_of(draft), both)

    @pytest.mark.parametrize("role", ["editor", "approver", "office"])
    def test_who_is_no_reviewer_does_not_review(self, state, staff, role):
        with pytest.raises(PermissionDenied):
            decisions.review(state, getattr(staff, role), passing())

    def test_who_changed_it_along_the_way_is_an_author(self, draft, staff):
        page = draft.get_latest_revision_as_object()
        page.summary = "补充"
        page.save_revision(user=staff.reviewer)
        state = submit(draft, staff.editor)
        with pytest.raises(PermissionDenied, match="修改过"):
            decisions.review(state, staff.reviewer, passing())

    def test_purged_revisions_do_not_make_anybody_forget(self, draft, staff):
        page = draft.get_latest_revision_as_object()
        page.save_revision(user=staff.reviewer)
        page.save_revision(user=staff.editor)
        draft.revisions.exclude(pk=page.latest_revision_id).delete()
        assert staff.reviewer.pk in authors_of(ItemPage.objects.get(pk=draft.pk))

    def test_who_wrote_an_old_revision_wrote_it_when_it_comes_back(self, draft, staff):
        old = draft.get_latest_revision()
        page = old.as_object()
        DraftAuthor.objects.filter(page_id=draft.pk).delete()
        page.save_revision(user=staff.office, previous_revision=old)
        written = DraftAuthor.objects.filter(revision_id=page.latest_revision_id)
        assert set(written.values_list("user_id", flat=True)) == {staff.editor.pk, staff.office.pk}

    def test_after_publication_only_who_changed_it_since_is_an_author(self, draft, staff):
        page = publish_reviewed(draft, staff)
        assert authors_of(page) == set()
        page.summary = "更正"
        page.save_revision(user=staff.office)
        assert authors_of(page) == {staff.office.pk}

    def test_a_copy_is_still_by_who_wrote_it(self, draft, staff):
        draft.save_revision(user=staff.reviewer)
        copy = draft.copy(update_attrs={"slug": "copy"}, keep_live=False, user=staff.editor)
        assert {staff.reviewer.pk, staff.editor.pk} <= authors_of(ItemPage.objects.get(pk=copy.pk))


class TestExceptions:
    def test_a_superuser_publishes_with_a_written_reason_and_it_is_marked(self, draft, staff):
        publish_exceptionally(draft, staff.admin, "防汛应急通知，须立即公开")
        assert ItemPage.objects.get(pk=draft.pk).live
        record = last()
        assert (record.action, record.remark) == ("exception", "防汛应急通知，须立即公开")
        assert record.actor_name == "admin"

    @pytest.mark.parametrize("reason", ["", "  ", "急"])
    def test_not_without(self, draft, staff, reason):
        with pytest.raises(ValidationError) as caught:
            publish_exceptionally(draft, staff.admin, reason)
        assert "reason" in caught.value.message_dict
        assert not ReviewRecord.objects.exists()

    @pytest.mark.parametrize("role", ["editor", "reviewer", "approver", "office"])
    def test_nobody_else(self, draft, staff, role):
        with pytest.raises(PermissionDenied):
            publish_exceptionally(draft, getattr(staff, role), "防汛应急通知，须立即公开")

    def test_it_ends_the_workflow(self, state, draft, staff):
        publish_exceptionally(draft, staff.admin, "防汛应急通知，须立即公开")
        assert ItemPage.objects.get(pk=draft.pk).current_workflow_state is None


class TestDueDates:
    def test_are_counted_in_working_days(self):
        # A Friday; the National Day of 2025 lasts to the 8th of October.
        assert due_date(date(2025, 9, 30), 2) == date(2025, 10, 10)
        assert due_date(date(2025, 9, 26), 1) == date(2025, 9, 28)

    def test_stand_on_the_step(self, state):
        task = state.task.specific
        assert state.due_on == due_date(timezone.localdate(), task.working_days)


class TestSetUp:
    def test_a_category_may_have_people_of_its_own(self, column, staff):
        own = setup_moderation(column.category, prefix="民政")
        item = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        assert item.get_workflow() == own.workflow
        other = ItemPageFactory(parent=column.policies, organ=column.office, draft=True)
        assert other.get_workflow() == staff.groups.workflow
        state = submit(item, UserFactory())
        assert decisions.refusals(state, staff.reviewer)
        assert not decisions.refusals(state, UserFactory(groups=[own.reviewers]))

    def test_steps_are_of_our_types(self, staff):
        names = [task.specific._meta.label for task in staff.groups.workflow.tasks]
        assert names == ["gongkai_review.SecrecyReviewTask", "gongkai_review.LeaderApprovalTask"]


def test_a_private_page_s_digest_sees_every_field(draft):
    """Whatever an editor can change voids an approval."""
    from review.content import content_digest

    page = draft.get_latest_revision_as_object()
    before = content_digest(page)
    changes = {
        "title": "另一个",
        "summary": "另一个",
        "keywords": "另一个",
        "document_number": "泗政〔2013〕9号",
        "written_on": date(2013, 1, 9),
        "published_on": date(2013, 1, 19),
        "search_description": "另一个",
        "body": [("text", "<p>另一个</p>")],
        "disclosure_mode": "on_request",
        "expires_on": date(2033, 1, 1),
    }
    for name, value in changes.items():
        page = draft.get_latest_revision_as_object()
        setattr(page, name, value)
        assert content_digest(page) != before, name
    for name, value in {"slug": "x", "locked": True, "owner": None}.items():
        page = draft.get_latest_revision_as_object()
        setattr(page, name, value)
        assert content_digest(page) == before, name


def test_publishing_takes_at_most_twenty_queries_more_than_stock_wagtail(draft, staff):
    from review.reviewed import ReviewedMixin
    from review.services import gate

    def queries_of_publishing(page):
        with CaptureQueriesContext(connection) as queries:
            page.get_latest_revision().publish(skip_permission_checks=True)
        return len(queries)

    # The first publication also asks what is remembered from then on, as content types.
    parent, who = draft.get_parent(), {"organ": draft.organ, "owner": staff.editor}
    first, other = [ItemPageFactory(parent=parent, draft=True, **who) for _ in range(2)]
    for page in (draft, other):
        submit(page, staff.editor)
        decide(page, staff.reviewer)
    decisions.append(
        decisions.Entry(
            action="approved",
            page=draft,
            digest=decisions.content_digest(draft.get_latest_revision_as_object()),
            actor=staff.approver,
            decision=Decision.PUBLISH,
        )
    )

    def without_review(page):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gate, "permit_for", lambda page: None)
            patch.setattr(ReviewedMixin, "_settle", lambda self, permit: None)
            return queries_of_publishing(ItemPage.objects.get(pk=page.pk))

    without_review(first)
    with_review = queries_of_publishing(ItemPage.objects.get(pk=draft.pk))
    without = without_review(other)
    assert with_review - without <= 20, (with_review, without)


def test_the_column_s_structure_goes_the_same_way(column, staff):
    """Categories keep no releases, but pass the same two people, with a record each."""
    category = column.category
    category.owner = staff.reviewer
    category.save_revision(user=staff.reviewer).publish()
    category.title = "规范性文件（新）"
    category.save_revision(user=staff.office)
    state = submit(category, staff.office)
    # Who wrote what is public already did not write the change; the queue says the same.
    for person, may in ((staff.reviewer, True), (staff.office, False)):
        assert (decisions.refusals(state, person) == []) is may
        assert (refusals_of_many([state], person)[state.pk] == []) is may
    decide(category, staff.reviewer)
    decide(category, staff.approver)
    category.refresh_from_db()
    assert category.title == "规范性文件（新）"
    assert [record.action for record in ReviewRecord.objects.order_by("number")] == [
        "reviewed",
        "approved",
    ]
