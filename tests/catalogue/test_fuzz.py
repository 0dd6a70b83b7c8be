"""Anything at all in the address or in the form: an answer, never an exception."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from catalogue.filters import ItemFilterSet
from tests.catalogue.many import many_items
from tests.factories.catalogue import UserFactory, make_column

pytestmark = pytest.mark.django_db

fuzzing = settings(
    max_examples=30,
    deadline=None,
    # Each example is a request or two: looking for the smallest one takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Lone surrogates cannot be sent; everything else can, NUL and controls included.
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.integers().map(str),
    st.sampled_from(
        ["", "\x00", "%", "_", "'", '"', "\\", "9" * 400, "长" * 3000, "😀", "\u202e", "../"]
    ),
)
NAMES = ["page", "month", *ItemFilterSet.base_filters]
VALUES = ["20-01", "document", "2013", "valid", "si-men-zhen", "-published_on", "index_number"]
queries = st.lists(
    st.tuples(st.sampled_from(NAMES) | texts, st.sampled_from(VALUES) | texts), max_size=6
)


@fuzzing
@given(queries)
@example([("q", "\x00")])
@example([("year", "99999999999999"), ("month", "13"), ("page", "-1")])
@example([("q", "a " * 49)])
@example([("q", "x"), ("q", "y"), ("kind", "news"), ("kind", "news")])
@example([(name, "😀" * 3000) for name in NAMES])
def test_any_query_string_gets_a_list(visitor, pairs):
    client, addresses = visitor
    query = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    for address in addresses:
        response = client.get(address, query)
        assert response.status_code == 200
        assert response.context["total"] >= 0


@settings(fuzzing, max_examples=15)
@given(queries, st.sampled_from(["csv", "xlsx", "json"]))
@example([(name, "😀" * 3000) for name in NAMES], "csv")
def test_any_query_string_gets_a_file_or_the_list(visitor, pairs, file_format):
    client, (address, _category) = visitor
    response = client.get(f"{address}export/{file_format}/", dict(pairs))
    assert response.status_code in (200, 302)
    assert response.getvalue() or response.status_code == 302


@pytest.fixture
def visitor(client):
    column = make_column()
    many_items(column, 30)
    return client, (column.catalogue.get_url(), column.category.get_url())


# What an editor types or chooses; the hidden fields that Wagtail's scripts keep have a test below.
FIELDS = [
    "title", "kind", "organ", "document_number", "genre", "written_on", "published_on", "topic",
    "audience", "keywords", "summary", "effective_on", "expires_on", "repealed_on", "repealed_by",
    "interprets", "disclosure_mode", "disclosure_period", "index_number", "slug", "go_live_at",
    "expire_at", "attachments-0-title",
]  # fmt: skip
entries = st.one_of(
    texts,
    st.dates().map(str),
    st.sampled_from(
        ["document", "proactive", "permanent", "text", "table", "1", "2", "{}", "null", "[]"]
    ),
)


@settings(fuzzing, max_examples=30)
@given(
    st.dictionaries(st.sampled_from(FIELDS), entries),
    texts,
    st.sampled_from([{}, {"action-publish": "1"}, {"action-submit": "1"}]),
)
@example({"title": "通知", "index_number": "\x00"}, "", {"action-publish": "1"})
@example({"title": "通知", "document_number": "[2013]" + "9" * 5000}, "", {})
@example({"title": "通知", "written_on": "0001-01-01", "published_on": "9999-12-31"}, "", {})
@example({"title": "通知", "interprets": "0711-08-31"}, "", {})
@example({"title": "通知", "repealed_by": "9" * 30}, "", {})
def test_any_entries_in_the_item_form_get_an_answer(editor, entered, text, action):
    client, address, complete = editor
    body = {"body-0-value": rich_text(text)}
    response = client.post(address, {**complete, **body, **entered, **action})
    assert response.status_code in (200, 302)
    if response.status_code == 200:
        form = response.context["form"]
        assert form.errors or form.formsets or not form.is_valid()


BLOCK = {"type": "text", "value": "", "order": "0", "deleted": "", "id": ""}
ATTACHMENT = {"document": "", "id": "", "title": "", "ORDER": "1", "DELETE": ""}


def rich_text(text):
    """What the editor widget sends for one paragraph."""
    block = {
        "key": "a1b2c",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    return json.dumps({"blocks": [block], "entityMap": {}})


@pytest.fixture
def editor(client):
    column = make_column()
    client.force_login(UserFactory(admin=True))
    address = reverse(
        "wagtailadmin_pages:add", args=("gongkai_catalogue", "itempage", column.category.pk)
    )
    complete = nested_form_data(
        {
            "title": "关于农村公路的通知",
            "kind": "document",
            "organ": str(column.office.pk),
            "written_on": "2013-03-01",
            "published_on": "2013-03-04",
            "disclosure_mode": "proactive",
            "disclosure_period": "permanent",
            "body": {"count": "1", "0": BLOCK},
            "attachments": {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "0": ATTACHMENT},
            "corrections": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        }
    )  # fmt: skip
    return client, address, complete


@pytest.mark.usefixtures("imports")
def test_the_complete_form_publishes(editor):
    client, address, complete = editor
    complete = {**complete, "body-count": "0", "attachments-TOTAL_FORMS": "0"}
    response = client.post(address, {**complete, "action-publish": "1"})
    assert response.status_code == 302
    item = Page.objects.get(title=complete["title"]).specific
    assert item.live
    assert item.index_number.endswith("/2013-00001")


@pytest.mark.parametrize(
    "damage",
    [
        {"body-count": "abc"},
        {"body-count": None},
        {"body-count": "9" * 30},
        {"body-0-order": "x"},
        {"body-0-order": None},
        {"body-0-type": None},
        {"body-0-deleted": None},
        {"body-0-value": "{"},
        {"body-0-value": "[]"},
        {"body-0-value": '{"blocks": 5}'},
        {"body-0-type": "table", "body-0-value": "12"},
        {"body-0-type": "attachment", "body-0-value": "abc"},
        {"body-0-type": "image", "body-0-value-image": "9" * 30},
        {"attachments-0-document": "x"},
    ],
    ids=str,
)
def test_a_damaged_form_is_a_bad_request(editor, damage):
    client, address, complete = editor
    sent = {**complete, "body-0-value": rich_text("正文"), **damage}
    sent = {name: value for name, value in sent.items() if value is not None}
    assert client.post(address, sent).status_code == 400
