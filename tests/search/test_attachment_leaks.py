"""What files say is found, told and quoted only where anybody may open them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from modelsearch.backends import get_search_backend
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from catalogue.models import ItemAttachment, ItemPage
from search.attachments import parts_of_documents
from search.backends.documents import document_of
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.documents import attach, make_collection, make_document, replace_file

pytestmark = pytest.mark.django_db

SECRET, SHARED = "獬豸", "养蜂"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def make_item(column, **fields):
    fields.setdefault("title", f"{SHARED}补贴名单")
    return ItemPageFactory(parent=column.category, organ=column.office, **fields)


def secret_file(**fields):
    return make_document(f"{SHARED}场的{SECRET}名单", title="名单", **fields)


def restrict_collection(collection, kind="login"):
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, password="secret"
    )
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="看得见的人"))
    return restriction


def draft_item(column, commit):
    with commit():
        attach(make_item(column, draft=True), secret_file())


def attachment_of_a_draft(column, commit):
    """A public item to whose unpublished changes the file belongs."""
    with commit():
        item = make_item(column)
        item.attachments.add(ItemAttachment(document=secret_file()))
        item.save_revision()


def unpublished_item(column, commit):
    with commit():
        item = make_item(column)
        attach(item, secret_file())
    with commit():
        ItemPage.objects.get(pk=item.pk).unpublish()


def restricted_page(column, commit):
    with commit():
        item = make_item(column)
        attach(item, secret_file())
    PageViewRestriction.objects.create(page=item, restriction_type="login")


def restricted_category(column, commit):
    with commit():
        attach(make_item(column), secret_file())
    PageViewRestriction.objects.create(page=column.category, restriction_type="login")


def restricted_collection(kind):
    def hide(column, commit):
        with commit():
            collection = make_collection()
            restrict_collection(collection, kind)
            attach(make_item(column), secret_file(collection=collection))

    return hide


def below_a_restricted_collection(column, commit):
    with commit():
        collection = make_collection()
        restrict_collection(collection)
        inner = make_collection("更内部", collection)
        attach(make_item(column), secret_file(collection=inner))


def restricted_later(column, commit):
    with commit():
        collection = make_collection()
        attach(make_item(column), secret_file(collection=collection))
    with commit():
        restrict_collection(collection)


def moved_into_a_restricted_collection(column, commit):
    with commit():
        collection = make_collection()
        restrict_collection(collection)
        document = secret_file()
        attach(make_item(column), document)
    with commit():
        document.collection = collection
        document.save()


def collection_moved_below_a_restricted_one(column, commit):
    with commit():
        restricted, collection = make_collection(), make_collection("公开")
        restrict_collection(restricted)
        attach(make_item(column), secret_file(collection=collection))
    with commit():
        # As Wagtail's form does it.
        collection = Collection.objects.get(pk=collection.pk)
        collection.save()
        collection.move(Collection.objects.get(pk=restricted.pk), "sorted-child")


def replaced_file(column, commit):
    with commit():
        document = secret_file()
        attach(make_item(column), document)
    with commit():
        replace_file(document, f"{SHARED}场的公开名单")


def removed_attachment(column, commit):
    with commit():
        item = make_item(column)
        attachment = attach(item, secret_file())
    with commit():
        attachment.delete()
        ItemPage.objects.get(pk=item.pk).save()


def deleted_document(column, commit):
    with commit():
        item = make_item(column)
        attachment = attach(item, secret_file())
    with commit():
        attachment.delete()
        attachment.document.delete()
        ItemPage.objects.get(pk=item.pk).save()


WAYS = {
    "draft item": draft_item,
    "attachment of a draft": attachment_of_a_draft,
    "unpublished item": unpublished_item,
    "restricted page": restricted_page,
    "restricted category": restricted_category,
    **{
        f"collection by {kind}": restricted_collection(kind)
        for kind in ("login", "password", "groups")
    },
    "below a restricted collection": below_a_restricted_collection,
    "restricted later": restricted_later,
    "moved into a restricted collection": moved_into_a_restricted_collection,
    "collection moved": collection_moved_below_a_restricted_one,
    "replaced file": replaced_file,
    "removed attachment": removed_attachment,
    "deleted document": deleted_document,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("staff", [False, True], ids=["public", "staff"])
def test_what_a_file_says_is_not_told(column, client, commit, way, staff):
    WAYS[way](column, commit)
    if staff:
        client.force_login(UserFactory(admin=True))
    for query in (SECRET, f"{SHARED} {SECRET}", f"{SHARED}场的{SECRET}名单", SHARED):
        response = client.get("/search/", {"q": query})
        told = response.content.decode()
        # The page repeats the query; what is quoted would be marked.
        assert f"<mark>{SECRET}" not in told
        assert SECRET in query or SECRET not in told
        context = response.context
        for result in [*context.get("results", []), *context.get("related", [])]:
            assert all(SECRET not in part.text for file in result.files for part in file.parts)
    hits = get_search_backend().search(SECRET, ItemPage.objects.live().public())
    assert list(hits) == []


def test_what_is_open_again_is_found_again(column, client, commit):
    with commit():
        collection = make_collection()
        restriction = restrict_collection(collection)
        item = make_item(column)
        document = secret_file(collection=collection)
        attach(item, document)
    assert parts_of_documents([document.pk]) == {}
    assert SECRET not in document_of(ItemPage.objects.get(pk=item.pk)).attached
    with commit():
        restriction.delete()
    results = client.get("/search/", {"q": SECRET}).context["results"]
    assert [result.item.pk for result in results] == [item.pk]


def test_documents_that_are_moved_together_are_looked_at(column, admin_client, commit):
    with commit():
        collection = make_collection()
        restrict_collection(collection)
        document = secret_file()
        attach(make_item(column), document)
    with commit():
        admin_client.post(
            f"/admin/bulk/wagtaildocs/document/add_to_collection/?id={document.pk}&next=/admin/",
            {"collection": collection.pk},
        )
    document.refresh_from_db()
    assert document.collection == collection
    assert list(get_search_backend().search(SECRET, ItemPage.objects.all())) == []
