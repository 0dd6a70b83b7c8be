"""From the editor's draft to the public page: who may do which step, and who may not."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Task, Workflow, WorkflowPage

from catalogue.models import CategoryPage, ItemPage
from catalogue.services.roles import setup_moderation
from review.services import decisions
from tests.catalogue.admin_forms import (
    add_url,
    autosave,
    edit_url,
    item_data,
)
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.review import decide, task_state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def login(staff, client_of):
    return lambda role: client_of(getattr(staff, role))


@pytest.fixture
def client_of():
    from django.test import Client

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def submitted(login, column):
    """An item that the editor submitted."""
    response = login("editor").post(
        add_url(column.category), item_data(organ=column.office.pk) | {"action-submit": "true"}
    )
    assert response.status_code == 302
    return ItemPage.objects.get()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


class TestTheUsualWay:
    def test_reviewer_and_approver_publish_without_any_publish_permission(
        self, login, submitted, column, staff
    ):
        reviewer, approver = login("reviewer"), login("approver")
        assert submitted.title in reviewer.get(reverse("wagtailadmin_home")).content.decode()
        assert submitted.title not in approver.get(reverse("wagtailadmin_home")).content.decode()

        decide(submitted, staff.reviewer, "approve")
        assert submitted.title not in reviewer.get(reverse("wagtailadmin_home")).content.decode()
        assert submitted.title in approver.get(reverse("wagtailadmin_home")).content.decode()
        submitted.refresh_from_db()
        assert not submitted.live

        decide(submitted, staff.approver, "approve")
        submitted.refresh_from_db()
        assert submitted.live
        assert submitted.index_number == (
            f"{column.government.organisation_code}/{timezone.localdate().year}-00001"
        )
        assert submitted.published_on == timezone.localdate()
        assert Page.objects.get(pk=submitted.pk).live_revision.user.username == "editor"

    def test_the_reviewer_hands_back_with_a_comment_and_the_editor_submits_again(
        self, login, submitted, column, staff
    ):
        editor, reviewer = login("editor"), login("reviewer")
        decide(submitted, staff.reviewer, "reject", comment="请删去联系人手机号")
        form = editor.get(edit_url(submitted)).content.decode()
        assert "退回意见：请删去联系人手机号" in form
        response = editor.post(
            edit_url(submitted),
            item_data(organ=column.office.pk, summary="已删去") | {"action-submit": "true"},
        )
        assert response.status_code == 302
        assert submitted.title in reviewer.get(reverse("wagtailadmin_home")).content.decode()
        assert "退回意见" not in reviewer.get(edit_url(submitted)).content.decode()
        decide(submitted, staff.reviewer, "approve")
        decide(submitted, staff.approver, "approve")
        submitted.refresh_from_db()
        assert (submitted.live, submitted.summary) == (True, "已删去")

    def test_the_reviewer_comments_at_a_field(self, login, submitted, column, staff):
        comment = {
            "comments-TOTAL_FORMS": "1",
            "comments-0-id": "",
            "comments-0-DELETE": "",
            "comments-0-resolved": "",
            "comments-0-text": "这里要写全称",
            "comments-0-contentpath": "title",
            "comments-0-position": "",
            "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
            "comments-0-replies-MIN_NUM_FORMS": "0",
            "comments-0-replies-MAX_NUM_FORMS": "1000",
        }
        response = login("reviewer").post(
            edit_url(submitted), item_data(organ=column.office.pk) | comment
        )
        assert response.status_code == 302
        page = login("editor").get(edit_url(submitted)).content.decode()
        assert json.dumps("这里要写全称").strip('"') in page

    def test_what_the_approver_changed_is_reviewed_again_and_approved_by_another(
        self, login, submitted, column, staff
    ):
        decide(submitted, staff.reviewer)
        data = item_data(organ=column.office.pk, title="关于做好春耕工作的通知")
        assert login("approver").post(edit_url(submitted), data).status_code == 302
        with pytest.raises(PermissionDenied, match="修改过"):
            decide(submitted, staff.approver)
        other = UserFactory(groups=[staff.groups.approvers])
        with pytest.raises(ValidationError, match="送回保密审查"):
            decide(submitted, other)
        decisions.send_back_to_review(task_state_of(submitted), other)
        decide(submitted, staff.reviewer)
        decide(submitted, other)
        assert ItemPage.objects.get().title == "关于做好春耕工作的通知"
        assert ItemPage.objects.get().live

    def test_the_editor_cannot_change_what_is_being_reviewed(self, login, submitted, column):
        editor = login("editor")
        data = item_data(organ=column.office.pk, title="偷改的标题")
        editor.post(edit_url(submitted), data)
        assert autosave(editor, edit_url(submitted), data).json()["error_code"] == "locked"
        assert submitted.get_latest_revision_as_object().title != "偷改的标题"

    def test_a_change_of_a_published_item_goes_the_same_way(self, login, submitted, column, staff):
        decide(submitted, staff.reviewer, "approve")
        decide(submitted, staff.approver, "approve")
        number = ItemPage.objects.get().index_number
        changed = item_data(organ=column.office.pk, title="更正后的标题", index_number=number) | {
            "action-submit": "true"
        }
        assert login("editor").post(edit_url(submitted), changed).status_code == 302
        assert ItemPage.objects.get().title != "更正后的标题"
        decide(submitted, staff.reviewer, "approve")
        decide(submitted, staff.approver, "approve")
        item = ItemPage.objects.get()
        assert (item.title, item.index_number) == ("更正后的标题", number)


class TestScheduledPublication:
    def schedule(self, login, column):
        at = timezone.localtime() + timedelta(days=2)
        data = item_data(organ=column.office.pk, go_live_at=at.strftime("%Y-%m-%d %H:%M"))
        response = login("editor").post(add_url(column.category), data | {"action-submit": "true"})
        assert response.status_code == 302
        return ItemPage.objects.get()

    def test_an_approved_item_goes_live_at_its_time(self, login, column, staff, monkeypatch):
        item = self.schedule(login, column)
        decide(item, staff.reviewer, "approve")
        decide(item, staff.approver, "approve")
        item.refresh_from_db()
        assert not item.live
        assert item.scheduled_revision is not None
        assert item.index_number == ""
        due = timezone.now() + timedelta(days=3)
        monkeypatch.setattr(timezone, "now", lambda: due)
        call_command("publish_scheduled", verbosity=0)
        item.refresh_from_db()
        assert item.live
        assert item.index_number.endswith("-00001")

    def test_what_would_fail_at_night_is_told_to_the_approver(self, login, column, staff):
        item = self.schedule(login, column)
        decide(item, staff.reviewer, "approve")
        column.government.organisation_code = ""
        column.government.save()
        with pytest.raises(ValidationError, match="没有组织机构代码"):
            decide(item, staff.approver)
        item.refresh_from_db()
        assert item.workflow_in_progress
        assert item.scheduled_revision is None


class TestWhatCannotBePublished:
    @pytest.fixture
    def stuck(self, staff, submitted, column):
        decide(submitted, staff.reviewer, "approve")
        column.government.organisation_code = ""
        column.government.save()
        return submitted

    def test_by_the_leader(self, staff, stuck):
        with pytest.raises(ValidationError, match="没有组织机构代码"):
            decide(stuck, staff.approver)
        stuck.refresh_from_db()
        assert not stuck.live
        assert stuck.current_workflow_task.name == "审签"

    def test_by_an_administrator(self, login, stuck, column):
        response = login("admin").post(
            edit_url(stuck), item_data(organ=column.office.pk) | {"action-publish": "true"}
        )
        assert "没有组织机构代码" in str(response.context["form"].errors["organ"])

    def test_by_an_administrator_in_bulk(self, login, stuck):
        response = login("admin").post(bulk_url("publish", stuck), follow=True)
        assert response.status_code == 200
        # What stands in the way of anything comes first: there is no approval.
        assert "尚未审签同意公开" in "".join(messages_of(response))
        assert not ItemPage.objects.get().live


def bulk_url(action, item):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?id={item.pk}&next=/admin/"


class TestNobodyPublishesPastTheWorkflow:
    @pytest.fixture
    def draft(self, column, staff):
        return ItemPageFactory(
            parent=column.category, organ=column.office, owner=staff.editor, draft=True
        )

    @pytest.mark.parametrize("role", ["editor", "reviewer", "approver", "office"])
    def test_by_the_form_of_a_new_item(self, login, column, role):
        login(role).post(
            add_url(column.category), item_data(organ=column.office.pk, **{"action-publish": "1"})
        )
        assert not ItemPage.objects.live().exists()

    @pytest.mark.parametrize("role", ["editor", "reviewer", "approver", "office"])
    @pytest.mark.parametrize("way", ["edit", "bulk", "approve", "revert", "copy", "alias"])
    def test_by_any_view(self, login, column, draft, role, way):
        client = login(role)
        if way == "edit":
            client.post(
                edit_url(draft), item_data(organ=column.office.pk) | {"action-publish": "1"}
            )
        elif way == "bulk":
            client.post(bulk_url("publish", draft))
        elif way == "approve":
            client.post(
                reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", 1])
            )
        elif way == "revert":
            client.post(
                edit_url(draft),
                item_data(organ=column.office.pk)
                | {"action-publish": "1", "revision": str(draft.latest_revision_id)},
            )
        else:
            client.post(
                reverse("wagtailadmin_pages:copy", args=[draft.pk]),
                {
                    "new_title": "复制件",
                    "new_slug": "fu-zhi-jian",
                    "new_parent_page": str(column.category.pk),
                    "publish_copies": "on",
                    **({"alias": "on"} if way == "alias" else {}),
                },
            )
        assert not ItemPage.objects.live().exists()

    @pytest.mark.parametrize("role", ["editor", "reviewer", "approver", "office"])
    def test_nor_takes_back_what_is_public(self, login, column, staff, role):
        item = ItemPageFactory(parent=column.category, organ=column.office, owner=staff.editor)
        client = login(role)
        client.post(reverse("wagtailadmin_pages:unpublish", args=[item.pk]))
        client.post(reverse("wagtailadmin_pages:delete", args=[item.pk]))
        client.post(bulk_url("unpublish", item))
        client.post(bulk_url("delete", item))
        assert ItemPage.objects.live().filter(pk=item.pk).exists()


# Expected answers: 200 shown, 302 away with "no permission".
ALLOWED = 200
REFUSED = 302
MATRIX = [
    # address, editor, reviewer, approver, office
    ("home", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
    ("items", ALLOWED, REFUSED, REFUSED, ALLOWED),
    ("organs", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("topics", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("genres", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("audiences", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("numbers", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("new organ", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("new item", ALLOWED, REFUSED, REFUSED, ALLOWED),
    ("new category", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("edit category", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("edit column", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("edit another's item", REFUSED, REFUSED, REFUSED, ALLOWED),
    ("new document", ALLOWED, REFUSED, REFUSED, ALLOWED),
    ("new image", ALLOWED, REFUSED, REFUSED, ALLOWED),
    ("choose document", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
    ("users", REFUSED, REFUSED, REFUSED, REFUSED),
    ("groups", REFUSED, REFUSED, REFUSED, REFUSED),
    ("workflows", REFUSED, REFUSED, REFUSED, REFUSED),
    ("sites", REFUSED, REFUSED, REFUSED, REFUSED),
]


def address(name, column, item):
    add = "wagtailadmin_pages:add"
    edit = "wagtailadmin_pages:edit"
    snippets = "wagtailsnippets_gongkai_catalogue_{}:list"
    return {
        "home": lambda: reverse("wagtailadmin_home"),
        "items": lambda: reverse("gongkai-items:index"),
        "organs": lambda: reverse(snippets.format("organ")),
        "topics": lambda: reverse(snippets.format("topic")),
        "genres": lambda: reverse(snippets.format("genre")),
        "audiences": lambda: reverse(snippets.format("audience")),
        "numbers": lambda: reverse("gongkai-index-numbers:index"),
        "new organ": lambda: reverse("wagtailsnippets_gongkai_catalogue_organ:add"),
        "new item": lambda: add_url(column.category),
        "new category": lambda: reverse(
            add, args=["gongkai_catalogue", "categorypage", column.category.pk]
        ),
        "edit category": lambda: reverse(edit, args=[column.category.pk]),
        "edit column": lambda: reverse(edit, args=[column.home.pk]),
        "edit another's item": lambda: edit_url(item),
        "new document": lambda: reverse("wagtaildocs:add_multiple"),
        "new image": lambda: reverse("wagtailimages:add_multiple"),
        "choose document": lambda: reverse("wagtaildocs_chooser:choose"),
        "users": lambda: reverse("wagtailusers_users:index"),
        "groups": lambda: reverse("wagtailusers_groups:index"),
        "workflows": lambda: reverse("wagtailadmin_workflows:index"),
        "sites": lambda: reverse("wagtailsites:index"),
    }[name]()


@pytest.mark.parametrize("row", MATRIX, ids=[row[0] for row in MATRIX])
def test_each_role_sees_what_its_work_needs(login, column, row):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    name, *expected = row
    url = address(name, column, item)
    roles = ("editor", "reviewer", "approver", "office")
    found = [login(role).get(url).status_code for role in roles]
    assert found == expected


def test_an_editor_builds_no_structure(login, column, staff):
    client = login("editor")
    response = client.get(
        reverse("wagtailadmin_pages:add", args=["gongkai_pages", "guidepage", column.home.pk]),
        follow=True,
    )
    assert "请联系党政办" in "".join(messages_of(response))
    response = client.post(
        reverse("wagtailadmin_pages:copy", args=[column.category.pk]),
        {
            "new_title": "新类别",
            "new_slug": "xin-lei-bie",
            "new_parent_page": str(column.catalogue.pk),
        },
        follow=True,
    )
    assert "没有权限" in "".join(messages_of(response))
    assert CategoryPage.objects.count() == 4


def test_below_a_category_an_editor_is_led_straight_to_a_new_item(login, column):
    url = reverse("wagtailadmin_pages:add_subpage", args=[column.category.pk])
    assert login("editor").get(url).url == add_url(column.category)
    assert login("office").get(url).status_code == 200


def test_the_explorer_shows_categories_and_items_below_a_category(login, column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    html = (
        login("office")
        .get(reverse("wagtailadmin_explore", args=[column.category.pk]))
        .content.decode()
    )
    assert item.title in html
    assert "行政规范性文件" in html


class TestSetUp:
    def test_twice_is_the_same_as_once(self, column):
        first = setup_moderation(column.home)

        def state():
            return (
                Group.objects.count(),
                GroupPagePermission.objects.count(),
                sorted(first.office.permissions.values_list("pk", flat=True)),
                Workflow.objects.count(),
                Task.objects.count(),
            )

        before = state()
        assert setup_moderation(column.home) == first
        assert state() == before

    def test_what_the_office_changed_stays(self, column):
        groups = setup_moderation(column.home)
        own = Workflow.objects.create(name="本镇流程")
        WorkflowPage.objects.filter(page=column.home).update(workflow=own)
        groups.collection.name = "公开附件"
        groups.collection.save()
        again = setup_moderation(column.home)
        assert again.workflow == own
        assert again.collection == groups.collection

    def test_the_workflow_reviews_before_it_approves(self, column):
        workflow = setup_moderation(column.home).workflow
        assert [task.name for task in workflow.tasks] == ["保密审查", "审签"]
        assert column.category.get_workflow() == workflow

    def test_a_second_town_has_groups_of_its_own(self, column):
        setup_moderation(column.home)
        other = make_column(name="丈亭镇", slug="zhang-ting", as_site_root=False)
        with pytest.raises(ValidationError, match="另起前缀"):
            setup_moderation(other.home)
        groups = setup_moderation(other.home, prefix="丈亭镇")
        assert groups.editors.name == "丈亭镇信息员"
        assert other.category.get_workflow().name == "丈亭镇信息公开审查审签"

    def test_the_command_finds_the_only_column(self, column):
        out = io.StringIO()
        call_command("setup_moderation", stdout=out)
        assert "信息员、保密审查员、分管领导、党政办" in out.getvalue()
        assert WorkflowPage.objects.filter(page=column.home).exists()

    def test_the_command_asks_which_of_two(self, column):
        other = make_column(name="丈亭镇", slug="zhang-ting", as_site_root=False)
        with pytest.raises(CommandError, match=f"{other.home.pk}  丈亭镇政府信息公开"):
            call_command("setup_moderation")
        call_command("setup_moderation", column=other.home.pk, stdout=io.StringIO())
        with pytest.raises(CommandError, match="另起前缀"):
            call_command("setup_moderation", column=column.home.pk)

    def test_the_command_says_what_is_missing(self, column):
        with pytest.raises(CommandError, match="999999"):
            call_command("setup_moderation", column=999999)
        column.home.delete()
        with pytest.raises(CommandError, match="还没有"):
            call_command("setup_moderation")
