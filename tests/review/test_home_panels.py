"""The admin's home: my tasks, what is stuck and where, the last exceptions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from catalogue.models import ItemPage
from review.models import DueTaskState
from review.services.exceptions import publish_exceptionally
from tests.factories.catalogue import UserFactory
from tests.factories.review import decide, task_state_of
from tests.review.admin_forms import client_of, decide_url, draft_of, text_of

pytestmark = pytest.mark.django_db
HOME = "wagtailadmin_home"


def home_of(user):
    return client_of(user).get(reverse(HOME))


def make_late(page, days=30):
    day = timezone.localdate() - timedelta(days)
    DueTaskState.objects.filter(pk=task_state_of(page).pk).update(due_on=day)


class TestMyTasks:
    def test_what_waits_with_its_due_date(self, column, staff):
        item = draft_of(column, staff, title="关于防汛的通知")
        make_late(item)
        response = home_of(staff.reviewer)
        assert decide_url(item) in response.content.decode()
        said = text_of(response)
        assert "我的任务" in said
        assert "关于防汛的通知" in said
        assert "逾期" in said

    def test_nothing_to_do_is_said(self, column, staff):
        assert "没有等待您办理的稿件。" in text_of(home_of(staff.reviewer))

    def test_who_is_of_no_step_has_no_such_panel(self, column, staff):
        draft_of(column, staff)
        assert "我的任务" not in text_of(home_of(staff.editor))

    def test_what_four_eyes_forbid_is_nobody_s_task(self, column, staff):
        both = UserFactory(groups=[staff.groups.reviewers])
        item = draft_of(column, staff, owner=both)
        assert decide_url(item) not in home_of(both).content.decode()


class TestStuck:
    def test_the_office_sees_where_it_stands(self, column, staff):
        item = draft_of(column, staff, title="晚了的")
        decide(item, staff.reviewer)
        make_late(item)
        said = text_of(home_of(staff.office))
        assert "卡在哪里（逾期1件）" in said
        assert "停在“审签”" in said

    def test_nothing_is_stuck(self, column, staff):
        draft_of(column, staff)
        assert "卡在哪里" not in text_of(home_of(staff.office))


class TestExceptions:
    def test_the_last_ones_with_their_reasons(self, column, staff):
        item = draft_of(column, staff, title="抢险通知")
        publish_exceptionally(
            ItemPage.objects.get(pk=item.pk), staff.admin, "防汛Ⅰ级响应，镇长电话同意。"
        )
        for person in (staff.approver, staff.reviewer, staff.admin):
            said = text_of(home_of(person))
            assert "最近的例外发布" in said
            assert "防汛Ⅰ级响应，镇长电话同意。" in said
        assert "最近的例外发布" not in text_of(home_of(staff.editor))


class TestWagtailsOwnPanel:
    def test_has_no_dead_buttons_for_our_steps(self, column, staff):
        draft_of(column, staff)
        for person in (staff.reviewer, staff.admin):
            assert "data-workflow-action-url" not in home_of(person).content.decode()

    def test_still_lists_other_workflows(self, column, staff):
        task = GroupApprovalTask.objects.create(name="另一道手续")
        task.groups.add(staff.groups.approvers)
        workflow = Workflow.objects.create(name="另一个流程")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(page=column.policies, workflow=workflow)
        column.policies.save_revision(user=staff.editor)
        workflow.start(column.policies, staff.editor)
        html = home_of(staff.approver).content.decode()
        assert "data-workflow-action-url" in html
        assert column.policies.title in html


def test_queries_do_not_grow(column, staff):
    client = client_of(staff.reviewer)

    def count():
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse(HOME)).status_code == 200
        return len(context)

    make_late(draft_of(column, staff))
    count()
    before = count()
    for _n in range(4):
        make_late(draft_of(column, staff))
    assert count() <= before
