"""Reviewed pages in Wagtail's own views: its buttons are gone, direct requests get a sentence."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalogue.models import ItemPage
from disclosure_pages.models import GuidePage
from review.enums import Action
from review.models import ReviewRecord
from tests.catalogue.admin_forms import add_url, edit_url, item_data
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.pages import GuidePageFactory
from tests.factories.review import decide, submit, task_state_of
from tests.review.admin_forms import client_of, decide_url, draft_of, messages_of, press, text_of

pytestmark = pytest.mark.django_db
REASON = "防汛Ⅰ级响应，镇长电话同意。"


@pytest.fixture
def draft(column, staff):
    return ItemPageFactory(
        parent=column.category, organ=column.office, owner=staff.editor, draft=True, title="草稿"
    )


def exception_url(page):
    return reverse("gongkai_review:exception", args=[page.pk])


class TestTheMenu:
    def test_wagtail_s_buttons_are_gone(self, column, staff, draft):
        admin = client_of(staff.admin)
        for url in (add_url(column.category), edit_url(draft)):
            html = admin.get(url).content.decode()
            assert 'name="action-publish"' not in html
            assert 'name="action-submit"' in html
        submit(draft, staff.editor)
        html = admin.get(edit_url(draft)).content.decode()
        assert "data-workflow-action-name" not in html

    def test_pages_that_are_not_reviewed_keep_them(self, column, staff):
        html = client_of(staff.admin).get(edit_url(column.category)).content.decode()
        assert 'name="action-publish"' in html

    def test_it_leads_to_the_step_whom_it_waits_for(self, column, staff):
        item = draft_of(column, staff)
        link = decide_url(item)
        html = client_of(staff.reviewer).get(edit_url(item)).content.decode()
        assert link in html
        assert "去审查" in html
        decide(item, staff.reviewer)
        html = client_of(staff.approver).get(edit_url(item)).content.decode()
        assert decide_url(item) in html
        assert "去审签" in html

    def test_and_nobody_else(self, column, staff):
        both = UserFactory(groups=[staff.groups.reviewers])
        item = draft_of(column, staff, owner=both)
        assert decide_url(item) not in client_of(both).get(edit_url(item)).content.decode()
        assert decide_url(item) not in client_of(staff.office).get(edit_url(item)).content.decode()

    def test_an_exception_is_for_administrators(self, column, staff, draft):
        assert exception_url(draft) in client_of(staff.admin).get(edit_url(draft)).content.decode()
        for role in ("editor", "office"):
            html = client_of(getattr(staff, role)).get(edit_url(draft)).content.decode()
            assert exception_url(draft) not in html


class TestException:
    def test_it_says_what_will_be_kept(self, staff, draft):
        said = text_of(client_of(staff.admin).get(exception_url(draft)))
        assert "写入审查记录" in said
        assert "计入对外公布的统计" in said

    def test_it_publishes_and_records(self, staff, draft, client):
        response = press(client_of(staff.admin), exception_url(draft), reason=REASON)
        assert "已例外发布" in messages_of(response)
        record = ReviewRecord.objects.get(page_id=draft.pk)
        assert (record.action, record.remark) == (Action.EXCEPTION, REASON)
        page = ItemPage.objects.get(pk=draft.pk)
        assert page.live
        assert client.get(page.url).status_code == 200

    @pytest.mark.parametrize(
        ("reason", "said"),
        [("", "请写明"), ("急", "不少于"), (f"{REASON}请电13957412345", "请不要写")],
    )
    def test_without_a_reason_it_does_not(self, staff, draft, reason, said):
        response = press(client_of(staff.admin), exception_url(draft), reason=reason)
        assert said in str(response.context["form"].errors["reason"])
        assert not ItemPage.objects.get(pk=draft.pk).live

    def test_what_was_changed_meanwhile_is_read_again(self, staff, draft):
        response = client_of(staff.admin).post(
            exception_url(draft), {"reason": REASON, "seen": "0" * 64}
        )
        assert "请重新核对" in str(response.context["form"].non_field_errors())
        assert REASON in response.content.decode()
        assert not ItemPage.objects.get(pk=draft.pk).live

    def test_what_the_model_refuses_is_said(self, column, staff, draft):
        column.government.organisation_code = ""
        column.government.save()
        response = press(client_of(staff.admin), exception_url(draft), reason=REASON)
        assert "没有组织机构代码" in str(response.context["form"].non_field_errors())
        assert not ReviewRecord.objects.filter(page_id=draft.pk).exists()

    def test_a_workflow_under_way_ends_with_it(self, column, staff):
        item = draft_of(column, staff)
        press(client_of(staff.admin), exception_url(item), reason=REASON)
        page = ItemPage.objects.get(pk=item.pk)
        assert (page.live, page.workflow_in_progress) == (True, False)

    @pytest.mark.parametrize("role", ["editor", "reviewer", "approver", "office"])
    def test_nobody_else_may(self, staff, draft, role):
        client = client_of(getattr(staff, role))
        assert client.get(exception_url(draft)).status_code == 302
        client.post(exception_url(draft), {"reason": REASON})
        assert not ItemPage.objects.get(pk=draft.pk).live

    def test_only_reviewed_pages_have_it(self, column, staff):
        assert client_of(staff.admin).get(exception_url(column.category)).status_code == 404


class TestDirectRequests:
    """Whatever a browser sends, the answer is a sentence."""

    def bulk(self, action, page):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return f"{url}?id={page.pk}&next=/admin/"

    def test_publish_in_the_editor(self, column, staff, draft):
        response = client_of(staff.admin).post(
            edit_url(draft),
            item_data(organ=column.office.pk, title="改了题") | {"action-publish": "1"},
        )
        assert response.status_code == 200
        assert "没有审查记录" in str(response.context["form"].non_field_errors())
        assert "改了题" in response.content.decode()
        assert not ItemPage.objects.get(pk=draft.pk).live

    def test_publish_while_creating(self, column, staff):
        response = client_of(staff.admin).post(
            add_url(column.category), item_data(organ=column.office.pk) | {"action-publish": "1"}
        )
        assert response.status_code == 200
        assert "没有审查记录" in str(response.context["form"].non_field_errors())
        assert not ItemPage.objects.exists()

    def test_publish_an_old_version(self, column, staff, draft):
        url = reverse(
            "wagtailadmin_pages:revisions_revert", args=[draft.pk, draft.latest_revision_id]
        )
        response = client_of(staff.admin).post(
            url, item_data(organ=column.office.pk) | {"action-publish": "1"}
        )
        assert response.status_code == 200
        assert "没有审查记录" in text_of(response)
        assert not ItemPage.objects.get(pk=draft.pk).live

    def test_publish_in_bulk(self, staff, draft):
        response = client_of(staff.admin).post(self.bulk("publish", draft), follow=True)
        assert "没有公开任何页面" in messages_of(response)
        assert not ItemPage.objects.get(pk=draft.pk).live

    def test_publish_what_lies_below(self, column, staff, draft):
        response = client_of(staff.admin).post(
            self.bulk("publish", column.category), {"include_descendants": "on"}, follow=True
        )
        assert response.status_code == 200
        assert not ItemPage.objects.get(pk=draft.pk).live

    def test_the_workflow_s_own_buttons(self, column, staff):
        item = draft_of(column, staff)
        state = task_state_of(item)
        for person in (staff.reviewer, staff.admin):
            url = reverse("wagtailadmin_pages:workflow_action", args=[item.pk, "approve", state.pk])
            assert client_of(person).post(url, {"comment": ""}, follow=True).status_code == 200
        assert task_state_of(item).pk == state.pk

    def test_copies_with_what_lies_below_stay_drafts(self, column, staff):
        item = draft_of(column, staff)
        decide(item, staff.reviewer)
        decide(item, staff.approver)
        response = client_of(staff.admin).post(
            reverse("wagtailadmin_pages:copy", args=[column.category.pk]),
            {
                "new_title": "复制的类别",
                "new_slug": "fu-zhi",
                "new_parent_page": str(column.catalogue.pk),
                "copy_subpages": "on",
                "publish_copies": "on",
            },
            follow=True,
        )
        assert response.status_code == 200
        assert ItemPage.objects.live().count() == 1

    def test_what_is_live_without_a_record_is_not_moved(self, column, staff, draft):
        ItemPage.objects.filter(pk=draft.pk).update(live=True)
        other = column.categories[2]
        url = reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, other.pk])
        response = client_of(staff.admin).post(url, follow=True)
        assert "没有审查记录" in messages_of(response)
        assert ItemPage.objects.get(pk=draft.pk).get_parent().pk == column.category.pk

    def test_a_guide_is_told_the_same(self, column, staff):
        guide = GuidePageFactory(parent=column.home, live=False)
        guide.save_revision(user=staff.editor)
        response = client_of(staff.admin).post(self.bulk("publish", guide), follow=True)
        assert "没有审查记录" in messages_of(response)
        assert not GuidePage.objects.get(pk=guide.pk).live
