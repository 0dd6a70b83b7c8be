"""A column with its people, and its vocabularies."""

from __future__ import annotations

import pytest

from catalogue.models import Genre
from tests.factories.catalogue import make_staff


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def staff(column):
    people = make_staff(column)
    column.government.editors.add(people.editor)
    return people


@pytest.fixture
def genre():
    return Genre.objects.get_or_create(name="通知", defaults={"code": "tong-zhi"})[0]
