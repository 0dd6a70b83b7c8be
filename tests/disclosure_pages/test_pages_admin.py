"""Editing the column's pages: what may be made where, what is filled in, what is warned of."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Site
from wagtail.test.utils.form_data import (
    nested_form_data,
    rich_text,
    streamfield,
)

from catalogue.models import CataloguePage, CategoryPage, ItemPage
from disclosure_pages.models import (
    AnnualReportIndexPage,
    AnnualReportPage,
    DisclosureIndexPage,
    GuidePage,
)
from disclosure_pages.statutory.forms import FORM_2008, FORM_2021
from tests.factories.catalogue import OrganFactory, UserFactory, make_column
from tests.factories.pages import (
    AnnualReportIndexPageFactory,
    GuidePageFactory,
    make_items,
    make_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(UserFactory(admin=True))
    return client


def add_address(model, parent) -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["gongkai_pages", model._meta.model_name, parent.pk]
    )


def section(heading, prose):
    content = streamfield([("prose", rich_text(prose))])
    return ("section", {"heading": heading, "content": content})


class TestPlaces:
    @pytest.mark.parametrize(
        ("model", "parent", "allowed"),
        [
            (DisclosureIndexPage, Page, True),
            (GuidePage, DisclosureIndexPage, True),
            (CategoryPage, DisclosureIndexPage, True),
            (CataloguePage, DisclosureIndexPage, True),
            (AnnualReportIndexPage, DisclosureIndexPage, True),
            (AnnualReportPage, AnnualReportIndexPage, True),
            (DisclosureIndexPage, DisclosureIndexPage, False),
            (GuidePage, Page, False),
            (AnnualReportPage, DisclosureIndexPage, False),
            (ItemPage, DisclosureIndexPage, False),
            (ItemPage, AnnualReportIndexPage, False),
        ],
    )
    def test_of_page_types(self, model, parent, allowed):
        assert (model in parent.allowed_subpage_models()) is allowed

    @pytest.mark.parametrize(
        ("model", "make"),
        [(GuidePage, GuidePageFactory), (AnnualReportIndexPage, AnnualReportIndexPageFactory)],
    )
    def test_a_column_has_one_of_each(self, column, model, make):
        assert model.can_create_at(column.home)
        make(parent=column.home)
        assert not model.can_create_at(column.home)

    def test_a_column_has_one_catalogue(self, column):
        assert not CataloguePage.can_create_at(column.home)


class TestNewColumn:
    def test_is_made_under_any_page_without_an_address_given(self, office):
        parent = Site.objects.get().root_page
        organ = OrganFactory(name="梁弄镇人民政府")
        data = {"title": "政府信息公开", "slug": "", "organ": organ.pk, "introduction": ""}
        response = office.post(add_address(DisclosureIndexPage, parent), data)
        assert response.status_code == 302
        assert DisclosureIndexPage.objects.get().slug == "zhengfuxinxigongkai"


class TestNewReport:
    def test_begins_with_the_five_parts_and_last_year(self, office, column):
        index = AnnualReportIndexPageFactory(parent=column.home)
        response = office.get(add_address(AnnualReportPage, index))
        form = response.context["form"]
        body = form["body"].value()
        assert [each.value["heading"] for each in body] == list(FORM_2021.headings)
        assert form["year"].value() == timezone.localdate().year - 1
        for heading in FORM_2021.headings:
            assert heading.encode("unicode_escape").decode() in response.content.decode() or (
                heading in response.content.decode()
            )

    def data(self, prose="<p>共{{items.total}}条</p>", **fields):
        return nested_form_data(
            {
                "title": "2013年度报告",
                "slug": "",
                "year": 2013,
                "form": "2008",
                "reported_on": "",
                "body": streamfield([section("一、概述", prose)]),
                **fields,
            }
        )

    def post(self, office, index, **fields):
        return office.post(add_address(AnnualReportPage, index), self.data(**fields))

    def test_can_be_previewed_before_it_is_saved(self, office, column):
        index = AnnualReportIndexPageFactory(parent=column.home)
        make_items(column.category, column.office, 4)
        address = reverse(
            "wagtailadmin_pages:preview_on_add",
            args=["gongkai_pages", "annualreportpage", index.pk],
        )
        assert office.post(address, self.data()).json()["is_valid"]
        assert re.search(r"共<a[^>]*>4</a>条", office.get(address).content.decode())
        assert not AnnualReportPage.objects.exists()

    def test_takes_its_address_from_the_year(self, office, column):
        index = AnnualReportIndexPageFactory(parent=column.home)
        assert self.post(office, index).status_code == 302
        assert AnnualReportPage.objects.get().slug == "2013"

    def test_with_an_unknown_figure_is_told_at_the_block(self, office, column):
        index = AnnualReportIndexPageFactory(parent=column.home)
        response = self.post(office, index, prose="<p>共{{items.totals}}条</p>")
        assert response.status_code == 200
        assert not AnnualReportPage.objects.exists()
        errors = response.context["form"].errors.as_data()["body"][0]
        block = errors.block_errors[0].block_errors["content"].block_errors[0]
        assert "items.totals" in block.messages[0]
        assert "年度统计" in block.messages[0]

    def test_with_a_figure_of_another_town_is_told(self, office, column):
        other = make_column(name="临山镇", slug="linshan", as_site_root=False)
        index = AnnualReportIndexPageFactory(parent=column.home)
        code = f"items.organ.{other.office.slug}"
        response = self.post(office, index, prose=f"<p>{{{{{code}}}}}</p>")
        assert response.status_code == 200
        assert "body" in response.context["form"].errors

    def test_of_a_year_that_has_one_is_refused(self, office, column):
        report = make_report(column)
        response = self.post(office, report.get_parent(), slug="again")
        assert response.context["form"].errors["year"] == ["2013年的年度报告已经存在。"]

    @pytest.mark.parametrize("year", ["", "abc", "2007", "20133"])
    def test_with_a_bad_year_is_told(self, office, column, year):
        index = AnnualReportIndexPageFactory(parent=column.home)
        response = self.post(office, index, year=year, slug="x")
        assert list(response.context["form"].errors) == ["year"]


class TestReportForms:
    def test_of_another_time_are_refused(self, column):
        report = make_report(column)
        report.year = 2022
        with pytest.raises(ValidationError) as caught:
            report.clean()
        assert "六部分" in caught.value.message_dict["form"][0]
        report.form = "2021"
        report.clean()

    @pytest.mark.parametrize(
        ("year", "covered"), [(2007, False), (2008, True), (2018, True), (2019, False)]
    )
    def test_know_their_years(self, year, covered):
        assert FORM_2008.covers(year) is covered


class TestGuide:
    WARNING = "政府信息公开指南已超过一年未核对"

    def guide(self, column, days):
        checked = timezone.localdate() - timedelta(days=days)
        return GuidePageFactory(parent=column.home, last_checked_on=checked)

    def test_shows_its_office_and_when_it_was_checked(self, client, column):
        guide = GuidePageFactory(parent=column.home)
        html = client.get(guide.url).content.decode()
        for shown in ("党政综合办公室", "镇南路1号", "gongkai@example.org", "编排体系"):
            assert shown in html
        assert f'datetime="{guide.last_checked_on:%Y-%m-%d}"' in html

    @pytest.mark.parametrize(("days", "warned"), [(365, False), (366, True)])
    def test_is_warned_of_after_a_year(self, office, column, days, warned):
        guide = self.guide(column, days)
        home = office.get(reverse("wagtailadmin_home")).content.decode()
        edit_address = reverse("wagtailadmin_pages:edit", args=[guide.pk])
        assert (self.WARNING in home) is warned
        assert (edit_address in home) is warned
        assert (self.WARNING in office.get(edit_address).content.decode()) is warned

    def test_is_warned_of_to_those_who_may_edit_it(self, client, column):
        self.guide(column, 400)
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        address = reverse("wagtailadmin_home")
        assert self.WARNING not in client.get(address).content.decode()
        group = Group.objects.create(name="办公室")
        GroupPagePermission.objects.create(
            group=group,
            page=column.home,
            permission=Permission.objects.get(codename="change_page"),
        )
        user.groups.add(group)
        assert self.WARNING in client.get(address).content.decode()

    def test_is_not_checked_in_the_future(self, column):
        guide = GuidePageFactory(parent=column.home)
        guide.last_checked_on = timezone.localdate() + timedelta(days=1)
        with pytest.raises(ValidationError) as caught:
            guide.full_clean()
        assert "last_checked_on" in caught.value.message_dict
