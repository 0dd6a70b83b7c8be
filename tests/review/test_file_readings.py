"""Who was served what is not public is noted, once and for good."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from review.models import AppendOnlyError, FileReading
from tests.factories.catalogue import UserFactory
from tests.factories.documents import replace_file
from tests.factories.images import address_of
from tests.review import file_states as states

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return states.make_case()


def as_user(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def read(case, name="owner", **headers):
    """Ask for the document, and take what is sent."""
    response = as_user(case.people[name]).get(case.document.url, headers=headers)
    if response.streaming:
        response.getvalue()
    return response


class TestWhatIsNoted:
    def test_who_when_what_and_for_which_page(self, case):
        case.staff.editor.first_name, case.staff.editor.last_name = "小花", "陈"
        case.staff.editor.save()
        before = timezone.now()
        read(case)
        reading = FileReading.objects.get()
        assert before <= reading.at <= timezone.now()
        assert reading.reader_id == str(case.staff.editor.pk)
        assert reading.reader_name == "小花 陈（editor）"
        assert reading.kind == "document"
        assert reading.file_id == case.document.pk
        assert reading.file_title == case.document.title
        assert reading.file_name == case.document.file.name
        assert reading.file_hash == case.document.file_hash
        assert reading.page_id == case.item.pk
        assert reading.page_title == case.item.title

    def test_everybody_who_has_a_right(self, case):
        states.in_review(case)
        for name in ("owner", "reviewer", "office", "superuser", "uploader"):
            read(case, name)
        assert set(FileReading.objects.values_list("reader_name", flat=True)) == {
            "editor",
            "reviewer",
            "office",
            "admin",
            "uploader",
        }

    def test_not_what_is_public(self, case):
        states.publish(case)
        for name in case.people:
            assert read(case, name).status_code == 200
        assert not FileReading.objects.exists()

    def test_not_who_was_refused(self, case):
        for name in ("anonymous", "stranger", "other editor", "reviewer"):
            assert read(case, name).status_code == 404
        assert not FileReading.objects.exists()

    def test_who_knows_the_password_has_no_name(self, case):
        states.publish(case)
        restriction = states.restrict(case.item, "password")
        client = Client()
        session = client.session
        session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
        session.save()
        assert client.get(case.document.url).status_code == 200
        reading = FileReading.objects.get()
        assert (reading.reader_id, reading.reader_name) == ("", "")

    def test_the_page_may_be_gone(self, case):
        states.deleted(case)
        read(case, "uploader")
        assert FileReading.objects.get().page_id is None

    def test_no_network_address(self):
        assert not [
            field.name
            for field in FileReading._meta.get_fields()
            if "ip" in field.name.split("_") or "address" in field.name
        ]


class TestHowOften:
    def test_each_time(self, case):
        read(case)
        read(case)
        assert FileReading.objects.count() == 2

    def test_not_without_content(self, case):
        client = as_user(case.staff.editor)
        etag = client.head(case.document.url)["ETag"]
        assert client.get(case.document.url, headers={"If-None-Match": etag}).status_code == 304
        assert client.get(case.document.url, headers={"Range": "bytes=9999-"}).status_code == 416
        assert not FileReading.objects.exists()

    def test_once_for_a_file_that_is_fetched_in_pieces(self, case):
        for wanted in ("bytes=0-4", "bytes=5-9", "bytes=10-"):
            assert read(case, Range=wanted).status_code == 206
        assert FileReading.objects.count() == 1

    @pytest.mark.parametrize("wanted", ["bytes=1-", "bytes=-5", "bytes=1-2,4-5"])
    def test_a_piece_from_the_middle_is_a_reading_too(self, case, wanted):
        read(case, Range=wanted)
        assert FileReading.objects.count() == 1

    def test_pieces_of_another_content_or_another_reader(self, case):
        read(case, Range="bytes=1-")
        read(case, "office", Range="bytes=1-")
        replace_file(case.document, "换上的名单，也没有公开")
        read(case, Range="bytes=1-")
        assert FileReading.objects.count() == 3

    def test_pieces_on_another_day(self, case):
        read(case)
        first = FileReading.objects.get()
        FileReading.objects.create(
            **{
                field.name: getattr(first, field.name)
                for field in FileReading._meta.fields
                if field.name not in {"id", "at", "reader_id"}
            },
            reader_id=str(case.staff.office.pk),
            at=timezone.now() - timedelta(days=1),
        )
        read(case, "office", Range="bytes=1-")
        assert FileReading.objects.count() == 3

    def test_images_that_can_be_made_out(self, case):
        client = as_user(case.staff.editor)
        for spec in ("max-165x165", "max-100x100"):
            assert client.get(address_of(case.image, spec)).status_code == 200
        assert not FileReading.objects.exists()
        client.get(address_of(case.image, "max-800x600"))
        reading = FileReading.objects.get()
        assert (reading.kind, reading.file_id) == ("image", case.image.pk)


class TestForGood:
    @pytest.fixture
    def reading(self, case):
        read(case)
        return FileReading.objects.get()

    def test_not_through_the_models(self, reading):
        reading.reader_name = "别人"
        for change in (
            reading.save,
            reading.delete,
            FileReading.objects.all().delete,
            lambda: FileReading.objects.update(reader_name="别人"),
            lambda: FileReading.objects.bulk_update([reading], ["reader_name"]),
            lambda: FileReading.objects.update_or_create(pk=reading.pk),
        ):
            with pytest.raises(AppendOnlyError, match="只能追加"):
                change()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE gongkai_review_filereading SET reader_name = ''",
            "DELETE FROM gongkai_review_filereading",
        ],
    )
    def test_not_through_the_database(self, reading, statement):
        with (
            pytest.raises(DatabaseError, match="only ever added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert FileReading.objects.get().reader_name == "editor"

    def test_longer_than_people_files_and_pages(self, case, reading):
        case.item.delete()
        case.document.delete()
        case.staff.editor.delete()
        assert FileReading.objects.get().reader_name == "editor"


class TestReport:
    URL = "gongkai_review_file_readings"

    @pytest.fixture
    def office(self, case):
        read(case)
        read(case, "superuser")
        as_user(case.staff.editor).get(address_of(case.image))
        return as_user(case.staff.office)

    def rows(self, client, **query):
        response = client.get(reverse(self.URL), query)
        assert response.status_code == 200
        return [reading.reader_name for reading in response.context["object_list"]]

    @pytest.mark.parametrize("role", ["anonymous", "owner", "reviewer", "approver", "stranger"])
    def test_is_for_the_office(self, case, role):
        for address in (reverse(self.URL), reverse(f"{self.URL}_results")):
            assert as_user(case.people[role]).get(address).status_code == 302
        menu = as_user(case.people[role]).get("/admin/").content.decode()
        assert reverse(self.URL) not in menu

    def test_tells_who_read_what(self, case, office):
        html = office.get(reverse(self.URL)).content.decode()
        assert reverse(self.URL) in office.get("/admin/").content.decode()
        assert "现场照片" in html
        assert case.document.title in html
        assert reverse("wagtailadmin_pages:edit", args=[case.item.pk]) in html
        assert self.rows(office) == ["editor", "admin", "editor"]

    def test_can_be_searched(self, case, office):
        today = timezone.localdate()
        assert self.rows(office, reader="adm") == ["admin"]
        assert self.rows(office, file="照片") == ["editor"]
        assert len(self.rows(office, file=case.document.file_hash)) == 2
        assert len(self.rows(office, file=str(case.document.pk))) >= 2
        assert self.rows(office, file="9" * 30) == []
        assert len(self.rows(office, page=case.item.title)) == 3
        assert self.rows(office, kind="image") == ["editor"]
        assert len(self.rows(office, at_from=today.isoformat())) == 3
        assert self.rows(office, at_to=(today - timedelta(days=1)).isoformat()) == []
        assert (
            "没有符合条件"
            in office.get(reverse(f"{self.URL}_results"), {"reader": "没有这个人"}).content.decode()
        )

    def test_is_downloaded(self, case, office):
        UserFactory(username="=evil", admin=True)
        case.people["evil"] = type(case.staff.admin).objects.get(username="=evil")
        read(case, "evil")
        data = office.get(reverse(self.URL), {"export": "csv"}).getvalue()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert rows[0][:3] == ["时间", "查阅人", "查阅人编号"]
        assert len(rows) == 5
        assert rows[1][1] == "'=evil"
        sheet = office.get(reverse(self.URL), {"export": "xlsx"}).getvalue()
        book = openpyxl.load_workbook(io.BytesIO(sheet))
        assert book.active.max_row == 5
        assert {cell.data_type for cell in book.active["B"]} == {"s"}

    def test_takes_as_many_queries_for_many(self, case, office, django_assert_max_num_queries):
        address = reverse(self.URL)
        office.get(address)
        with django_assert_max_num_queries(40) as few:
            office.get(address)
        number = len(few)
        for _ in range(5):
            read(case)
        with django_assert_max_num_queries(number):
            office.get(address)

    def test_another_group_can_be_given_the_permission(self, case):
        user = UserFactory()
        user.user_permissions.add(
            Permission.objects.get(codename="access_admin"),
            Permission.objects.get(codename="view_filereading"),
        )
        assert as_user(user).get(reverse(self.URL)).status_code == 200
