"""The office looks after the files: it sees how they are, and has them made anew."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry

from open_data.formats import FORMATS
from open_data.models import DataFile
from open_data.services import refreshing

pytestmark = pytest.mark.django_db

REPORT = "/admin/gongkai-open-data/"


@pytest.fixture
def _signed_in(client, staff):
    client.force_login(staff.office)


@pytest.mark.usefixtures("_signed_in", "files")
def test_the_office_sees_the_files(client, column):
    text = client.get(REPORT).content.decode()
    assert column.home.title in text
    assert "可以下载" in text
    assert "2013 JSON Lines（含正文）" in text
    assert f"/data/{column.home.pk}/2013.csv" in text
    assert client.get(f"{REPORT}results/?year=2014").status_code == 200
    assert client.get(f"{REPORT}?export=csv").status_code == 200
    assert f'"{REPORT}"' in client.get("/admin/").content.decode()


@pytest.mark.usefixtures("_signed_in", "items")
@pytest.mark.parametrize("year", ["all", "2013"])
def test_the_office_has_files_made(client, column, staff, year, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{REPORT}build/{column.home.pk}/", {"year": year}, follow=True)
    assert "已要求重新生成" in response.content.decode()
    assert DataFile.objects.filter(wanted_at=None, item_count=3).count() == len(FORMATS)
    entry = PageLogEntry.objects.get(action=refreshing.BUILD)
    assert (entry.user, entry.page, entry.data) == (staff.office, column.home.page_ptr, entry.data)
    assert "2013" in entry.message


@pytest.mark.usefixtures("_signed_in", "items")
@pytest.mark.parametrize("year", ["", "2099", "x"])
def test_a_year_that_there_is_not_is_told(client, column, year):
    response = client.post(f"{REPORT}build/{column.home.pk}/", {"year": year}, follow=True)
    assert "没有公开的条目" in response.content.decode()
    assert not DataFile.objects.exists()


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("role", ["editor", "reviewer", "approver"])
def test_nobody_else_may(client, column, staff, role):
    client.force_login(getattr(staff, role))
    assert client.get(REPORT).status_code in {302, 403}
    response = client.post(f"{REPORT}build/{column.home.pk}/", {"year": "all"})
    assert response.status_code in {302, 403}
    assert not DataFile.objects.exclude(wanted_at=None).exists()
    assert f'"{REPORT}"' not in client.get("/admin/").content.decode()


@pytest.mark.usefixtures("_signed_in", "files")
def test_the_office_of_one_town_does_not_make_those_of_another(client, column):
    from tests.factories.catalogue import make_column

    other = make_column(name="邻镇", slug="other", as_site_root=False)
    assert client.post(f"{REPORT}build/999999/", {"year": "all"}).status_code == 404
    assert other.home.pk != column.home.pk


def test_the_service_asks_for_the_permission(column, staff):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        refreshing.build_by_hand(staff.editor, column.home, [2013])
