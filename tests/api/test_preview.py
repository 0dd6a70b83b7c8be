"""A draft in a front end of its own: shown for a while to who has the token, and to nobody else."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.urls import reverse

from api.v1.api import api as v1
from tests.factories.pages import GuidePageFactory

pytestmark = pytest.mark.django_db

FRONT_END = "http://front.example:8001"
MODE = "gongkai-front-end"


@pytest.fixture(autouse=True)
def front_end(settings):
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": FRONT_END}}


@pytest.fixture
def opened(admin_client):
    """Preview the newest draft of a page in the front end; the address that it is opened with."""

    def open_(page):
        view = reverse("wagtailadmin_pages:view_draft", args=(page.pk,))
        answer = admin_client.get(view, {"mode": MODE})
        assert answer.status_code == 200
        address = re.search(r'src="([^"]+)"', answer.content.decode()).group(1)
        return urlsplit(address.replace("&amp;", "&"))

    return open_


def token_of(address):
    return parse_qs(address.query)["token"][0]


def changed(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def test_the_front_end_gets_the_draft_and_the_public_does_not(api, opened, item):
    changed(item, title="改了一半的标题", body=[("text", "<p>还没有公开的话。</p>")])
    address = opened(item)
    assert f"{address.scheme}://{address.netloc}" == FRONT_END
    answer = api("preview/", token=token_of(address))
    assert answer.status_code == 200
    draft = answer.json()
    assert draft["type"] == "item"
    assert draft["item"]["title"] == "改了一半的标题"
    assert "还没有公开的话" in draft["item"]["body_html"]
    assert draft["item"]["organ"]["code"] == item.organ.slug
    assert api(f"items/{item.pk}/").json()["title"] != "改了一半的标题"


def test_a_draft_looks_as_the_item_will(api, opened, item):
    """The same fields of the same shapes, so that a front end needs one view for both."""
    draft = api("preview/", token=token_of(opened(item))).json()["item"]
    assert draft == api(f"items/{item.pk}/").json()


def test_a_guide_can_be_previewed(api, opened, column):
    guide = GuidePageFactory(parent=column.home)
    changed(guide, office_name="党政综合办公室")
    draft = api("preview/", token=token_of(opened(guide))).json()
    assert draft["type"] == "guide"
    assert draft["guide"]["office"]["name"] == "党政综合办公室"


def test_answers_with_drafts_are_kept_nowhere(api, opened, item):
    token = token_of(opened(item))
    answer = api("preview/", token=token)
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    changed(item, title="又改了")
    assert api("preview/", token=token_of(opened(item))).json()["item"]["title"] == "又改了"


@pytest.mark.parametrize("token", ["", "x", "x:y:z"])
def test_without_the_token_nothing_is_told(api, item, token):
    assert api("preview/", token=token).status_code == 404


def test_a_token_that_nobody_stored_a_draft_under_opens_nothing(api):
    signer = signing.TimestampSigner(salt="headlesspreview.token")
    assert api("preview/", token=signer.sign("id=1")).status_code == 404


def test_a_token_ends(api, opened, item, settings):
    token = token_of(opened(item))
    settings.GONGKAI_API_PREVIEW_SECONDS = 0
    assert api("preview/", token=token).status_code == 404


def test_without_a_front_end_there_is_no_preview_in_it(item, settings):
    assert MODE in dict(item.preview_modes)
    settings.WAGTAIL_HEADLESS_PREVIEW = {}
    assert MODE not in dict(item.preview_modes)


def test_two_looks_have_tokens_of_their_own(opened, item):
    assert token_of(opened(item)) != token_of(opened(item))


def test_the_operation_is_documented():
    assert "/api/v1/preview/" in v1.get_openapi_schema(path_prefix="/api/v1")["paths"]
