"""Withdrawal: at once, with a reason, and with a notice in place of the page."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from catalogue.services.roles import setup_moderation
from review.enums import Action
from review.models import Release, ReviewRecord, Withdrawal
from review.services.withdrawal import withdraw
from tests.factories.catalogue import (
    ItemPageFactory,
    UserFactory,
    make_column,
)
from tests.factories.pages import GuidePageFactory
from tests.factories.review import publish_reviewed
from tests.review.admin_forms import client_of, draft_of, text_of

pytestmark = pytest.mark.django_db

TITLE = "关于公布养护员名单的通知"
REASON = "附件中的名单没有遮盖"
PUBLIC = "内容需要更正"


@pytest.fixture
def item(column, staff):
    """A public item, as the column's people let it out."""
    draft = draft_of(column, staff, title=TITLE)
    draft.current_workflow_state.cancel(user=staff.editor)
    return publish_reviewed(draft, staff)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def take_back(page, user, **more):
    return withdraw(page, user, REASON, **{"public_reason": PUBLIC, **more})


def url_of(page):
    return reverse("gongkai_review_withdraw", args=[page.pk])


class TestTheNotice:
    def test_the_address_says_what_became_of_the_page(self, client, item, staff):
        address = item.get_url()
        assert client.get(address).status_code == 200
        done = take_back(item, staff.approver)
        response = client.get(address)
        assert response.status_code == 410
        text = text_of(response)
        day = f"{done.at:%Y}年"
        assert "信息已撤回" in text
        assert TITLE in text
        assert item.index_number in text
        assert f"已由泗门镇党政综合办公室于{day}" in text
        assert PUBLIC in text
        assert REASON not in text
        assert '<meta name="robots" content="noindex">' in response.text
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]

    def test_it_does_not_repeat_a_title_that_should_not_have_become_public(
        self, client, item, staff
    ):
        take_back(item, staff.approver, shows_title=False)
        response = client.get(item.get_url())
        assert response.status_code == 410
        assert TITLE not in response.text
        assert item.index_number not in response.text
        assert Withdrawal.objects.get().title == ""

    def test_it_says_what_was_public_and_not_what_is_being_written(self, client, item, staff):
        take_back(item, staff.approver)
        draft = fresh(item)
        draft.title = draft.draft_title = "尚未公开的新名称"
        draft.summary = "尚未公开的概述"
        draft.save()
        text = client.get(item.get_url()).text
        assert TITLE in text
        assert "尚未公开" not in text

    def test_markup_in_a_reason_is_text(self, client, item, staff):
        take_back(item, staff.approver, public_reason="<b>有误</b>")
        text = client.get(item.get_url()).text
        assert "&lt;b&gt;有误" in text
        assert "<b>有误" not in text

    def test_without_words_for_the_public_it_invents_none(self, client, item, staff):
        withdraw(item, staff.approver, REASON)
        text = text_of(client.get(item.get_url()))
        assert "撤回原因 可以向撤回机关查询。" in text
        assert REASON not in text

    def test_a_page_that_is_merely_not_public_is_not_found(self, client, column):
        draft = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        assert client.get(draft.get_url()).status_code == 404
        assert client.get(f"{column.home.get_url()}nothing-here/").status_code == 404

    def test_a_page_below_a_withdrawn_address_is_not_found(self, client, item, staff):
        take_back(item, staff.approver)
        assert client.get(f"{item.get_url()}more/").status_code == 404

    def test_a_page_of_another_type_is_withdrawn_alike(self, client, column, staff, imports):
        guide = GuidePageFactory(parent=column.home)
        take_back(guide, staff.office)
        response = client.get(guide.get_url())
        assert response.status_code == 410
        assert "已由泗门镇人民政府于" in text_of(response)

    def test_an_alias_answers_as_the_page_that_it_repeats(self, client, column, item, staff):
        alias = item.create_alias(parent=column.categories[2], update_slug="alias")
        assert client.get(alias.get_url()).status_code == 200
        take_back(item, staff.approver)
        response = client.get(alias.get_url())
        assert response.status_code == 410
        assert PUBLIC in response.text

    def test_its_editor_still_previews_the_draft(self, item, staff):
        take_back(item, staff.approver)
        admin = client_of(staff.admin)
        response = admin.get(reverse("wagtailadmin_pages:view_draft", args=[item.pk]))
        assert response.status_code == 200
        assert "信息已撤回" not in response.text

    def test_it_takes_a_few_queries(self, client, item, staff, django_assert_max_num_queries):
        take_back(item, staff.approver)
        client.get(item.get_url())
        with django_assert_max_num_queries(16):
            client.get(item.get_url())


class TestWhatIsLeft:
    def test_lists_feeds_and_downloads_do_not_know_it(self, client, column, item, staff):
        catalogue = column.catalogue.get_url()
        addresses = [catalogue, f"{catalogue}export/json/", f"{catalogue}export/csv/"]

        def said(address):
            response = client.get(address)
            content = getattr(response, "streaming_content", None)
            return (b"".join(content) if content else response.content).decode()

        assert all(TITLE in said(address) for address in addresses)
        take_back(item, staff.approver)
        assert all(TITLE not in said(address) for address in addresses)
        assert [url for url in fresh(item).get_sitemap_urls() if fresh(item).live] == []
        assert TITLE not in client.get(reverse("gongkai_search:search"), {"q": "养护员"}).text

    def test_the_record_says_who_and_why_once(self, item, staff):
        released = Release.objects.get(page_id=item.pk)
        done = take_back(item, staff.approver)
        record = ReviewRecord.objects.first()
        assert record == done.record
        assert (record.action, record.actor_id) == (Action.WITHDRAWN, str(staff.approver.pk))
        assert record.remark == REASON
        assert record.data["public_reason"] == PUBLIC
        assert record.digest == released.digest
        assert not Release.objects.filter(page_id=item.pk).exists()
        acts = ReviewRecord.objects.filter(page_id=item.pk).values_list("action", flat=True)
        assert sorted(acts) == ["approved", "reviewed", "withdrawn"]

    def test_it_is_told_in_the_history_of_the_page(self, item, staff):
        take_back(item, staff.approver)
        history = client_of(staff.admin).get(reverse("wagtailadmin_pages:history", args=[item.pk]))
        assert "撤回已公开的信息" in history.text

    def test_its_number_stays_its_own(self, column, item, staff):
        number = item.index_number
        take_back(item, staff.approver)
        assert fresh(item).index_number == number
        draft = draft_of(column, staff)
        draft.current_workflow_state.cancel(user=staff.editor)
        assert publish_reviewed(draft, staff).index_number != number


class TestTheWayBack:
    def test_the_approval_of_before_is_void(self, item, staff):
        revision = fresh(item).latest_revision
        take_back(item, staff.approver)
        with pytest.raises(ValidationError) as refused:
            revision.publish(user=staff.admin, skip_permission_checks=True)
        assert refused.value.code == "not_reviewed"
        page = fresh(item)
        page.live = True
        with pytest.raises(ValidationError):
            page.save()

    def test_a_new_review_ends_it(self, client, item, staff):
        take_back(item, staff.approver)
        draft = fresh(item)
        draft.title = "更正后的通知"
        draft.save_revision(user=staff.editor)
        public = publish_reviewed(draft, staff)
        response = client.get(public.get_url())
        assert response.status_code == 200
        assert "更正后的通知" in response.text
        assert Withdrawal.objects.get().ended_at is not None
        take_back(public, staff.approver)
        assert client.get(public.get_url()).status_code == 410
        assert Withdrawal.objects.count() == 2

    def test_taken_off_by_wagtail_it_bears_no_notice(self, client, item, staff):
        fresh(item).unpublish(user=staff.admin)
        assert client.get(item.get_url()).status_code == 404
        assert not Withdrawal.objects.exists()


class TestWhoMay:
    @pytest.mark.parametrize("role", ["approver", "office", "admin"])
    def test_the_leader_the_office_and_an_administrator(self, item, staff, role):
        take_back(item, getattr(staff, role))
        assert not fresh(item).live

    @pytest.mark.parametrize("role", ["editor", "reviewer"])
    def test_nobody_else(self, item, staff, role):
        user = getattr(staff, role)
        with pytest.raises(PermissionDenied):
            take_back(item, user)
        client = client_of(user)
        assert client.get(url_of(item)).status_code == 302
        answer = client.post(url_of(item), {"reason": REASON, "public_reason": PUBLIC})
        assert answer.status_code == 302
        assert fresh(item).live

    def test_not_those_of_another_town(self, item):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        groups = setup_moderation(other.home, prefix="临山镇")
        for group in (groups.approvers, groups.office):
            with pytest.raises(PermissionDenied):
                take_back(item, UserFactory(groups=[group]))
        assert fresh(item).live

    def test_a_visitor_is_asked_to_sign_in(self, client, item):
        assert client.get(url_of(item)).status_code == 302
        assert fresh(item).live

    def test_a_user_who_was_dismissed_does_nothing(self, item, staff):
        staff.approver.is_active = False
        staff.approver.save()
        with pytest.raises(PermissionDenied):
            take_back(item, staff.approver)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"reason": "  "}, "reason"),
            ({"reason": "长" * 501}, "reason"),
            ({"reason": "含11010519491231002X"}, "reason"),
            ({"reason": REASON, "public_reason": "长" * 301}, "public_reason"),
            ({"reason": REASON, "public_reason": "王某手机13812345678已公开"}, "public_reason"),
        ],
    )
    def test_words_that_say_nothing_or_too_much(self, item, staff, fields, name):
        with pytest.raises(ValidationError) as refused:
            withdraw(item, staff.approver, **fields)
        assert list(refused.value.error_dict) == [name]
        assert fresh(item).live
        assert not Withdrawal.objects.exists()

    def test_what_is_not_public(self, column, staff):
        draft = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        with pytest.raises(ValidationError) as refused:
            take_back(draft, staff.approver)
        assert refused.value.code == "not_public"

    def test_an_alias_by_itself(self, column, item, staff):
        alias = item.create_alias(parent=column.categories[2], update_slug="alias")
        with pytest.raises(ValidationError) as refused:
            take_back(alias, staff.approver)
        assert refused.value.code == "alias"

    def test_a_page_that_keeps_to_no_review(self, column, staff):
        with pytest.raises(PermissionDenied):
            take_back(column.category, staff.admin)


class TestTheAdmin:
    def test_the_way_from_the_menu_to_the_notice(self, item, staff, client):
        approver = client_of(staff.approver)
        page = approver.get(url_of(item))
        assert page.status_code == 200
        text = text_of(page)
        assert "公告预览" in text
        assert TITLE in text
        done = approver.post(
            url_of(item),
            {"reason": REASON, "public_reason": PUBLIC, "shows_title": "on"},
        )
        assert done.status_code == 302
        assert client.get(item.get_url()).status_code == 410

    def test_the_preview_shows_what_is_typed_and_does_nothing(self, item, staff):
        answer = client_of(staff.office).post(
            url_of(item),
            {"reason": REASON, "public_reason": "更正后重新公开", "preview": "1"},
        )
        assert answer.status_code == 200
        notice = answer.text.split("gk-notice-preview__sheet")[1].split("</section>")[0]
        assert "更正后重新公开" in notice
        assert TITLE not in notice
        assert fresh(item).live

    def test_what_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost(self, item, staff):
        answer = client_of(staff.office).post(
            url_of(item), {"reason": "", "public_reason": "更正后重新公开"}
        )
        assert answer.status_code == 200
        assert "请写明撤回的原因，它将记入审查台账。" in answer.text
        assert "更正后重新公开" in answer.text
        answer = client_of(staff.office).post(
            url_of(item), {"reason": "含11010519491231002X", "public_reason": PUBLIC}
        )
        assert "第2个字起像是个人的证件号码" in answer.text
        assert fresh(item).live

    def test_the_button_is_there_for_who_may_while_the_page_is_public(self, column, item, staff):
        edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
        explore = reverse("wagtailadmin_explore", args=[column.category.pk])
        office = client_of(staff.office)
        assert all(url_of(item) in office.get(url).text for url in (edit, explore))
        assert url_of(item) not in client_of(staff.editor).get(explore).text
        take_back(item, staff.office)
        assert all(url_of(item) not in office.get(url).text for url in (edit, explore))

    def test_a_page_that_is_not_public_any_more_leads_back(self, item, staff):
        office = client_of(staff.office)
        take_back(item, staff.office)
        answer = office.get(url_of(item), follow=True)
        assert "没有公开，不需要撤回" in text_of(answer)

    def test_a_page_that_never_was_is_not_found(self, staff):
        assert (
            client_of(staff.admin).get("/admin/gongkai-review-withdraw/999999/").status_code == 404
        )

    def test_a_list_of_many_pages_asks_for_the_buttons_as_often_as_one_of_two(
        self, column, staff, imports
    ):
        """Wagtail itself asks twice for each page; that is left out."""
        ours = ("gongkai_review", "workflowpage", "grouppagepermission", "auth_group")
        office = client_of(staff.office)
        explore = reverse("wagtailadmin_explore", args=[column.category.pk])
        counts = []
        for number in (2, 8):
            for _ in range(number):
                ItemPageFactory(parent=column.category, organ=column.office)
            office.get(explore)
            with CaptureQueriesContext(connection) as queries:
                office.get(explore)
            counts.append(sum(any(name in query["sql"] for name in ours) for query in queries))
        assert counts[0] == counts[1]


def test_a_column_page_has_no_such_button(column, staff):
    page = Page.objects.get(pk=column.category.pk)
    response = client_of(staff.admin).get(reverse("wagtailadmin_explore", args=[page.pk]))
    assert url_of(page) not in response.text
