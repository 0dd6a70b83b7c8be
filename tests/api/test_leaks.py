"""Nothing that is not public is told by any address of the API, by whatever it is hidden."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.timezone import localdate

from catalogue.models import ItemPage
from review.services.withdrawal import withdraw
from tests.api.content import public_content
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.documents import make_document
from tests.factories.notices import NoticeBoardFactory, PostingFactory
from tests.factories.pages import GuidePageFactory
from tests.search.test_leaks import SECRET, SECRET_NUMBER, SHARED, WAYS, hidden_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]


def closed_attachment(column):
    """A file that a public item was corrected to name, when the correction is not public yet."""
    item = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴名单")
    document = make_document(SECRET, name=f"{SECRET}.txt", title=f"{SECRET}附件")
    apps.get_model("gongkai_catalogue", "ItemAttachment").objects.create(
        item=item, document=document
    )


def unpublished_changes(column):
    """A public item whose next version speaks of something else."""
    item = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴标准")
    item.title = f"{SECRET}养蜂场名单"
    item.body = f'[{{"type": "text", "value": "<p>{SECRET}</p>"}}]'
    item.document_number = SECRET_NUMBER
    item.save_revision()


def related(column):
    """A public item that names hidden ones, and is named by one."""
    item = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴解读")
    hidden = hidden_item(column, draft=True)
    ItemPage.objects.filter(pk=item.pk).update(interprets=hidden, repealed_by=hidden)
    ItemPage.objects.filter(pk=hidden.pk).update(interprets=item, repealed_by=item)


def alias_in_a_hidden_place(column):
    """A hidden item that an alias repeats in a public category."""
    item = hidden_item(column, draft=True)
    item.create_alias(parent=column.policies, update_slug="alias")


def withdrawn(column):
    """An item that was taken back because its title should not have become public."""
    admin = UserFactory(admin=True)
    withdraw(hidden_item(column), admin, f"涉及{SECRET}", shows_title=False)


def postings(column):
    """What the register of postings has beside that which the page of an item tells."""
    board = NoticeBoardFactory(organ=column.office)
    secret_board = NoticeBoardFactory(organ=column.office, name=f"{SECRET}宣传栏")
    inner_board = NoticeBoardFactory(organ=column.office, name=f"{SECRET}内部栏", is_public=False)
    item = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴公示")
    guide = GuidePageFactory(parent=column.home, slug="old", live=False)
    private = {"posted_by": SECRET, "note": SECRET, "title": SECRET, "photo": "secret.jpg"}
    PostingFactory(board=board, page=item, **private)
    PostingFactory(board=inner_board, page=item)
    PostingFactory(board=secret_board, page=item, posted_on=localdate() + timedelta(days=1))
    PostingFactory(board=secret_board, page=None)
    for page in (hidden_item(column, draft=True), guide):
        PostingFactory(board=secret_board, page=page)


def draft_report(column):
    """A report of which nobody may know yet."""
    index = apps.get_model("gongkai_pages", "AnnualReportIndexPage")
    page = apps.get_model("gongkai_pages", "AnnualReportPage")
    parent = column.home.add_child(instance=index(title="政府信息公开年报", slug="reports"))
    parent.add_child(
        instance=page(title=f"{SECRET}年度报告", slug="2009", year=2009, form="2008", live=False)
    )


ALL = {
    **WAYS,
    "closed attachment": closed_attachment,
    "unpublished changes": unpublished_changes,
    "related": related,
    "alias": alias_in_a_hidden_place,
    "draft report": draft_report,
    "postings": postings,
    "withdrawn": withdrawn,
}
# Cells of the statutory form on state secrets bear the word in their codes.
OF_THE_FORM = re.compile(r'"(t3|s)\.\w*secret\.?\w*"')
NARROWINGS = [
    {},
    {"q": SHARED},
    {"kind": "news"},
    {"year": 2009},
    {"order": "published_on"},
    {"fields": "title,url"},
    {"limit": 100},
]


def addresses(client, path, operation):
    """Addresses of an operation: for each page there is, under each narrowing."""
    names = {each["name"]: each for each in operation["parameters"]}
    pages = apps.get_model("wagtailcore", "Page").objects.values_list("pk", flat=True)
    paths = [path]
    for name, each in names.items():
        if each["in"] == "path":
            values = list(pages) if name.endswith("id") else [2009, 2012, 2021]
            paths = [one.replace(f"{{{name}}}", str(value)) for one in paths for value in values]
    narrowings = [one for one in NARROWINGS if set(one) <= set(names)]
    if len(paths) > 1:
        narrowings = [{}]
    required = {name: SHARED for name, each in names.items() if each.get("required")}
    for one in paths:
        for narrowing in narrowings:
            query = {n: v for n, v in required.items() if names[n]["in"] == "query"} | narrowing
            yield one, query


@pytest.fixture
def operations(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    return [(path, each["get"]) for path, each in paths.items()]


@pytest.mark.parametrize("way", ALL)
def test_what_is_not_public_is_not_told(client, settings, operations, way):
    settings.GONGKAI_API_RATE_LIMIT = None
    settings.GONGKAI_SEARCH_RATE_LIMIT = None
    settings.GONGKAI_SEARCH_SUGGESTIONS_RATE_LIMIT = None
    column = public_content().column
    ALL[way](column)
    told = 0
    for path, operation in operations:
        for address, query in addresses(client, path, operation):
            response = client.get(address, query)
            text = OF_THE_FORM.sub("", response.content.decode())
            assert response.status_code in {200, 400, 404}, (address, query, text)
            for marker in (SECRET, "秘发", "secret"):
                assert marker not in text, (address, query)
            told += response.status_code == 200
    assert told > len(operations) / 2


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_found_by_its_own_words(client, way):
    """The words that were asked for come back in the address of the next page only."""
    column = public_content().column
    WAYS[way](column)
    for query in ({"q": SECRET}, {"q": SECRET_NUMBER}, {"q": "秘发"}):
        answer = client.get("/api/v1/items/", query).json()
        assert answer["items"] == [], query
        facets = client.get("/api/v1/facets/", query).json()
        assert facets["count"] == 0
        assert not any(v["count"] for each in facets["facets"] for v in each["values"])
    assert client.get("/api/v1/items/", {"category": "secret"}).status_code == 400


@pytest.mark.parametrize("way", WAYS)
def test_staff_are_told_no_more(client, way):
    column = public_content().column
    WAYS[way](column)
    client.force_login(UserFactory(admin=True))
    assert SECRET not in client.get("/api/v1/items/", {"limit": 100}).content.decode()
    for item in ItemPage.objects.filter(title__contains=SECRET):
        assert client.get(f"/api/v1/items/{item.pk}/").status_code == 404
