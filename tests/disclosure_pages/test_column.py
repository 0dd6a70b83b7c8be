"""The home of a column, wherever it stands."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from catalogue.enums import Kind
from disclosure_pages.column import column_context
from disclosure_pages.models import DisclosureIndexPage
from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory, make_column
from tests.factories.pages import GuidePageFactory, make_items, make_report

pytestmark = pytest.mark.django_db


def show(client, page):
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response


class TestSections:
    def test_stand_in_the_mandated_order(self, client, column):
        make_report(column)
        GuidePageFactory(parent=column.home)
        sections = show(client, column.home).context["sections"]
        assert [page.slug for page in sections] == [
            "guide", "policies", "catalogue", "annual-reports",
        ]  # fmt: skip

    def test_of_one_kind_stand_in_the_order_of_the_tree(self, client, column):
        CategoryPageFactory(parent=column.home, title="其他制度", slug="more", code="more")
        sections = show(client, column.home).context["sections"]
        assert [page.slug for page in sections] == ["policies", "more", "catalogue"]

    def test_leave_out_what_the_visitor_may_not_see(self, client, column):
        GuidePageFactory(parent=column.home, live=False)
        PageViewRestriction.objects.create(
            page=column.policies, restriction_type=PageViewRestriction.LOGIN
        )
        sections = show(client, column.home).context["sections"]
        assert [page.slug for page in sections] == ["catalogue"]


class TestNewestItems:
    def test_are_the_last_ten_published(self, client, column):
        for day in range(1, 13):
            ItemPageFactory(
                parent=column.category,
                organ=column.office,
                written_on=date(2013, 5, day),
                published_on=date(2013, 5, day),
            )
        newest = show(client, column.home).context["newest"]
        assert [item.published_on.day for item in newest] == list(range(12, 2, -1))

    def test_leave_out_drafts_and_private_items(self, client, column):
        ItemPageFactory(parent=column.category, organ=column.office, live=False)
        private = ItemPageFactory(parent=column.category, organ=column.office)
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        assert not show(client, column.home).context["newest"]


class TestFigures:
    def test_are_those_of_the_last_year_with_items(self, client, column):
        make_items(column.category, column.office, 3, kind=Kind.NEWS, year=2012)
        make_items(column.category, column.office, 2, kind=Kind.NEWS, year=2013)
        context = show(client, column.home).context
        assert context["year"] == 2013
        assert context["total"].value == 2
        assert {each.code: each.value for each in context["kinds"]}["items.kind.news"] == 2

    def test_are_those_of_this_year_while_the_column_is_empty(self, column):
        context = column_context(column.home)
        assert context["year"] == timezone.localdate().year
        assert context["total"].value == 0

    def test_do_not_look_into_the_future(self, column):
        make_items(column.category, column.office, 1, year=timezone.localdate().year + 1)
        assert column_context(column.home)["year"] == timezone.localdate().year


class TestPlaces:
    def test_below_a_page_of_a_county_portal(self, client, column):
        site = Site.objects.get()
        portal = Page.objects.get(depth=1).add_child(instance=Page(title="余姚市", slug="county"))
        towns = portal.add_child(instance=Page(title="乡镇", slug="towns"))
        site.root_page = portal
        site.save()
        column.home.move(towns, pos="last-child")
        home = DisclosureIndexPage.objects.get()
        make_items(CategoryPageFactory._meta.model.objects.get(code="20-01"), column.office, 2)
        context = show(client, home).context
        assert context["total"].value == 2
        assert context["total"].url.startswith("/towns/column/catalogue/?year=2013")
        assert client.get(context["total"].url).context["total"] == 2

    def test_twice_on_one_site_for_two_organs(self, client):
        first = make_column(as_site_root=False)
        second = make_column(name="临山镇", slug="linshan", as_site_root=False)
        make_items(first.category, first.office, 2)
        make_items(second.category, second.office, 3)
        for column, number in ((first, 2), (second, 3)):
            report = make_report(column)
            context = show(client, column.home).context
            assert context["total"].value == number
            assert len(context["newest"]) == number
            assert {item.organ for item in context["newest"]} == {column.office}
            assert client.get(context["total"].url).context["total"] == number
            assert show(client, report).context["figures"].get("items.total").value == number

    def test_an_organ_has_one_column(self, column):
        twin = DisclosureIndexPage(title="又一个", slug="twin", organ=column.government)
        with pytest.raises(ValidationError) as caught:
            Page.objects.get(depth=1).add_child(instance=twin)
        assert "一个机关只设一个" in caught.value.message_dict["organ"][0]
