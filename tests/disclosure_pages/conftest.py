"""A column for each test: many here make the towns of a county beside it, or instead of it."""

from __future__ import annotations

import pytest

from tests.factories.catalogue import make_column


@pytest.fixture
def column(db):
    return make_column()
