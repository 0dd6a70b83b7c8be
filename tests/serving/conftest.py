"""Two towns in one site, with the page cache on."""

from __future__ import annotations

import pytest
from django.test import Client

from catalogue.models import DisclosureSiteSettings
from tests.factories.catalogue import ItemPageFactory


@pytest.fixture(autouse=True)
def pages_are_kept(settings):
    settings.GONGKAI_SERVING_PAGES = True


def with_settings(column):
    # The first page that is ever shown makes the row.
    DisclosureSiteSettings.for_site(column.site)
    return column


@pytest.fixture
def column(column):
    return with_settings(column)


@pytest.fixture
def item(column):
    return ItemPageFactory(parent=column.category, organ=column.office, title="关于防汛的通知")


@pytest.fixture
def reader():
    """A visitor without any cookie."""
    return Client()
