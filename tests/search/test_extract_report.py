"""Editors see which files the public cannot search, in a report and where they edit."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from search.models import ExtractedFile
from search.viewsets.extracts import may_see
from tests.factories.catalogue import (
    GroupFactory,
    ItemPageFactory,
    UserFactory,
    make_staff,
)
from tests.factories.documents import attach, make_collection, make_document
from tests.factories.files import pdfs

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def item(column):
    return ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴办法")


def report(client, **query):
    return client.get(reverse("gongkai_search_admin:extracts"), query)


def titles(response):
    return {document.title for document in response.context["object_list"]}


@pytest.fixture
def files(item, commit):
    with commit():
        scan = make_document(name="扫描.pdf", data=pdfs.pdf(None))
        attach(item, scan)
        make_document("有字", name="文字.txt")
        make_document(name="一半.pdf", data=pdfs.pdf("这一页有文字，字数足够。", None))
    make_document("没有读", name="等待.txt")
    return scan


def test_the_report_names_files_causes_and_items(admin_client, files, item):
    response = report(admin_client)
    html = response.content.decode()
    assert titles(response) == {"扫描", "文字", "一半", "等待"}
    assert "公众检索不到这个文件" in html
    assert "其中1页是扫描件" in html
    assert reverse("wagtaildocs:edit", args=[files.pk]) in html
    assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in html


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("unfound", {"扫描", "一半"}),
        ("waiting", {"等待"}),
        ("partly", {"一半"}),
        ("no_text", {"扫描"}),
        ("done", {"文字", "一半"}),
        ("broken", set()),
    ],
)
def test_the_report_is_filtered_by_outcome(admin_client, files, status, expected):
    assert titles(report(admin_client, status=status)) == expected


def test_the_report_is_downloaded(admin_client, files):
    response = report(admin_client, export="csv")
    text = b"".join(response.streaming_content).decode()
    assert ".pdf,没有文字（扫描件或图片）,这是扫描件" in text
    assert ".txt,等待读取,," in text


def test_more_files_need_no_more_queries(
    admin_client, files, item, commit, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as few:
        report(admin_client)
    with commit():
        for number in range(6):
            attach(item, make_document(name=f"又{number}.pdf", data=pdfs.pdf(None)))
    with django_assert_max_num_queries(len(few)):
        report(admin_client)


def test_the_office_sees_all_and_an_editor_what_is_theirs(client, column, files, commit):
    staff = make_staff(column)
    client.force_login(staff.office)
    assert len(titles(report(client))) == 4
    collection = make_collection("党政办")
    group = GroupFactory()

    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupCollectionPermission.objects.create(
        group=group,
        collection=collection,
        permission=Permission.objects.get(
            content_type__app_label="wagtaildocs", codename="change_document"
        ),
    )
    make_document("自己的", name="自己.txt", collection=Collection.objects.get(pk=collection.pk))
    editor = UserFactory(groups=[group])
    client.force_login(editor)
    assert titles(report(client)) == {"自己"}


def test_who_has_no_documents_has_no_report(client, column):
    group = GroupFactory()

    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory(groups=[group])
    assert not may_see(user)
    client.force_login(user)
    assert report(client).status_code == 302
    client.logout()
    assert report(client).status_code == 302


def test_the_form_of_an_item_warns_and_lets_pass(admin_client, files, item):
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "不影响发布，请尽量更换" in html
    assert "《扫描》这是扫描件或者图片" in html
    ExtractedFile.objects.all().delete()
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "不影响发布，请尽量更换" not in html


def test_the_form_of_a_new_item_has_nothing_to_warn_of(admin_client, column):
    response = admin_client.get(
        reverse(
            "wagtailadmin_pages:add", args=["gongkai_catalogue", "itempage", column.category.pk]
        )
    )
    assert response.status_code == 200
    assert "请尽量更换" not in response.content.decode()
