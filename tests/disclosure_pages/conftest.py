"""A column and its people."""

from __future__ import annotations

import pytest

from tests.factories.catalogue import make_column, make_staff


@pytest.fixture
def column():
    return make_column()


@pytest.fixture
def staff(column):
    return make_staff(column)
