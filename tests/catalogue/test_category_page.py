"""A category: its own list, its code, its deadline."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory, make_column

pytestmark = pytest.mark.django_db


@pytest.fixture
def column():
    return make_column()


def test_a_category_lists_its_items_and_those_of_its_parts(column, client):
    first, part, other = column.categories
    items = [ItemPageFactory(parent=page, organ=column.office) for page in (first, part, other)]
    context = client.get(first.get_url()).context
    assert list(context["page_obj"]) == [items[1], items[0]]
    assert list(client.get(part.get_url()).context["page_obj"]) == [items[1]]
    facet = next(facet for facet in context["facets"] if facet.name == "category")
    assert [(value.value, value.count) for value in facet.values] == [("20-01", 2), ("20-01-01", 1)]


def test_an_empty_category_says_so(column, client):
    response = client.get(column.categories[2].get_url())
    assert response.status_code == 200
    assert response.context["total"] == 0


def test_a_code_stands_once_in_a_column(column):
    with pytest.raises(ValidationError) as refused:
        CategoryPageFactory(parent=column.policies, code="20-04")
    assert "code" in refused.value.message_dict


def test_two_columns_of_one_site_may_use_the_same_codes():
    for column in (
        make_column(as_site_root=False),
        make_column(name="黄家埠镇", slug="huang-jia-bu", as_site_root=False),
    ):
        assert column.categories[2].code == "20-04"
        column.categories[2].full_clean()


@pytest.mark.parametrize("code", ["Upper", "中文", "with space", "a/b", ""])
def test_a_code_that_makes_no_address_is_refused(column, code):
    with pytest.raises(ValidationError) as refused:
        CategoryPageFactory(parent=column.catalogue, code=code)
    assert "code" in refused.value.message_dict


def test_items_are_due_within_twenty_working_days_unless_the_category_says_otherwise(
    column, settings
):
    assert column.category.deadline_working_days == 20
    settings.GONGKAI_CATALOGUE_PUBLICATION_DEADLINE = 7
    assert column.category.deadline_working_days == 7
    column.category.publication_deadline = 5
    assert column.category.deadline_working_days == 5
