"""Letters about the review: who gets one, in which words, and that nothing personal is in it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile

from catalogue.models import ItemPage
from tests.factories.catalogue import UserFactory
from tests.factories.review import decide, task_state_of
from tests.review.admin_forms import draft_of

pytestmark = pytest.mark.django_db
ID_NUMBER = "33028119490307171X"


@pytest.fixture(autouse=True)
def _no_administrators(settings):
    settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False


@pytest.fixture
def letters(mailoutbox, django_capture_on_commit_callbacks):
    """Return a function that does something and gives the letters that went out after it."""

    def after(act, *arguments):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(*arguments)
            assert mailoutbox == [], "sent before the commit"
        return sorted(mailoutbox, key=lambda letter: letter.to)

    return after


def readers(found):
    return [address for letter in found for address in letter.to]


class TestWhoGetsOne:
    def test_the_people_of_the_step(self, column, staff, letters):
        other = UserFactory(groups=[staff.groups.reviewers])
        found = letters(draft_of, column, staff)
        assert set(readers(found)) == {staff.reviewer.email, other.email}

    def test_not_who_wrote_it(self, column, staff, letters):
        both = UserFactory(groups=[staff.groups.reviewers])
        found = letters(lambda: draft_of(column, staff, owner=both))
        assert readers(found) == [staff.reviewer.email]

    def test_then_the_leader(self, column, staff, letters):
        item = draft_of(column, staff)
        assert readers(letters(decide, item, staff.reviewer)) == [staff.approver.email]

    def test_at_the_end_who_submitted_it(self, column, staff, letters):
        item = draft_of(column, staff, title="关于防汛的通知")
        decide(item, staff.reviewer)
        [letter] = letters(decide, item, staff.approver)
        assert letter.to == [staff.editor.email]
        assert letter.subject == "审签同意：“关于防汛的通知”"
        assert "现已公开" in letter.body

    def test_who_submitted_what_came_back(self, column, staff, letters):
        item = draft_of(column, staff, title="关于防汛的通知")
        [letter] = letters(decide, item, staff.reviewer, "reject", "张三的手机13957400000请删去")
        assert letter.to == [staff.editor.email]
        assert letter.subject == "已退回：“关于防汛的通知”"
        assert "保密审查" in letter.body
        # The reason may quote what nobody should read in a mailbox.
        assert "13957400000" not in letter.body
        assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in letter.body

    def test_administrators_where_the_site_wants_it(self, column, staff, letters, settings):
        settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = True
        found = readers(letters(draft_of, column, staff))
        assert sorted(found) == sorted([staff.admin.email, staff.reviewer.email])

    def test_not_who_wants_none_has_no_address_or_left(self, column, staff, letters):
        profile = UserProfile.get_for_user(staff.reviewer)
        profile.submitted_notifications = False
        profile.save()
        UserFactory(groups=[staff.groups.reviewers], email="")
        UserFactory(groups=[staff.groups.reviewers], is_active=False)
        assert letters(draft_of, column, staff) == []


class TestWhatItSays:
    def test_task_day_and_address(self, column, staff, letters, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://gongkai.example.org"
        found = letters(lambda: draft_of(column, staff, title="关于“三防”<工作>的通知"))
        [letter] = found
        assert letter.subject == "待办：保密审查“关于“三防”<工作>的通知”"
        state = task_state_of(ItemPage.objects.get())
        assert f"https://gongkai.example.org/admin/gongkai-review/{state.pk}/" in letter.body
        assert f"{state.due_on.year}年{state.due_on.month}月{state.due_on.day}日" in letter.body
        assert letter.alternatives == []

    def test_no_number_of_a_person(self, column, staff, letters):
        [letter] = letters(lambda: draft_of(column, staff, title=f"关于{ID_NUMBER}的批复"))
        assert ID_NUMBER not in letter.subject + letter.body
        assert "3302**********171X" in letter.subject


class TestAroundIt:
    def test_a_mail_server_that_is_away_undoes_nothing(
        self, column, staff, settings, django_capture_on_commit_callbacks
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with django_capture_on_commit_callbacks(execute=True):
            item = draft_of(column, staff)
        assert task_state_of(item).task.name == "保密审查"

    def test_other_workflows_have_wagtail_s_letters(self, column, staff, letters, mailoutbox):
        task = GroupApprovalTask.objects.create(name="另一道手续")
        task.groups.add(staff.groups.approvers)
        workflow = Workflow.objects.create(name="另一个流程")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(page=column.policies, workflow=workflow)
        column.policies.save_revision(user=staff.editor)
        workflow.start(column.policies, staff.editor)
        assert readers(mailoutbox) == [staff.approver.email]
        mailoutbox.clear()
        state = column.policies.current_workflow_task_state
        state.task.specific.on_action(state, staff.approver, "reject", comment="改")
        assert readers(mailoutbox) == [staff.editor.email]
