"""The wizard under hands that press twice, in two windows, or write addresses themselves."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import ItemPage
from imports.models import ImportBatch
from imports.services import batches
from tests.factories.catalogue import make_column
from tests.imports.test_admin import GOOD, sheet, start, upload, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(client, column, staff, django_capture_on_commit_callbacks):
    """A checked batch of the editor's, who is signed in."""
    client.force_login(staff.editor)
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(client, column, GOOD)
    batch.refresh_from_db()
    assert (batch.state, batch.good) == ("checked", 1)
    return batch


def test_a_second_press_imports_nothing_again(client, checked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            assert client.post(url("batch", checked.pk)).status_code == 302
    checked.refresh_from_db()
    assert (checked.state, checked.imported, checked.error) == ("done", 1, "")
    assert ItemPage.objects.filter(title=GOOD["信息名称"]).count() == 1
    assert client.get(url("batch", checked.pk)).status_code == 200


def test_a_sheet_that_is_sent_twice_is_a_duplicate(
    client, column, checked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        second = start(client, column, GOOD)
    for each in (checked, second):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url("batch", each.pk))
    second.refresh_from_db()
    assert (second.imported, second.duplicate) == (0, 1)
    assert ItemPage.objects.filter(title=GOOD["信息名称"]).count() == 1


def test_a_window_that_is_behind_is_told(
    client, checked, staff, django_capture_on_commit_callbacks
):
    columns = client.get(url("columns", checked.pk)).context["form"]
    batches.run(checked, staff.editor)
    chosen = {field.html_name: field.value() for field in columns.columns}
    late = client.post(url("columns", checked.pk), chosen)
    assert "已经导入" in late.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("check", checked.pk))
    checked.refresh_from_db()
    assert (checked.state, checked.imported) == ("done", 1)
    batches.undo(checked, staff.editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("batch", checked.pk)).status_code == 302
    checked.refresh_from_db()
    assert checked.state == "undone"
    assert not ItemPage.objects.filter(title=GOOD["信息名称"]).exists()
    assert client.post(url("undo", checked.pk)).status_code == 302


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 20, "9" * 4500, "１", "²"])
def test_a_mapping_that_is_none_is_no_mapping(client, checked, key):
    page = client.get(url("columns", checked.pk), {"saved": key})
    assert page.status_code == 200
    assert page.context["form"]["column-0"].value() == "title"


@pytest.mark.parametrize("name", ["column", "organ", "category", "kind", "saved"])
@pytest.mark.parametrize("value", ["9" * 20, "x", "-", "9-9", "\x00"])
def test_what_was_not_offered_is_said_beside_its_field(client, column, staff, name, value):
    client.force_login(staff.editor)
    answer = client.post(url("add"), {"file": sheet(GOOD), "column": column.home.pk, name: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors[name]
    assert not ImportBatch.objects.exists()


def test_another_towns_column_and_category_are_not_offered(client, column, staff):
    other = make_column(name="临山镇", slug="linshan")
    client.force_login(staff.editor)
    answer = upload(client, other, sheet(GOOD))
    assert answer.context["form"].errors["column"]
    answer = upload(client, column, sheet(GOOD), category=f"{other.home.pk}-20-01")
    assert answer.context["form"].errors["category"]
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/条目.csv", "..\\..\\条目.csv", "条目\n.csv", ".csv"])
def test_a_files_name_leads_nowhere(client, column, staff, name):
    client.force_login(staff.editor)
    file = sheet(GOOD)
    upload(client, column, SimpleUploadedFile(name, file.read(), "text/csv"))
    for batch in ImportBatch.objects.all():
        assert batch.file.name.startswith("gongkai_imports/")
        assert ".." not in batch.file.name
        assert client.get(url("original", batch.pk)).status_code == 200


def test_the_report_narrows_down_by_what_is_there_only(client, checked):
    for query in (
        {"state": "x"},
        {"column": "x"},
        {"p": "x"},
        {"p": "9" * 5000},
        {"state": "\x00"},
    ):
        assert client.get(url("batch", checked.pk), query).status_code == 200


def test_a_batch_that_is_gone_is_not_found(client, checked):
    assert client.get(url("batch", checked.pk + 1)).status_code == 404
    gone = reverse("gongkai_imports:batch", args=[10**17])
    assert client.get(gone).status_code == 404
    assert client.get(f"/admin/gongkai-imports/batches/{'9' * 25}/").status_code == 404
