"""What is not public is neither found nor counted, quoted or named, by whatever it is hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories.catalogue import (
    CategoryPageFactory,
    ItemPageFactory,
    UserFactory,
    make_column,
)

pytestmark = pytest.mark.django_db

# Two words that stand in nothing but in what is hidden; the third is public as well.
SECRET, SECRET_NUMBER, SHARED = "獬豸", "秘发〔2013〕77号", "养蜂"


@pytest.fixture
def column():
    column = make_column()
    ItemPageFactory(
        parent=column.category, organ=column.office, title="养蜂补贴办法", summary="养蜂每箱一元。"
    )
    return column


def hidden_item(column, parent=None, **fields):
    return ItemPageFactory(
        parent=parent or column.categories[2],
        organ=column.offices[1],
        title=f"{SECRET}养蜂场名单",
        summary=f"养蜂与{SECRET}。",
        document_number=SECRET_NUMBER,
        kind="news",
        written_on=date(2009, 5, 6),
        published_on=date(2009, 5, 6),
        body=f'[{{"type": "text", "value": "<p>养蜂的{SECRET}</p>"}}]',
        **fields,
    )


def neighbour(column):
    """Make the column of another town, beside this one, and leave the site as it is."""
    other = make_column(name="临山镇", slug="linshan")
    column.site.root_page = column.home
    column.site.save()
    return other


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="secret"
    )
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="看得见的人"))


def draft(column):
    hidden_item(column, draft=True)


def changed_draft(column):
    """A public item whose unpublished changes speak of something else."""
    item = ItemPageFactory(
        parent=column.policies, organ=column.office, title="养蜂补贴办法的说明", kind="document"
    )
    item.title = f"{SECRET}养蜂场名单"
    item.summary = SECRET
    item.document_number = SECRET_NUMBER
    item.save_revision()
    item.unpublish()


def unpublished(column):
    hidden_item(column).unpublish()


def expired(column):
    item = hidden_item(column)
    item.expire_at = timezone.now() - timedelta(days=1)
    item.save_revision().publish()
    call_command("publish_scheduled")


def scheduled(column):
    item = hidden_item(column, draft=True)
    item.go_live_at = timezone.now() + timedelta(days=1)
    item.save_revision().publish()


def deleted(column):
    hidden_item(column).delete()


def private_page(kind):
    def hide(column):
        restrict(hidden_item(column), kind)

    return hide


def private_category(kind):
    def hide(column):
        category = CategoryPageFactory(
            parent=column.catalogue, title=f"{SECRET}养蜂类", code="secret"
        )
        hidden_item(column, parent=category)
        restrict(category, kind)

    return hide


def private_section(column):
    hidden_item(column, parent=column.policies)
    restrict(column.policies, "login")


def of_another_column(column):
    hidden_item(neighbour(column))


WAYS = {
    "draft": draft,
    "unpublished with changes": changed_draft,
    "unpublished": unpublished,
    "expired": expired,
    "scheduled": scheduled,
    "deleted": deleted,
    "another column": of_another_column,
    "section for staff": private_section,
    **{f"page by {kind}": private_page(kind) for kind in ("login", "password", "groups")},
    **{f"category by {kind}": private_category(kind) for kind in ("login", "password", "groups")},
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_public_is_not_told(column, client, way):
    WAYS[way](column)
    for query in (SHARED, SECRET, SECRET_NUMBER, f"{SECRET}养蜂场名单", f"养蜂 {SECRET}", "秘发"):
        for more in ("", "&kind=news", "&year=2009", "&order=-published_on", "&page=2"):
            response = client.get(f"/search/?q={query}{more}")
            assert_only_the_public_one_is_told(response, query)


def assert_only_the_public_one_is_told(response, query):
    assert response.status_code == 200
    context = response.context
    shown = [*context.get("results", []), *context.get("related", [])]
    assert {result.item.title for result in shown} <= {"养蜂补贴办法"}
    assert context["total"] <= 1
    assert context.get("total_without_conditions", 0) <= 1
    for facet in context["facets"]:
        assert all(value.count <= 1 for value in facet.values)
        assert not {"2009", "secret"} & {value.value for value in facet.values if value.count}
    assert all(SECRET not in page.title for page in context.get("sections") or [])
    # The page repeats the query, and nothing else of the words.
    told = response.content.decode().replace(query, "")
    if SECRET not in query:
        assert SECRET not in told
    assert "秘发〔2013〕77号" not in told or query == SECRET_NUMBER


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_staff_find_no_more_than_the_public(column, client, kind):
    """A result page is looked at over shoulders, and it is what the public would see."""
    restrict(hidden_item(column), kind)
    client.force_login(UserFactory(admin=True))
    assert_only_the_public_one_is_told(client.get(f"/search/?q={SHARED}"), SHARED)


def test_an_alias_is_not_counted_beside_its_item(column, client):
    item = ItemPageFactory(
        parent=column.category,
        organ=column.office,
        title="农机购置补贴",
        published_on=date(2013, 3, 4),
    )
    item.create_alias(parent=column.categories[2])
    context = client.get("/search/?q=农机购置").context
    assert context["total"] == 1
    assert [result.item.pk for result in context["results"]] == [item.pk]
    counts = {facet.name: facet.values for facet in context["facets"]}
    assert [value.count for value in counts["year"]] == [1]
    assert [value.value for value in counts["category"] if value.count] == ["20-01"]


def test_sections_are_public_pages_of_the_column_and_no_aliases(column, client):
    for title, code in (("养殖登记", "a"), ("养殖检疫", "b")):
        CategoryPageFactory(parent=column.catalogue, title=title, code=code)
    restrict(CategoryPageFactory(parent=column.catalogue, title="养殖内部", code="c"), "login")
    CategoryPageFactory(parent=column.catalogue, title="养殖草稿", code="d", live=False)
    abroad = CategoryPageFactory(parent=neighbour(column).catalogue, title="养殖外镇", code="e")
    abroad.create_alias(parent=column.catalogue, update_slug="alias")
    sections = client.get("/search/?q=养殖").context["sections"]
    assert sorted(page.title for page in sections) == ["养殖检疫", "养殖登记"]
