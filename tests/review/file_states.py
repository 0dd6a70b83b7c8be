"""An item with a document and an image, in each state that it can be in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemAttachment, ItemPage
from review.services.imports import importing
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column, make_staff
from tests.factories.documents import make_document, replace_file
from tests.factories.images import address_of, make_image, replace_picture


@dataclass
class Case:
    """One town with an item; the people who may or may not have its files."""

    column: Any
    staff: Any
    document: Any
    image: Any
    item: Any
    people: dict[str, Any]

    @property
    def addresses(self):
        return {"document": self.document.url, "image": address_of(self.image)}


def make_case():
    """A draft by the editor; document and image lie in the column's collection and were uploaded
    by somebody who has nothing to do with the item."""
    column = make_column()
    staff = make_staff(column)
    other = UserFactory(username="other", groups=[staff.groups.editors])
    column.offices[1].editors.add(other)
    uploader = UserFactory(username="uploader")
    collection = staff.groups.collection
    document = make_document("没有公开的名单", collection=collection)
    document.uploaded_by_user = uploader
    document.save()
    image = make_image(collection=collection, uploaded_by=uploader)
    item = ItemPageFactory(
        parent=column.category, organ=column.office, draft=True, owner=staff.editor
    )
    item.attachments.add(ItemAttachment(document=document))
    item.body = [("image", image)]
    item.save_revision(user=staff.editor)
    people = {
        "anonymous": None,
        "stranger": UserFactory(username="stranger"),
        "member": UserFactory(username="member", groups=[Group.objects.create(name="看得见的人")]),
        "uploader": uploader,
        "other editor": other,
        "owner": staff.editor,
        "reviewer": staff.reviewer,
        "approver": staff.approver,
        "office": staff.office,
        "superuser": staff.admin,
    }
    return Case(column, staff, document, image, item, people)


def publish(case):
    with importing("测试数据"):
        case.item.get_latest_revision().publish()
    case.item = ItemPage.objects.get(pk=case.item.pk)


def draft(case):
    """Never published."""


def in_review(case):
    case.item.get_workflow().start(case.item, case.staff.editor)


def changed_file(case):
    publish(case)
    replace_file(case.document, "换上的名单")
    replace_picture(case.image)


def expired_by_time(case):
    publish(case)
    Page.objects.filter(pk=case.item.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


def expired_by_command(case):
    expired_by_time(case)
    call_command("publish_scheduled", verbosity=0)


def unpublished(case):
    publish(case)
    case.item.unpublish()


def unpublished_behind_the_back(case):
    publish(case)
    Page.objects.filter(pk=case.item.pk).update(live=False)


def deleted(case):
    publish(case)
    case.item.delete()


def removed_from_the_page(case):
    publish(case)
    case.item.attachments.clear()
    case.item.body = []
    case.item.save_revision(user=case.staff.editor)
    publish(case)


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="secret"
    )
    if kind == "groups":
        restriction.groups.add(Group.objects.get(name="看得见的人"))
    return restriction


def restricted(kind, above=False):
    def hide(case):
        publish(case)
        restrict(case.column.category if above else case.item, kind)

    return hide


def moved_under_a_restriction(case):
    publish(case)
    restrict(case.column.categories[2], "password")
    with importing("测试数据"):
        case.item.move(case.column.categories[2], "last-child")


def published_again(case):
    unpublished(case)
    case.item.save_revision(user=case.staff.editor)
    publish(case)


def draft_over_public(case):
    """The public page and its files stay as they are while somebody writes a new version."""
    publish(case)
    case.item.title = "新标题"
    case.item.save_revision(user=case.staff.editor)
