"""Nothing that is not public, and no alias, is at any address of the open data."""

from __future__ import annotations

import pytest

from open_data.addresses import public_addresses
from tests.open_data.conftest import PUBLIC, SECRET, SECRET_SLUG, body

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("files")
def test_no_address_shows_anything_private(client, column):
    addresses = public_addresses(column.home)
    assert len(addresses) > 15
    seen = ""
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        said = body(response).decode("utf-8", "replace")
        assert SECRET not in said, address
        assert SECRET_SLUG not in said, address
        assert "secret-closed" not in said, address
        assert "alias-of-second" not in said, address
        seen += said
    assert all(title in seen for title in PUBLIC)


@pytest.mark.usefixtures("files")
def test_what_is_withdrawn_is_gone_from_every_address_at_once(client, column, items, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.GONGKAI_OPEN_DATA_TASK_BACKEND = "default"
    addresses = public_addresses(column.home)
    for address in addresses:
        body(client.get(address))
    items[1].unpublish()
    for address in addresses:
        response = client.get(address)
        assert PUBLIC[1] not in body(response).decode("utf-8", "replace"), address
        assert "gong-kai-de-di-er-jian" not in body(client.get(address)).decode("utf-8", "replace")
