"""Every role, every road to the public, every state of a text: none passes that should not."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission

from catalogue.models import ItemAttachment, ItemPage
from review.enums import Decision
from review.models import Release, ReviewRecord
from review.services import decisions
from search.services.extraction import extract_missing
from tests.factories.catalogue import ItemPageFactory, UserFactory, imported
from tests.factories.documents import make_document, replace_file
from tests.factories.review import decide, passing, submit
from tests.review.roads import ROADS, attempt

pytestmark = pytest.mark.django_db

SECRET = "没有审查过的内容"


@pytest.fixture
def people(column, staff):
    """Everybody who may try: each role, somebody whom Wagtail lets publish, superusers."""
    publishers = Group.objects.create(name="发布员")
    publishers.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=publishers,
            page=column.home,
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            ),
        )
    return {
        "editor": staff.editor,
        "reviewer": staff.reviewer,
        "approver": staff.approver,
        "office": staff.office,
        "publisher": UserFactory(groups=[publishers]),
        "all in one": UserFactory(
            groups=[
                publishers,
                staff.groups.editors,
                staff.groups.reviewers,
                staff.groups.approvers,
                staff.groups.office,
            ]
        ),
        "superuser": staff.admin,
    }


@pytest.fixture
def item(column, staff):
    """A draft that says what nobody reviewed."""
    return ItemPageFactory(
        parent=column.category,
        organ=column.office,
        owner=staff.editor,
        draft=True,
        title=SECRET,
    )


def drafted(item, staff):
    """Nobody has seen it."""


def submitted(item, staff):
    submit(item, staff.editor)


def reviewed(item, staff):
    submit(item, staff.editor)
    decide(item, staff.reviewer)


def handed_back(item, staff):
    submit(item, staff.editor)
    decide(item, staff.reviewer, "reject", "请修改")


def handed_back_by_the_leader(item, staff):
    reviewed(item, staff)
    decide(item, staff.approver, "reject", "请修改")


def withheld(item, staff):
    state = submit(item, staff.editor)
    form = decisions.Review(Decision.WITHHOLD, bases=("14-secret",), remark="涉及国家秘密")
    decisions.review(state, staff.reviewer, form)


def referred(item, staff):
    state = submit(item, staff.editor)
    decisions.review(state, staff.reviewer, decisions.Review(Decision.REFER, referred_to="保密局"))


def edited_after_the_review(item, staff):
    reviewed(item, staff)
    draft = item.get_latest_revision_as_object()
    draft.summary = "审查之后添上的"
    draft.save_revision(user=staff.approver)


def edited_after_publication(item, staff):
    item.title = "审查过的内容"
    item.save_revision(user=staff.editor)
    reviewed(item, staff)
    decide(item, staff.approver)
    draft = ItemPage.objects.get(pk=item.pk)
    draft.title = SECRET
    draft.save_revision(user=staff.editor)


def file_changed_after_approval(item, staff):
    """Approved for a day that has not come; then the file is another."""
    document = make_document("附件的内容")
    extract_missing()
    item.attachments.add(ItemAttachment(document=document))
    item.save()
    item.save_revision(user=staff.editor)
    reviewed(item, staff)
    with transaction.atomic():
        decisions.append(
            decisions.Entry(
                action="approved",
                page=item,
                digest=decisions.content_digest(item.get_latest_revision_as_object()),
                actor=staff.approver,
                decision=Decision.PUBLISH,
            )
        )
    replace_file(document, "另外的内容")


def withdrawn(item, staff):
    reviewed(item, staff)
    decide(item, staff.approver)
    ItemPage.objects.get(pk=item.pk).unpublish(user=staff.admin)


STATES = [
    drafted,
    submitted,
    reviewed,
    handed_back,
    handed_back_by_the_leader,
    withheld,
    referred,
    edited_after_the_review,
    edited_after_publication,
    file_changed_after_approval,
    withdrawn,
]


def names(functions):
    return [function.__name__ for function in functions]


@contextmanager
def undone():
    """What happens inside did not happen afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# What stops it is Python's, whatever the database.
@pytest.mark.once
@pytest.mark.parametrize("road", ROADS, ids=names(ROADS))
def test_nothing_passes(item, staff, people, road):
    """In no state, for nobody; and nobody gets an error of the server."""
    for state in STATES:
        with undone():
            state(ItemPage.objects.get(pk=item.pk), staff)
            try_for_everybody(road, ItemPage.objects.get(pk=item.pk), people, state.__name__)


def try_for_everybody(road, item, people, state):
    # Where the state itself made it public, by a right way, that is taken for granted.
    public = set(ItemPage.objects.live().filter(title=SECRET).values_list("pk", flat=True))
    for name, user in people.items():
        with undone():
            answer = attempt(road, item, user)
            passed = ItemPage.objects.live().filter(title=SECRET).exclude(pk__in=public)
            assert not passed.exists(), f"{name} passed by {road.__name__}, {state}"
            assert not Release.objects.filter(page_id__in=passed.values("pk")).exists()
            assert answer is None or answer.status_code < 500, (name, road.__name__, state, answer)


@pytest.mark.parametrize(
    "name", ["in_a_shell", "by_the_api", "by_bulk_action", "by_a_schedule_that_is_due"]
)
def test_what_is_approved_passes(item, staff, name):
    """The same roads are open to what was approved and has not changed: the test above can fail."""
    road = next(road for road in ROADS if road.__name__ == name)
    reviewed(item, staff)
    decisions.append(
        decisions.Entry(
            action="approved",
            page=item,
            digest=decisions.content_digest(item.get_latest_revision_as_object()),
            actor=staff.approver,
            decision=Decision.PUBLISH,
        )
    )
    attempt(road, item, staff.admin)
    assert ItemPage.objects.get(pk=item.pk).live
    assert Release.objects.get(page_id=item.pk).record.action == "approved"


def test_what_is_approved_goes_public_whole(item, staff):
    """The row still says what the first draft said; naming one column does not make that public."""
    draft = item.get_latest_revision_as_object()
    draft.title = "审查过的内容"
    draft.save_revision(user=staff.editor)
    reviewed(item, staff)
    approved = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    decisions.append(
        decisions.Entry(
            action="approved",
            page=approved,
            digest=decisions.content_digest(approved),
            actor=staff.approver,
            decision=Decision.PUBLISH,
        )
    )
    approved.live = True
    approved.save(update_fields=["live"])
    stored = ItemPage.objects.get(pk=item.pk)
    assert (stored.live, stored.title) == (True, "审查过的内容")


def test_a_copy_of_what_is_public_is_a_draft(item, staff):
    reviewed(item, staff)
    decide(item, staff.approver)
    copy = ItemPage.objects.get(pk=item.pk).copy(update_attrs={"slug": "copy"}, keep_live=True)
    copy = ItemPage.objects.get(pk=copy.pk)
    assert (copy.live, copy.first_published_at, copy.live_revision) == (False, None, None)


def test_an_alias_of_what_is_public_repeats_it_and_says_whose_record_it_has(item, staff, client):
    reviewed(item, staff)
    decide(item, staff.approver)
    alias = ItemPage.objects.get(pk=item.pk).create_alias(update_slug="alias")
    record = Release.objects.get(page_id=alias.pk).record
    assert record.action == "inherited"
    assert record.data["source"] == item.pk
    assert client.get(alias.get_url()).status_code == 200


def test_what_is_imported_says_so(column, staff):
    with imported():
        item = ItemPageFactory(parent=column.category, organ=column.office)
    record = ReviewRecord.objects.get(page_id=item.pk)
    assert (record.action, record.remark) == ("imported", "测试数据")


def test_an_import_ends_with_its_block(item):
    with imported():
        pass
    attempt(ROADS[0], item, UserFactory(admin=True))
    assert not ItemPage.objects.get(pk=item.pk).live


def test_saving_what_is_public_again_needs_nothing(item, staff):
    reviewed(item, staff)
    decide(item, staff.approver)
    live = ItemPage.objects.get(pk=item.pk)
    live.save()
    live.get_latest_revision().publish()
    assert ReviewRecord.objects.filter(page_id=item.pk).count() == 2


def test_dates_given_as_text_are_read_as_dates(column):
    with imported():
        item = ItemPageFactory(parent=column.category, organ=column.office, written_on="2013-03-01")
    assert ItemPage.objects.get(pk=item.pk).written_on == date(2013, 3, 1)


def test_a_passing_review_is_no_approval(item, staff):
    state = submit(item, staff.editor)
    decisions.review(state, staff.reviewer, passing())
    assert not ItemPage.objects.get(pk=item.pk).live
