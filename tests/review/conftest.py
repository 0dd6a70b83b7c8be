"""A column, its people, and a draft of one of them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.catalogue import ItemPageFactory
from tests.review.finding_cases import reader


@pytest.fixture
def draft(column, staff):
    """An item that the editor wrote and nobody has seen."""
    return ItemPageFactory(
        parent=column.category, organ=column.office, owner=staff.editor, draft=True
    )


@pytest.fixture
def client_of():
    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def read(django_capture_on_commit_callbacks):
    """A function that makes a document whose file is read at once."""
    return reader(django_capture_on_commit_callbacks)
