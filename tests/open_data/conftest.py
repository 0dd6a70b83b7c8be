"""A column with items of all kinds, among them what nobody may read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from open_data.services import building
from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory

SECRET = "机密甲乙丙"
# How it stands in addresses.
SECRET_SLUG = "ji-mi-jia-yi-bing"
PUBLIC = ("公开的第一件", "公开的第二件", "公开的第三件")


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.fixture
def items(column):
    """Three public items of 2013, and nine things with :data:`SECRET` that are not."""
    found = [
        ItemPageFactory(
            parent=column.category,
            organ=column.office,
            title=title,
            slug=f"public-{number}",
            summary="摘要",
            body=[("text", f"<p>正文之{number}</p>")],
            document_number=f"泗政〔2013〕{number}号",
            keywords="公路 养护",
            published_on=date(2013, 3, number),
        )
        for number, title in enumerate(PUBLIC, start=1)
    ]
    secret = {"organ": column.office, "summary": SECRET, "body": [("text", f"<p>{SECRET}</p>")]}
    soon = timezone.now() + timedelta(days=1)
    make = {"parent": column.category, **secret}
    ItemPageFactory(draft=True, title=f"{SECRET}草稿", slug="secret-draft", **make)
    ItemPageFactory(
        draft=True, title=f"{SECRET}定时", slug="secret-scheduled", go_live_at=soon, **make
    )
    expired = ItemPageFactory(title=f"{SECRET}过期", slug="secret-expired", **make)
    expired.expired = True
    expired.unpublish()
    withdrawn = ItemPageFactory(title=f"{SECRET}撤下", slug="secret-withdrawn", **make)
    withdrawn.unpublish()
    private = ItemPageFactory(title=f"{SECRET}限制", slug="secret-private", **make)
    restrict(private)
    closed = CategoryPageFactory(
        parent=column.catalogue, title=f"{SECRET}类", slug="secret-closed", code="secret-closed"
    )
    restrict(closed)
    ItemPageFactory(title=f"{SECRET}类中", slug="secret-inside", **{**make, "parent": closed})
    # A draft of a public item.
    changed = found[0]
    changed.title = f"{SECRET}修改稿"
    changed.save_revision()
    changed.refresh_from_db()
    found[1].create_alias(parent=column.categories[2], update_slug="alias-of-second")
    return found


@pytest.fixture
def files(column, items):
    """The files of 2013, made."""
    assert building.build(column.home, 2013) == len(items)


def body(response):
    """The bytes of an answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content
