"""Receivers are told what happened to what is public, and no more than the public is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.models import ItemPage
from tests.factories.catalogue import ItemPageFactory
from tests.factories.review import decide, submit
from webhooks.enums import Event, State
from webhooks.models import Delivery, Endpoint
from webhooks.services.outbox import tell_all

pytestmark = pytest.mark.django_db


def test_a_publication_is_told_with_what_the_public_sees(told, item, publish):
    public = publish(item)
    (request,) = told.received
    assert request.path == "/hooks?token=1"
    said = request.data
    assert said["type"] == "item.published"
    assert said["id"] == request.headers["webhook-id"]
    assert said["item"]["id"] == public.pk
    assert said["item"]["title"] == public.title
    assert said["item"]["index_number"] == public.index_number
    assert said["item"]["url"] == public.full_url
    assert Delivery.objects.get().state == State.DELIVERED


def test_a_correction_is_told_as_one(told, item, publish, staff):
    public = publish(item)
    draft = public.get_latest_revision_as_object()
    draft.title = "关于养护公路的通知（更正）"
    draft.save_revision(user=staff.editor)
    publish(public)
    assert [each.data["type"] for each in told.received] == [
        "item.published",
        "item.corrected",
    ]
    assert told.titles[1] == "关于养护公路的通知（更正）"


def test_drafts_reviews_and_approvals_for_a_later_day_are_told_to_nobody(
    told, item, staff, committed
):
    draft = item.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.save_revision(user=staff.editor)
    with committed():
        submit(item, staff.editor)
        decide(item, staff.reviewer)
        decide(item, staff.approver)
    assert told.received == []
    assert not Delivery.objects.exists()


def test_a_withdrawal_says_what_the_notice_says(told, item, publish, take_back):
    public = publish(item)
    take_back(public, "涉及个人隐私", public_reason="内容有误")
    said = told.received[-1].data
    assert said["type"] == "item.withdrawn"
    assert said["item"]["title"] == public.title
    assert said["item"]["notice"]["reason"] == "内容有误"
    assert "涉及个人隐私" not in told.received[-1].body.decode()


def test_a_withdrawal_without_title_tells_none(told, item, publish, take_back):
    public = publish(item)
    take_back(public, "名称含有姓名", shows_title=False)
    said = told.received[-1].data["item"]
    assert said["id"] == public.pk
    assert (said["title"], said["index_number"], said["notice"]["reason"]) == (None, None, None)
    assert public.title not in told.received[-1].body.decode()


def test_what_is_withdrawn_before_it_was_told_is_not_told(told, item, publish, take_back):
    """The receiver was away when it was published: the title must not arrive afterwards."""
    told.answers = [500]
    public = publish(item)
    told.received.clear()
    take_back(public, "名称含有姓名", shows_title=False)
    assert [each.data["type"] for each in told.received] == ["item.withdrawn"]
    assert Delivery.objects.get(event="item.published").state == State.SUPERSEDED


def test_what_is_deleted_or_restricted_is_told_by_its_number_alone(
    told, column, item, publish, committed
):
    public = publish(item)
    with committed():
        restriction = PageViewRestriction.objects.create(
            page=column.category, restriction_type="login"
        )
    said = told.received[-1].data
    assert said["type"] == "item.removed"
    assert said["item"] == {
        "id": public.pk,
        "index_number": None,
        "title": None,
        "url": None,
        "api_url": None,
    }
    with committed():
        restriction.delete()
    assert told.received[-1].data["type"] == "item.published"
    with committed():
        ItemPage.objects.get(pk=public.pk).delete()
    assert told.received[-1].data["type"] == "item.removed"


def test_what_is_published_for_some_only_is_told_to_nobody(told, column, item, publish, take_back):
    PageViewRestriction.objects.create(page=column.category, restriction_type="login")
    public = publish(item)
    take_back(public, "有误", public_reason="有误")
    assert item.title not in str([each.body.decode() for each in told.received])
    assert {each.data["type"] for each in told.received} <= {"item.removed"}


def test_an_alias_is_not_told(told, item, publish, committed):
    publish(item)
    with committed():
        ItemPage.objects.get(pk=item.pk).create_alias(update_slug="alias")
    assert len(told.received) == 1


def test_nothing_is_sent_for_what_was_rolled_back(told, item, staff, committed):
    with committed(), transaction.atomic():
        submit(item, staff.editor)
        decide(item, staff.reviewer)
        decide(item, staff.approver)
        assert Delivery.objects.exists()
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert told.received == []


def test_endpoints_are_told_what_they_asked_for(local, receiver, column, item, publish):
    url = receiver.url
    Endpoint.objects.create(name="全部", url=url)
    Endpoint.objects.create(name="只要撤回", url=url, events=["item.withdrawn"])
    Endpoint.objects.create(name="停用", url=url, active=False)
    Endpoint.objects.create(name="本栏目", url=url, column=column.home)
    Endpoint.objects.create(name="别的栏目", url=url, column=column.categories[2])
    publish(item)
    names = Delivery.objects.values_list("endpoint__name", flat=True)
    assert sorted(names) == ["全部", "本栏目"]
    assert len({each.data["id"] for each in receiver.received}) == 1


def test_telling_of_many_costs_no_query_for_each(column, django_assert_num_queries):
    for each in range(3):
        Endpoint.objects.create(name=f"系统{each}", url="https://www.example.org/")
    pages = [ItemPageFactory(parent=column.category, organ=column.office) for _each in range(6)]
    Delivery.objects.all().delete()
    # Endpoints, what is superseded, the rows; and the savepoint around them.
    with django_assert_num_queries(5):
        tell_all(Event.REMOVED, pages)
    assert Delivery.objects.count() == 18
