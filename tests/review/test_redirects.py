"""Old addresses lead to what is public, and tell nothing of what never was."""

from __future__ import annotations

import pytest
from wagtail.contrib.redirects.models import Redirect

from review.redirect_checks import check_redirects
from tests.factories.catalogue import ItemPageFactory

pytestmark = pytest.mark.django_db
OLD = "/art/2013/5/3/art_1_1.html"


@pytest.fixture
def moved(column):
    """A function that lets an old address lead to a page."""

    def make(page, path=OLD, **where):
        return Redirect.objects.create(
            old_path=path, redirect_page=page, site=column.site, is_permanent=True, **where
        )

    return make


@pytest.mark.parametrize("asked", [OLD, f"{OLD}/", f"{OLD}?from=search"])
def test_an_old_address_leads_to_the_public_page(client, column, moved, asked):
    page = ItemPageFactory(parent=column.category)
    moved(page)
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, page.url)


def test_of_a_draft_not_even_the_address_is_told(client, draft, moved):
    moved(draft)
    answer = client.get(OLD)
    assert answer.status_code == 404
    assert "Location" not in answer
    assert draft.slug not in answer.content.decode()


def test_what_was_withdrawn_is_still_found_to_be_so(client, column, moved):
    page = ItemPageFactory(parent=column.category)
    page.unpublish()
    moved(page)
    assert client.get(OLD)["Location"] == page.url


def test_other_redirects_are_wagtails(client, column, moved):
    page = ItemPageFactory(parent=column.category)
    moved(page, "/old?id=7")
    Redirect.objects.create(old_path="/away", redirect_link="https://example.org/", site=None)
    assert client.get("/old/?id=7")["Location"] == page.url
    assert client.get("/away/")["Location"] == "https://example.org/"
    assert client.get("/nothing/").status_code == 404
    assert client.get("/%00/").status_code == 404


def test_a_host_with_wagtails_own_middleware_is_told(settings):
    assert check_redirects() == []
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    ]
    assert [each.id for each in check_redirects()] == ["gongkai_review.W035"]
