"""Several texts, one decision: each by itself, what cannot be decided named and left."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalogue.models import ItemPage
from review.enums import Action
from review.models import ReviewRecord
from tests.factories.catalogue import UserFactory
from tests.factories.review import decide, task_state_of
from tests.review.admin_forms import (
    QUEUE,
    client_of,
    draft_of,
    messages_of,
    review_data,
    text_of,
)

pytestmark = pytest.mark.django_db
ID_NUMBER = "33028119490307171X"


@pytest.fixture
def drafts(column, staff):
    return [draft_of(column, staff, title=f"第{n}件") for n in range(3)]


def together(*pages):
    url = reverse("wagtail_bulk_action", args=["gongkai_review", "duetaskstate", "decide"])
    keys = "&".join(f"id={task_state_of(page).pk}" for page in pages)
    return f"{url}?{keys}"


def press(client, url, **fields):
    """Open the page, press a button; follow to where that leads."""
    page = client.get(url)
    seen = {each.field: each.seen for each in page.context["candidates"]}
    return client.post(url, seen | fields, follow=True)


def actions_on(page):
    records = ReviewRecord.objects.filter(page_id=page.pk).order_by("number")
    return [Action(record.action) for record in records]


def test_the_list_offers_it(drafts, staff):
    html = client_of(staff.reviewer).get(reverse(QUEUE)).content.decode()
    assert "/admin/bulk/gongkai_review/duetaskstate/decide/" in html
    assert html.count("data-bulk-action-checkbox") == 3


def test_what_four_eyes_forbid_cannot_be_selected(column, staff):
    both = UserFactory(groups=[staff.groups.reviewers])
    draft_of(column, staff, owner=both)
    assert "data-bulk-action-checkbox" not in client_of(both).get(reverse(QUEUE)).content.decode()


class TestReviewedTogether:
    def test_each_has_a_record_of_its_own(self, drafts, staff):
        response = press(client_of(staff.reviewer), together(*drafts), **review_data(remark="同批"))
        assert "已办理3件，每件各有记录。" in messages_of(response)
        for draft in drafts:
            assert actions_on(draft) == [Action.REVIEWED]
            assert task_state_of(draft).task.name == "审签"
        assert ReviewRecord.objects.filter(remark="同批").count() == 3

    def test_the_page_says_what_was_found_in_each(self, drafts, column, staff):
        risky = draft_of(column, staff, title="有号码的", summary=f"身份证号{ID_NUMBER}。")
        said = text_of(client_of(staff.reviewer).get(together(drafts[0], risky)))
        assert "将办理2件" in said
        assert "还有1处提示没有处理" in said
        assert "扫描没有提示。" in said

    def test_unanswered_findings_are_named_and_left(self, drafts, column, staff):
        risky = draft_of(column, staff, title="有号码的", summary=f"身份证号{ID_NUMBER}。")
        response = press(client_of(staff.reviewer), together(risky, *drafts), **review_data())
        said = messages_of(response)
        assert "已办理3件" in said
        assert "“有号码的”：还有1处提示没有处理" in said
        assert actions_on(risky) == []
        assert task_state_of(risky).task.name == "保密审查"

    def test_four_eyes_are_named_and_left(self, drafts, column, staff):
        both = UserFactory(groups=[staff.groups.reviewers])
        own = draft_of(column, staff, title="自己写的", owner=both)
        client = client_of(both)
        assert "须由他人审查" in text_of(client.get(together(own, drafts[0])))
        response = press(client, together(own, drafts[0]), **review_data())
        assert "已办理1件" in messages_of(response)
        assert "“自己写的”：您起草或者修改过这份稿件，须由他人审查。" in messages_of(response)
        assert actions_on(own) == []

    def test_what_the_form_lacks_is_said_at_the_field_and_nothing_is_done(self, drafts, staff):
        client = client_of(staff.reviewer)
        response = press(client, together(*drafts), act="decide", remark="写了一半")
        assert "请选择一项审查意见" in str(response.context["form"].errors["decision"])
        assert "写了一半" in response.content.decode()
        data = review_data(checklist=["secrecy"])
        response = press(client, together(*drafts), **data)
        assert "逐项核对" in str(response.context["form"].errors["checklist"])
        assert not ReviewRecord.objects.filter(page_id__in=[d.pk for d in drafts]).exists()

    def test_all_withheld(self, drafts, staff):
        fields = {"decision": "withhold", "bases": ["15-privacy"], "remark": "涉及个人隐私"}
        press(client_of(staff.reviewer), together(*drafts), **review_data(**fields))
        found = ReviewRecord.objects.filter(decision="withhold")
        assert {record.page_id for record in found} == {draft.pk for draft in drafts}

    def test_all_handed_back_with_one_reason(self, drafts, staff):
        client = client_of(staff.reviewer)
        response = press(client, together(*drafts), act="return")
        assert "退回的理由" in str(response.context["form"].errors["reason"])
        press(client, together(*drafts), act="return", reason="请统一格式")
        for draft in drafts:
            assert actions_on(draft) == [Action.RETURNED]

    def test_one_that_was_changed_meanwhile_is_left(self, drafts, staff):
        client, url = client_of(staff.reviewer), together(*drafts)
        page = client.get(url)
        seen = {each.field: each.seen for each in page.context["candidates"]}
        drafts[1].summary = "偷偷改了"
        drafts[1].save_revision(user=staff.editor)
        response = client.post(url, seen | review_data(), follow=True)
        assert "“第1件”：您阅读期间稿件有改动，请重新核对。" in messages_of(response)
        assert [actions_on(draft) for draft in drafts] == [
            [Action.REVIEWED],
            [],
            [Action.REVIEWED],
        ]

    def test_what_somebody_else_decided_meanwhile_is_named(self, drafts, staff):
        url = together(*drafts)
        decide(drafts[0], staff.reviewer, "reject", "请改")
        response = press(client_of(staff.reviewer), url, **review_data())
        assert "已办理2件" in messages_of(response)
        assert "已由他人办结" in messages_of(response)


class TestApprovedTogether:
    def test_all_are_public_afterwards(self, drafts, staff):
        for draft in drafts:
            decide(draft, staff.reviewer)
        client, url = client_of(staff.approver), together(*drafts)
        assert "予以公开，reviewer" in text_of(client.get(url))
        response = press(client, url, act="decide", remark="同意")
        assert "已办理3件" in messages_of(response)
        assert ItemPage.objects.live().count() == 3
        for draft in drafts:
            assert actions_on(draft) == [Action.REVIEWED, Action.APPROVED]

    def test_one_that_cannot_be_published_is_left(self, drafts, staff, column):
        for draft in drafts:
            decide(draft, staff.reviewer)
        first = ItemPage.objects.get(pk=drafts[0].pk)
        first.summary = "又改了"
        first.save_revision(user=staff.editor)
        response = press(client_of(staff.approver), together(*drafts), act="decide")
        assert "已办理2件" in messages_of(response)
        assert "请送回保密审查" in messages_of(response)
        assert ItemPage.objects.live().count() == 2

    def test_only_one_step_at_a_time(self, drafts, staff):
        decide(drafts[2], staff.reviewer)
        client = client_of(staff.admin)
        said = text_of(client.get(together(*drafts)))
        assert "将办理2件" in said
        assert "不在同一个环节，请另行办理。" in said


class TestNobodyElse:
    @pytest.mark.parametrize("role", ["editor", "office"])
    def test_who_is_of_no_step_is_sent_away(self, drafts, staff, role):
        client = client_of(getattr(staff, role))
        assert client.get(together(*drafts)).status_code == 302
        client.post(together(*drafts), review_data())
        assert not ReviewRecord.objects.filter(action=Action.REVIEWED).exists()

    def test_the_leader_does_not_review(self, drafts, staff):
        client = client_of(staff.approver)
        said = text_of(client.get(together(*drafts)))
        assert "所选稿件中没有您现在可以办理的。" in said
        assert "不在您的待办之中。" in said
        client.post(together(*drafts), review_data())
        assert not ReviewRecord.objects.filter(action=Action.REVIEWED).exists()

    @pytest.mark.parametrize("query", ["", "?id=abc", f"?id={'9' * 25}", "?id=all"])
    def test_odd_addresses(self, staff, query):
        url = reverse("wagtail_bulk_action", args=["gongkai_review", "duetaskstate", "decide"])
        client = client_of(staff.reviewer)
        assert client.get(url + query).status_code == 200
        assert client.post(url + query, review_data(), follow=True).status_code == 200
