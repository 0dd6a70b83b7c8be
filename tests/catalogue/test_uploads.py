"""Documents are what their names say."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Docx
from openpyxl import Workbook
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from catalogue.uploads import validate_document
from tests.factories.catalogue import ItemPageFactory, make_column, make_staff
from tests.factories.documents import attach, make_document

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 200
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def saved(thing) -> bytes:
    target = io.BytesIO()
    thing.save(target)
    return target.getvalue()


def container(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


DOCX, XLSX = saved(Docx()), saved(Workbook())
OFD, ZIP = container("OFD.xml", "Doc_0/Document.xml"), container("说明.txt")
CSV = "名称,数量\n通知,3\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.pdf", PDF),
        ("通知.PDF", b"\r\n" + PDF),
        ("通知.doc", OLE),
        ("统计表.xls", OLE),
        ("讲稿.ppt", OLE),
        ("通知.wps", OLE),
        ("通知.wps", DOCX),
        ("通知.docx", DOCX),
        ("统计表.xlsx", XLSX),
        ("讲稿.pptx", container("ppt/presentation.xml")),
        ("公文.ofd", OFD),
        ("附件.zip", ZIP),
        ("说明.txt", "请于3月1日前报送。".encode()),
        ("说明.txt", "请于3月1日前报送。".encode("gb18030")),
        ("统计表.csv", b"\xef\xbb\xbf" + CSV.encode()),
        ("统计表.csv", CSV.encode("gb18030") * 1000),
        ("统计表.csv", ("a" + CSV * 1000).encode()),
    ],
)
def test_real_files_are_taken(name, content):
    validate_document(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("通知.pdf", EXE, "exe"),
        ("通知.pdf", HTML, "不符"),
        ("通知.pdf", HTML + PDF, "不符"),
        ("通知.pdf", DOCX, "docx"),
        ("通知.pdf", PNG, "png"),
        ("通知.doc", DOCX, "docx"),
        ("通知.doc", b"{\\rtf1}", "rtf"),
        ("通知.docx", OLE, "不符"),
        ("通知.docx", XLSX, "xlsx"),
        ("通知.docx", ZIP, "zip"),
        ("公文.ofd", ZIP, "zip"),
        ("公文.ofd", PDF, "pdf"),
        ("附件.zip", b"PK\x03\x04 and then nothing", "不符"),
        ("说明.txt", EXE, "exe"),
        ("说明.txt", HTML, "不符"),
        ("统计表.csv", b"a,b\0c", "不符"),
        ("统计表.csv", b"a,\xff\xff,c\n", "不符"),
    ],
)
def test_files_under_a_false_name_are_refused(name, content, says):
    with pytest.raises(ValidationError) as caught:
        validate_document(SimpleUploadedFile(name, content))
    [message] = caught.value.messages
    assert says in message
    assert "另存为" in message


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="空的"):
        validate_document(SimpleUploadedFile("空.pdf", b""))


def test_a_file_that_is_too_large_is_refused_with_the_limit(settings):
    settings.GONGKAI_CATALOGUE_MAX_UPLOAD_SIZE = 20
    with pytest.raises(ValidationError, match="上限20"):
        validate_document(SimpleUploadedFile("大.pdf", PDF))


@pytest.fixture
def editor(client, db):
    staff = make_staff(make_column())
    client.force_login(staff.editor)
    return client, staff.groups.collection


def upload(client, collection, name, content):
    return client.post(
        reverse("wagtaildocs:add"),
        {
            "title": "附件",
            "file": SimpleUploadedFile(name, content),
            "collection": collection.pk,
            "tags": "",
        },
    )


def test_an_editor_uploads_a_pdf(editor):
    response = upload(*editor, "通知.pdf", PDF)
    assert response.status_code == 302
    assert get_document_model().objects.get().file.read() == PDF


def test_an_editor_is_told_at_the_field_that_a_pdf_is_none(editor):
    response = upload(*editor, "通知.pdf", EXE)
    assert response.status_code == 200
    assert "不符" in response.context["form"].errors["file"][0]
    assert not get_document_model().objects.exists()


def test_the_upload_of_several_files_names_the_wrong_one(editor):
    client, collection = editor
    response = client.post(
        reverse("wagtaildocs:add_multiple"),
        {
            "title": "x",
            "files[]": SimpleUploadedFile("通知.pdf", HTML),
            "collection": collection.pk,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.json()["success"] is False
    assert "不符" in response.json()["error_message"]


def test_the_upload_in_the_chooser_checks_as_well(editor):
    client, collection = editor
    response = client.post(
        reverse("wagtaildocs_chooser:create"),
        {
            "document-chooser-upload-title": "x",
            "document-chooser-upload-file": SimpleUploadedFile("通知.pdf", EXE),
            "document-chooser-upload-collection": collection.pk,
            "document-chooser-upload-tags": "",
        },
    )
    assert "不符" in response.json()["htmlFragment"]
    assert not get_document_model().objects.exists()


def test_changing_only_the_title_leaves_the_file_alone(editor):
    client, collection = editor
    upload(client, collection, "通知.pdf", PDF)
    document = get_document_model().objects.get()
    response = client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "新标题", "collection": collection.pk, "tags": ""},
    )
    assert response.status_code == 302
    assert get_document_model().objects.get().title == "新标题"


def test_svg_is_no_image(editor):
    client, collection = editor
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    response = client.post(
        reverse("wagtailimages:add"),
        {
            "title": "图",
            "file": SimpleUploadedFile("图.svg", svg, "image/svg+xml"),
            "collection": collection.pk,
            "tags": "",
        },
    )
    assert response.context["form"].errors["file"]
    assert not get_image_model().objects.exists()


@pytest.mark.django_db
def test_what_is_public_is_not_renamed_past_the_review(client):
    """The name of a file stands on the public page."""
    column = make_column()
    client.force_login(make_staff(column).admin)
    item = ItemPageFactory(parent=column.category, organ=column.office)
    document = make_document("附件的内容", title="审查过的名称")
    attach(item, document)
    url = reverse("wagtaildocs:edit", args=[document.pk])
    data = {"title": "没有审查过的名称", "collection": document.collection_id, "tags": ""}
    response = client.post(url, data)
    assert "改名也要经过审查" in str(response.context["form"].errors["title"])
    document.refresh_from_db()
    assert document.title == "审查过的名称"
