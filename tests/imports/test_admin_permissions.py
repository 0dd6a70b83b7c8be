"""Who sees and does what with the batches of whom: every page by every role."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.services.roles import setup_moderation
from imports.models import ImportBatch, ImportMapping
from imports.services.batches import receive
from tests.factories.catalogue import PASSWORD, UserFactory, make_column

pytestmark = pytest.mark.django_db
OF_A_BATCH = ["batch", "columns", "progress", "report", "faulty", "original", "undo"]
POSTED = ["batch", "columns", "check", "undo"]
SHEET = "名称,成文日期,发布机构,类别\n通知,2013-05-03,泗门镇党政综合办公室,统计信息\n"


@pytest.fixture
def people(column, staff):
    """Everybody by name: the importer, and all who are not."""
    colleague = UserFactory(username="colleague", groups=[staff.groups.editors])
    column.offices[1].editors.add(colleague)
    other = make_column(name="临山镇", slug="linshan")
    groups = setup_moderation(other.home, prefix="临山镇")
    UserFactory(username="foreign-office", groups=[groups.office])
    UserFactory(username="nobody")
    return ["editor", "colleague", "reviewer", "approver", "office", "foreign-office", "admin"]


@pytest.fixture
def batch(column, staff, people):
    file = SimpleUploadedFile("条目.csv", SHEET.encode())
    return receive(staff.editor, file, column.home)


def url(name, *keys):
    return reverse(f"gongkai_imports:{name}", args=keys)


def sign_in(client, name):
    client.logout()
    assert client.login(username=name, password=PASSWORD)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("editor", True),
        ("office", True),
        ("admin", True),
        ("colleague", False),
        ("foreign-office", False),
        ("reviewer", False),
        ("approver", False),
        ("nobody", False),
    ],
)
def test_a_batch_is_its_importers_and_the_offices(client, batch, name, allowed):
    sign_in(client, name)
    for page in OF_A_BATCH:
        answer = client.get(url(page, batch.pk))
        if not allowed:
            assert answer.status_code in {302, 403, 404}, page
            assert answer.get("Location") != url("batch", batch.pk), page
            assert "条目.csv" not in answer.content.decode(), page
        else:
            # Nothing to undo yet: back to the batch.
            assert answer.status_code == (302 if page == "undo" else 200), page
    for page in POSTED:
        answer = client.post(url(page, batch.pk))
        if not allowed:
            assert answer.status_code in {302, 403, 404}, page
    if not allowed:
        batch.refresh_from_db()
        assert batch.state == "received"


def test_the_list_shows_what_somebody_may_look_after(client, batch):
    shown = {}
    for name in ("editor", "colleague", "office", "foreign-office", "admin"):
        sign_in(client, name)
        answer = client.get(url("index"))
        assert answer.status_code == 200
        shown[name] = "条目.csv" in answer.content.decode()
    assert shown == {
        "editor": True,
        "colleague": False,
        "office": True,
        "foreign-office": False,
        "admin": True,
    }


@pytest.mark.parametrize("name", ["reviewer", "approver", "nobody"])
@pytest.mark.parametrize("page", ["index", "add", "template", "export"])
def test_who_imports_nothing_gets_none_of_the_pages(client, people, name, page):
    sign_in(client, name)
    answer = client.get(url(page))
    assert answer.status_code in {302, 403}


def test_visitors_are_asked_to_sign_in(client, batch):
    for page in OF_A_BATCH:
        answer = client.get(url(page, batch.pk))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


def test_the_stored_sheet_has_no_address_of_its_own(client, batch):
    sign_in(client, "admin")
    assert client.get(f"/media/{batch.file.name}").status_code == 404
    answer = client.get(url("original", batch.pk))
    assert b"".join(answer).decode() == SHEET
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]


def test_only_ones_own_column_and_organs_are_offered(client, column, people):
    sign_in(client, "editor")
    page = client.get(url("add")).content.decode()
    assert "泗门镇党政综合办公室" in page
    assert "泗门镇农业办公室" not in page
    assert "临山镇政府信息公开" not in page
    file = SimpleUploadedFile("条目.csv", SHEET.encode())
    foreign = type(column.home).objects.exclude(pk=column.home.pk).get()
    answer = client.post(url("add"), {"file": file, "column": foreign.pk})
    assert "column" in answer.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_mappings_are_their_makers_and_the_offices(client, staff, people):
    mapping = ImportMapping.objects.create(
        name="台账", columns={"甲": "title"}, created_by=staff.editor
    )
    for name, allowed in [("editor", True), ("colleague", False), ("office", True)]:
        sign_in(client, name)
        assert "台账" in client.get(reverse("gongkai_imports_mappings:index")).content.decode()
        address = reverse("gongkai_imports_mappings:edit", args=[mapping.pk])
        answer = client.post(address, {"name": f"{name}的台账"})
        mapping.refresh_from_db()
        assert (mapping.name == f"{name}的台账") == allowed, answer.status_code
        mapping.name = "台账"
        mapping.save()
    assert mapping.columns == {"甲": "title"}
    sign_in(client, "colleague")
    delete = reverse("gongkai_imports_mappings:delete", args=[mapping.pk])
    client.post(delete)
    assert ImportMapping.objects.exists()
    sign_in(client, "editor")
    client.post(delete)
    assert not ImportMapping.objects.exists()
