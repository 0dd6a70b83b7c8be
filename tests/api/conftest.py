"""A column with one of each thing that the API shows, and of each that it must not show."""

from __future__ import annotations

import pytest

from tests.factories.catalogue import ItemPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(client):
    """Ask the API: ``api("items/", limit=2)``."""

    def ask(path: str = "", **parameters):
        return client.get(f"/api/v1/{path}", parameters)

    return ask


@pytest.fixture
def item(column):
    """One item of the first category."""
    return ItemPageFactory(parent=column.category, organ=column.office)
