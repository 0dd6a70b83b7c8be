"""Files of what is not public are served to nobody without permission, by any address."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, PageViewRestriction, ReferenceIndex

from catalogue.models import ItemAttachment, ItemPage
from disclosure_pages.models import DisclosureIndexPage
from review.files import readers
from review.files.checks import check_addresses, check_serve_method
from review.files.openness import closed_documents
from review.models import FileKind, FileUse
from review.services.files import close_files, note_draft, open_files_of
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.documents import attach, make_collection, make_document, replace_file
from tests.factories.images import address_of, make_image
from tests.factories.review import decide
from tests.review import file_states as states

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "anonymous",
    "stranger",
    "member",
    "uploader",
    "other editor",
    "owner",
    "reviewer",
    "approver",
    "office",
    "superuser",
}
SIGNED_IN = EVERYBODY - {"anonymous"}
# Who works on the page, and who brought the file.
WORKING = {"uploader", "owner", "office", "superuser"}
# Who may put the image on a page sees it in the chooser.
CHOOSERS = {"other editor", "owner", "reviewer", "approver", "office"}

# The page's state, and who may have the document then; the image too, and who may choose it.
STATES = {
    "draft": (states.draft, WORKING),
    "in review": (states.in_review, WORKING | {"reviewer"}),
    "public": (states.publish, EVERYBODY),
    "draft over public": (states.draft_over_public, EVERYBODY),
    "published again": (states.published_again, EVERYBODY),
    "changed file": (states.changed_file, WORKING),
    "expired by time": (states.expired_by_time, WORKING),
    "expired by command": (states.expired_by_command, WORKING),
    "unpublished": (states.unpublished, WORKING),
    "unpublished behind the back": (states.unpublished_behind_the_back, WORKING),
    "removed from the page": (states.removed_from_the_page, WORKING),
    "deleted": (states.deleted, WORKING - {"owner"}),
    "password": (states.restricted("password"), WORKING),
    "login": (states.restricted("login"), SIGNED_IN),
    "login above": (states.restricted("login", above=True), SIGNED_IN),
    "groups": (states.restricted("groups"), WORKING | {"member"}),
    "groups above": (states.restricted("groups", above=True), WORKING | {"member"}),
    "moved under a restriction": (states.moved_under_a_restriction, WORKING),
}


@pytest.fixture
def case():
    return states.make_case()


def sign_in(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("state", STATES)
def test_who_may_have_the_files(case, state):
    bring_about, allowed = STATES[state]
    bring_about(case)
    expected = {"document": allowed, "image": allowed | CHOOSERS}
    for kind, address in case.addresses.items():
        got = {}
        for name, user in case.people.items():
            response = sign_in(user).get(address)
            got[name] = response.status_code
            if response.status_code == 200:
                public = allowed == EVERYBODY
                caching = "no-cache" if public else "private, no-store"
                assert response["Cache-Control"] == caching
                assert response["X-Content-Type-Options"] == "nosniff"
                assert response["Content-Security-Policy"] == "default-src 'none'"
            else:
                # As for what does not exist: not the login page, which would tell.
                assert response.status_code == 404
        assert {name for name, status in got.items() if status == 200} == expected[kind], kind


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_left_to_be_asked_of_who_may_not_have_it(case, state):
    """What a browser kept is not confirmed to who may not have it any more."""
    states.publish(case)
    kept = {}
    for address in case.addresses.values():
        kept[address] = Client().get(address)["ETag"]
        assert Client().get(address, headers={"If-None-Match": kept[address]}).status_code == 304
    if state in {"draft", "in review", "public", "draft over public", "published again"}:
        return
    STATES[state][0](case)
    for address, etag in kept.items():
        for method in ("get", "head"):
            response = getattr(Client(), method)(address, headers={"If-None-Match": etag})
            assert response.status_code == 404
            assert "ETag" not in response


def test_other_addresses_have_nothing(case):
    states.publish(case)
    case.image.get_rendition("original")
    for name in (case.document.file.name, case.image.file.name):
        for user in (None, case.staff.admin):
            assert sign_in(user).get(f"/media/{name}").status_code == 404
            assert sign_in(user).get(f"/media/images/../{name}").status_code == 404
    assert Client().get("/media/images/nothing.png").status_code == 404
    assert Client().get(reverse("wagtaildocs_serve", args=[99, "x.txt"])).status_code == 404
    assert Client().post(case.addresses["image"]).status_code == 405


def test_a_name_of_another_document_opens_nothing(case):
    public = make_document("公开的", name="公开.txt")
    states.publish(case)
    attach(case.item, public)
    states.unpublished(case)
    address = reverse("wagtaildocs_serve", args=[case.document.pk, public.filename])
    assert Client().get(address).status_code == 404


def test_the_password_of_the_page_opens_its_files(case):
    states.publish(case)
    restriction = states.restrict(case.item, "password")
    client = Client()
    client.get(case.item.url)
    client.post(
        reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, case.item.pk]),
        {"password": "secret", "return_url": case.item.url},
    )
    for address in case.addresses.values():
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert Client().get(address).status_code == 404


def test_all_restrictions_have_to_be_passed(case):
    states.publish(case)
    states.restrict(case.column.category, "login")
    states.restrict(case.item, "groups")
    assert sign_in(case.people["stranger"]).get(case.document.url).status_code == 404
    assert sign_in(case.people["member"]).get(case.document.url).status_code == 200


def test_who_decides_sees_the_file_while_it_is_her_turn(case, django_capture_on_commit_callbacks):
    # What is in the files is read in the background, once they are stored.
    with django_capture_on_commit_callbacks(execute=True):
        case.document.save()
    reviewer, approver = sign_in(case.staff.reviewer), sign_in(case.staff.approver)

    def seen():
        return [client.get(case.document.url).status_code for client in (reviewer, approver)]

    assert seen() == [404, 404]
    states.in_review(case)
    assert seen() == [200, 404]
    decide(case.item, case.staff.reviewer)
    assert seen() == [404, 200]
    decide(case.item, case.staff.approver)
    assert seen() == [200, 200]
    assert Client().get(case.document.url).status_code == 200


def test_what_was_handed_back_is_the_authors_again(case):
    states.in_review(case)
    decide(case.item, case.staff.reviewer, "reject", "名单有误")
    assert sign_in(case.staff.reviewer).get(case.document.url).status_code == 404
    assert sign_in(case.staff.editor).get(case.document.url).status_code == 200


class TestCollections:
    """Wagtail's own rule goes on to hold, after ours."""

    @pytest.fixture
    def collection(self):
        return make_collection()

    def restrict(self, collection, kind):
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=kind, password="secret"
        )
        if kind == "groups":
            restriction.groups.set(states.Group.objects.filter(name="看得见的人"))

    def put(self, case, collection):
        case.document.collection = collection
        case.document.save()

    @pytest.mark.parametrize("kind", ["login", "groups"])
    def test_a_public_page_does_not_open_a_restricted_collection(self, case, collection, kind):
        states.publish(case)
        self.put(case, collection)
        self.restrict(collection, kind)
        response = Client().get(case.document.url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("wagtailcore_login"))
        inside = sign_in(case.people["member"]).get(case.document.url)
        assert inside.status_code == 200
        assert inside["Cache-Control"] == "private, no-store"

    def test_its_password_is_asked(self, case, collection):
        states.publish(case)
        self.put(case, collection)
        self.restrict(collection, "password")
        response = Client().get(case.document.url)
        assert response.status_code == 200
        assert "password" in response.content.decode()
        assert "名单" not in response.content.decode()

    @pytest.mark.parametrize("kind", ["login", "groups", "password"])
    def test_of_a_draft_it_tells_nothing(self, case, collection, kind):
        self.put(case, collection)
        self.restrict(collection, kind)
        for name in ("anonymous", "stranger"):
            assert sign_in(case.people[name]).get(case.document.url).status_code == 404


class TestFilesOfOthers:
    """Files that nothing under review uses."""

    def test_an_upload_is_private_until_something_refers_to_it(self, case, settings):
        document, image = make_document("刚上传"), make_image()
        addresses = [document.url, address_of(image)]
        assert {Client().get(address).status_code for address in addresses} == {404}
        admin = sign_in(case.staff.admin)
        assert {admin.get(address).status_code for address in addresses} == {200}
        settings.GONGKAI_REVIEW_OPEN_UNUSED_FILES = True
        assert {Client().get(address).status_code for address in addresses} == {200}

    def link(self, page, document):
        """Have a page of the column link to a document, as its rich text would."""
        ReferenceIndex.objects.create(
            content_type=ReferenceIndex._get_base_content_type(type(page)),
            base_content_type=ReferenceIndex._get_base_content_type(type(page)),
            object_id=str(page.pk),
            to_content_type=ReferenceIndex._get_base_content_type(type(document)),
            to_object_id=str(document.pk),
            model_path="introduction",
            content_path="introduction",
            content_path_hash=ReferenceIndex._get_content_path_hash("introduction"),
        )

    @pytest.mark.parametrize("make", [make_document, make_image])
    def test_a_page_of_another_type_opens_what_it_shows_while_it_is_open(self, case, make):
        home = DisclosureIndexPage.objects.get(pk=case.column.home.pk)
        file = make()
        address = file.url if make is make_document else address_of(file)
        self.link(home, file)
        assert Client().get(address).status_code == 200
        restriction = PageViewRestriction.objects.create(page=home, restriction_type="login")
        assert Client().get(address).status_code == 404
        assert sign_in(case.people["stranger"]).get(address).status_code == 200
        restriction.delete()
        states.Page.objects.filter(pk=home.pk).update(live=False)
        assert Client().get(address).status_code == 404

    def test_a_draft_does_not_close_what_another_page_has_public(self, case):
        form = make_document("申请表", name="表.txt")
        self.link(DisclosureIndexPage.objects.get(pk=case.column.home.pk), form)
        case.item.attachments.add(ItemAttachment(document=form))
        case.item.save_revision(user=case.staff.editor)
        assert Client().get(form.url).status_code == 200

    def test_what_was_withdrawn_is_not_left_open_by_a_forgotten_link(self, case):
        states.publish(case)
        self.link(DisclosureIndexPage.objects.get(pk=case.column.home.pk), case.document)
        assert Client().get(case.document.url).status_code == 200
        case.item.unpublish()
        assert Client().get(case.document.url).status_code == 404


class TestSeveralPages:
    """A file that several pages under review use."""

    @pytest.fixture
    def second(self, case):
        states.publish(case)
        other = ItemPageFactory(parent=case.column.category, organ=case.column.office)
        attach(other, case.document)
        return ItemPage.objects.get(pk=other.pk)

    def test_is_public_until_the_last_of_them_is_gone(self, case, second):
        case.item.unpublish()
        assert Client().get(case.document.url).status_code == 200
        second.unpublish()
        assert Client().get(case.document.url).status_code == 404

    def test_replaced_and_approved_for_one_it_is_public(self, case, second):
        replace_file(case.document, "新名单")
        assert Client().get(case.document.url).status_code == 404
        second.save_revision(user=case.staff.editor)
        with states.importing("测试数据"):
            second.get_latest_revision().publish()
        assert Client().get(case.document.url).status_code == 200


class TestRows:
    """What is kept of pages and files."""

    def rows(self):
        return sorted(FileUse.objects.values_list("kind", "is_public", "file_name"))

    def test_of_a_draft_only_that_it_uses_them(self, case):
        assert self.rows() == [("document", False, ""), ("image", False, "")]

    def test_of_a_public_page_what_was_let_out(self, case):
        states.publish(case)
        assert self.rows() == [
            ("document", True, case.document.file.name),
            ("image", True, case.image.file.name),
        ]
        states.unpublished(case)
        assert [public for _kind, public, _name in self.rows()] == [False, False]

    def test_a_draft_takes_nothing_away(self, case):
        states.publish(case)
        case.item.attachments.clear()
        case.item.body = []
        note_draft(case.item)
        assert [public for _kind, public, _name in self.rows()] == [True, True]

    def test_go_with_the_file(self, case):
        states.publish(case)
        case.item.delete()
        case.document.delete()
        case.image.delete()
        assert self.rows() == []

    def test_many_pages_take_as_many_statements_as_one(
        self, case, django_assert_num_queries, django_assert_max_num_queries
    ):
        def pages(number):
            items = []
            for _ in range(number):
                item = ItemPageFactory(
                    parent=case.column.category, organ=case.column.office, draft=True
                )
                item.attachments.add(ItemAttachment(document=make_document("x")))
                item.body = [("image", make_image())]
                # In memory, as with those that are loaded in bulk.
                item.corrections = item.wagtail_admin_comments = []
                items.append(item)
            return items

        few, many = pages(1), pages(6)
        # Documents, images, known rows, new rows; and perhaps a savepoint.
        with django_assert_max_num_queries(6) as asked:
            open_files_of(few, index=False)
        with django_assert_num_queries(len(asked)):
            open_files_of(many, index=False)
        assert FileUse.objects.filter(is_public=True).count() == 14

    def test_closing_what_is_closed_asks_once(self, case, django_assert_max_num_queries):
        with django_assert_max_num_queries(3):
            close_files(case.item.pk)


class TestQueries:
    """Every download asks; it has to be cheap."""

    def test_of_what_is_public(self, case, django_assert_num_queries):
        states.publish(case)
        document, image = case.addresses.values()
        # The document, whether it is open; Wagtail's check of the collection (2); and again.
        with django_assert_num_queries(5):
            Client().get(document)
        # The size of the image, whether it is open.
        with django_assert_num_queries(2):
            response = Client().get(image)
        with django_assert_num_queries(2):
            Client().get(image, headers={"If-None-Match": response["ETag"]})
        assert "Cookie" not in response.get("Vary", "")

    def test_of_what_is_not(self, case, rf, django_assert_max_num_queries):
        """However many pages use the file, and however many restrictions there are."""
        states.publish(case)
        case.item.unpublish()
        states.in_review(case)

        def count():
            numbers = {}
            for name, user in case.people.items():
                request = rf.get("/")
                # Nothing is known yet of what somebody may.
                request.user = type(user).objects.get(pk=user.pk) if user else AnonymousUser()
                request.session = {}
                with django_assert_max_num_queries(20) as asked:
                    readers.grounds_of(request, FileKind.DOCUMENT, case.document)
                numbers[name] = len(asked)
            return numbers

        one = count()
        for _ in range(4):
            item = ItemPageFactory(
                parent=case.column.category, organ=case.column.office, draft=True
            )
            item.attachments.add(ItemAttachment(document=case.document))
            item.save_revision(user=case.staff.editor)
            states.restrict(item, "password")
        assert count() == one
        assert one["anonymous"] == 4

    def test_of_many_documents_at_once(self, case, django_assert_num_queries):
        states.publish(case)
        public = [case.document]
        for _ in range(5):
            public.append(make_document("x"))
            attach(case.item, public[-1])
        with django_assert_num_queries(1):
            assert closed_documents([each.pk for each in public]) == set()
        closed = [make_document("y") for _ in range(5)]
        keys = {each.pk for each in closed}
        with django_assert_num_queries(3):
            assert closed_documents(keys | {each.pk for each in public}) == keys


def test_a_size_of_an_image_is_found_by_an_index():
    model = get_image_model().get_rendition_model()
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert found["gongkai_rendition_file"]["columns"] == ["file"]


class TestChecks:
    def test_the_site_gives_nothing_away(self):
        assert check_addresses() == []
        assert check_serve_method() == []

    @pytest.mark.parametrize("method", ["direct", "redirect"])
    def test_addresses_of_the_storage(self, settings, method):
        settings.WAGTAILDOCS_SERVE_METHOD = method
        assert [each.id for each in check_serve_method()] == ["gongkai_review.W031"]

    def test_a_host_that_serves_its_media_itself(self, settings):
        settings.ROOT_URLCONF = "tests.review.careless_urls"
        assert [each.id for each in check_addresses()] == [
            f"gongkai_review.W03{number}" for number in (2, 3, 4)
        ]

    def test_media_on_another_host_are_not_seen_from_here(self, settings):
        settings.MEDIA_URL = "https://media.example.org/"
        assert check_addresses() == []


def test_thumbnails_are_shown_to_who_chooses(case):
    """In the list, the chooser and the editor; to no one else."""
    small = address_of(case.image, "max-165x165")
    assert sign_in(case.people["other editor"]).get(small).status_code == 200
    assert sign_in(case.people["stranger"]).get(small).status_code == 404
    assert Client().get(small).status_code == 404


def test_a_user_who_was_turned_off_has_nothing(case):
    client = sign_in(case.people["uploader"])
    assert client.get(case.document.url).status_code == 200
    case.people["uploader"].is_active = False
    case.people["uploader"].save()
    assert client.get(case.document.url).status_code == 404


def test_who_may_edit_everywhere_may_read_everywhere(case):
    office = UserFactory(groups=[case.staff.groups.office])
    assert sign_in(office).get(case.document.url).status_code == 200
