"""Nothing without a token, nothing beyond what its user may do, and a limit to guessing."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from wagtail.models import APIToken, GroupCollectionPermission

from catalogue.models import ItemPage
from search.services.extraction import extract_missing
from tests.api.writing import ITEM, ROOT, Program, body_of
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.documents import make_document
from tests.factories.images import make_image
from tests.factories.review import publish_reviewed

pytestmark = pytest.mark.django_db
SECRET = "没有公开的名称"


@pytest.fixture
def program(staff):
    return Program(staff.editor)


def addresses():
    """Every address of the API, with 1 for whatever it takes."""
    resolver = next(each for each in get_resolver().url_patterns if str(each.pattern) == "api/v3/")
    for each in resolver.url_patterns:
        converters = each.pattern.converters
        path = str(each.pattern)
        for name in converters:
            path = path.replace(
                next(
                    part for part in (f"<int:{name}>", f"<{name}>", f"<str:{name}>") if part in path
                ),
                "gongkai_catalogue.Organ" if name in {"type", "type_name"} else "1",
            )
        yield path


def test_nobody_does_anything_without_a_token(column, staff):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    paths = list(addresses())
    assert len(paths) > 30
    for program in (Program(), Program(token="wagtail_nonsense")):
        for path in [*paths, f"pages/{item.pk}/", "pages/?search=%E5%85%B3%E4%BA%8E"]:
            cache.clear()
            for method in ("get", "post", "patch", "delete", "put", "options", "head"):
                answer = program.call(method, path)
                assert answer.status_code == 401, (method, path, answer.status_code)
                assert item.title not in answer.content.decode()
                assert answer["WWW-Authenticate"] == "Bearer"
                assert "no-store" in answer["Cache-Control"]
    assert ItemPage.objects.filter(pk=item.pk).exists()


def test_being_signed_in_is_no_token(column, staff):
    client = Client()
    client.force_login(staff.admin)
    assert client.get(f"{ROOT}pages/").status_code == 401


@pytest.mark.parametrize("state", ["revoked", "inactive"])
def test_a_token_ends_with_its_revocation_and_with_its_user(program, staff, state):
    assert program.get("whoami/").json()["user"]["username"] == "editor"
    if state == "revoked":
        APIToken.objects.get().revoke()
    else:
        staff.editor.is_active = False
        staff.editor.save()
    assert program.get("whoami/").status_code == 401


def test_guessing_tokens_is_limited(program, settings):
    settings.GONGKAI_API_TOKEN_ATTEMPTS = (3, 600)
    guesses = [Program(token=APIToken.generate_token()).get("whoami/") for _each in range(5)]
    assert [answer.status_code for answer in guesses] == [401, 401, 401, 429, 429]
    assert int(guesses[-1]["Retry-After"]) > 0
    # A right guess would not be told from a wrong one either.
    assert program.get("whoami/").status_code == 429
    cache.clear()
    assert program.get("whoami/").status_code == 200


def test_who_sends_no_token_uses_up_no_attempts(program, settings):
    settings.GONGKAI_API_TOKEN_ATTEMPTS = (1, 600)
    for _each in range(3):
        assert Program().get("pages/").status_code == 401
    assert program.get("whoami/").status_code == 200


def test_writing_is_limited_by_token(program, column, settings):
    settings.GONGKAI_API_WRITES_LIMIT = (2, 600)
    answers = [program.post("disclosure/items/", body_of(column, str(n))) for n in range(4)]
    assert [answer.status_code for answer in answers][2:] == [429, 429]
    assert program.get("whoami/").status_code == 200


def test_an_editor_sees_own_drafts_and_nobody_elses(program, column, staff):
    mine = ItemPageFactory(
        parent=column.category, organ=column.office, owner=staff.editor, draft=True
    )
    others = ItemPageFactory(
        parent=column.category, organ=column.office, owner=UserFactory(), draft=True, title=SECRET
    )
    listing = program.get("pages/").json()
    assert mine.pk in [each["id"] for each in listing["items"]]
    for path in ("pages/", "pages/?search=没有", f"pages/?type={ITEM}&title={SECRET}"):
        assert SECRET not in program.get(path).content.decode()
    for path in (
        f"pages/{others.pk}/",
        f"pages/{others.pk}/?version=draft",
        f"pages/{others.pk}/revisions/",
        f"disclosure/items/{others.pk}/review/",
        f"pages/find/?html_path={others.url}",
    ):
        answer = program.get(path)
        assert answer.status_code in {403, 404}, (path, answer.content)
        assert SECRET not in answer.content.decode()
    for method, path, body in (
        ("patch", f"pages/{others.pk}/", {"title": "改了"}),
        ("delete", f"pages/{others.pk}/", None),
        ("post", f"pages/{others.pk}/actions/delete/", {}),
        ("post", f"disclosure/items/{others.pk}/submission/", {}),
        ("delete", f"disclosure/items/{others.pk}/submission/", None),
    ):
        answer = program.call(method, path, body)
        assert answer.status_code in {403, 404, 405}, (path, answer.content)
    assert ItemPage.objects.get(pk=others.pk).title == SECRET


def test_files_are_not_listed_and_those_of_others_not_told(program, column, staff):
    """Wagtail's own operations would list the titles of files that belong to drafts."""
    elsewhere = make_document("内容", title=SECRET)
    picture = make_image(title=SECRET)
    for path in (
        "documents/",
        "images/",
        f"documents/?title={SECRET}",
        "documents/?search=没有",
        f"documents/{elsewhere.pk}/",
        f"images/{picture.pk}/",
    ):
        answer = program.get(path)
        assert answer.status_code in {403, 404}, path
        assert SECRET not in answer.content.decode()
    own = program.upload("documents/", ContentFile(b"%PDF-1.4", "a.pdf"), "自己的").json()["id"]
    assert program.get(f"documents/{own}/").json()["title"] == "自己的"
    assert GroupCollectionPermission.objects.exists()


def test_a_document_that_an_item_uses_is_not_deleted(staff, column):
    program = Program(staff.admin)
    key = make_document("内容", title="附件").pk
    item = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
    item.attachments.create(document_id=key)
    item.save()
    answer = program.delete(f"documents/{key}/")
    assert answer.status_code == 409, answer.content
    assert "先在条目中去掉" in answer.json()["detail"]


def test_a_public_document_is_not_renamed_past_the_review(staff, column):
    program = Program(staff.admin)
    key = make_document("内容", title="附件").pk
    item = ItemPageFactory(
        parent=column.category, organ=column.office, owner=staff.editor, draft=True
    )
    draft = item.get_latest_revision_as_object()
    draft.attachments.create(document_id=key)
    draft.save_revision(user=staff.editor)
    extract_missing()
    publish_reviewed(item, staff)
    answer = program.patch(f"documents/{key}/", {"title": SECRET})
    assert answer.status_code == 422
    assert "改名也要经过审查" in answer.json()["detail"]


def test_the_document_of_the_api_needs_a_token_and_its_page_is_not_served(program):
    document = program.get("openapi.json").json()
    assert "/api/v3/disclosure/items/{item_id}/submission/" in document["paths"]
    assert program.get("docs/").status_code == 404


def test_a_page_that_is_being_reviewed_is_locked_for_its_editor(program, column, staff):
    key = program.post("disclosure/items/", body_of(column)).json()["id"]
    assert program.post(f"disclosure/items/{key}/submission/").status_code == 200
    answer = program.patch(f"pages/{key}/", {"title": "改了"})
    assert answer.status_code == 403
    assert ItemPage.objects.get(pk=key).get_latest_revision_as_object().title != "改了"
