"""年度统计 in the admin: figures, entries, freezing, and who may do what."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from disclosure_pages.models import AnnualStatistics, AnnualValue
from disclosure_pages.statistics import services
from tests.factories.catalogue import OrganFactory, UserFactory
from tests.factories.pages import make_items

pytestmark = pytest.mark.django_db

NAMESPACE = "wagtailsnippets_gongkai_pages_annualstatistics"


def address(name: str, *args) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


@pytest.fixture
def statistics(column):
    return services.get_or_create(column.government, 2013)


@pytest.fixture
def admin():
    return UserFactory(admin=True)


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def make_user(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=("access_admin", *codenames)))
    return user


class TestFigures:
    def test_stand_in_a_table_with_codes_and_links(self, office, column, statistics):
        make_items(column.category, column.office, 3)
        html = office.get(address("provenance", statistics.pk)).content.decode()
        assert "{{items.total}}" in html
        assert re.search(r'<a href="/catalogue/\?year=2013[^"]*">公开清单', html)
        assert "未填报" in html

    def test_an_organ_without_a_column_is_told_so(self, office):
        lone = services.get_or_create(OrganFactory(), 2013)
        html = office.get(address("edit", lone.pk)).content.decode()
        assert "没有政府信息公开栏目" in html

    def test_have_a_menu_and_a_list(self, office, statistics):
        menu = office.get(reverse("wagtailadmin_home")).content.decode()
        assert address("list") in menu
        assert str(statistics) in office.get(address("list")).content.decode()

    def test_are_made_for_an_organ_and_year_once(self, office, column, statistics):
        data = {"organ": column.government.pk, "year": 2013}
        html = office.post(address("add"), data).content.decode()
        assert "这个机构的该年度统计已经存在" in html
        response = office.post(address("add"), {**data, "year": 2014})
        assert response.status_code == 302
        assert AnnualStatistics.objects.filter(year=2014).count() == 1


class TestFreezing:
    def test_asks_first_and_freezes_on_confirmation(self, office, admin, statistics):
        question = office.get(address("freeze", statistics.pk)).content.decode()
        assert re.search(r"<h1[^>]*>.*冻结统计", question, re.S)
        assert "收到政府信息公开申请" in question
        assert "尚未填报" in question
        statistics.refresh_from_db()
        assert not statistics.is_frozen
        response = office.post(address("freeze", statistics.pk), follow=True)
        statistics.refresh_from_db()
        assert statistics.frozen_by == admin
        assert "统计已冻结" in response.content.decode()

    def test_a_frozen_year_is_shown_and_not_changed(self, office, admin, statistics):
        services.freeze(statistics, admin)
        html = office.get(address("edit", statistics.pk)).content.decode()
        assert "冻结，不能修改" in html
        response = office.post(address("edit", statistics.pk), {}, follow=True)
        assert "已经冻结，不能修改" in response.content.decode()
        assert not AnnualValue.objects.filter(override__isnull=False).exists()

    def test_a_frozen_year_is_not_deleted(self, office, admin, statistics):
        services.freeze(statistics, admin)
        office.post(address("delete", statistics.pk))
        bulk = reverse("wagtail_bulk_action", args=["gongkai_pages", "annualstatistics", "delete"])
        office.post(f"{bulk}?id={statistics.pk}")
        assert AnnualStatistics.objects.exists()

    def test_is_undone_with_a_reason(self, office, admin, statistics):
        services.freeze(statistics, admin)
        response = office.post(address("unfreeze", statistics.pk), {"reason": ""})
        assert "请写明解除冻结的原因" in response.content.decode()
        office.post(address("unfreeze", statistics.pk), {"reason": "漏报"})
        statistics.refresh_from_db()
        assert not statistics.is_frozen
        history = office.get(address("history", statistics.pk)).content.decode()
        assert "漏报" in history
        assert "冻结了年度统计" in history

    def test_twice_is_answered_with_a_sentence(self, office, admin, statistics):
        services.freeze(statistics, admin)
        html = office.post(address("freeze", statistics.pk)).content.decode()
        assert "已经冻结" in html

    def test_is_open_to_an_organ_without_a_column_too(self, office):
        lone = services.get_or_create(OrganFactory(), 2013)
        services.enter(lone, "s.received", 7, "当年统计表")
        assert office.get(address("freeze", lone.pk)).status_code == 200
        office.post(address("freeze", lone.pk))
        assert services.figures_of(lone).get("s.received").value == 7

    @pytest.mark.parametrize("name", ["freeze", "unfreeze"])
    def test_needs_the_permission(self, client, statistics, name):
        client.force_login(make_user("change_annualstatistics"))
        for method in (client.get, client.post):
            assert method(address(name, statistics.pk)).status_code == 302
        statistics.refresh_from_db()
        assert not statistics.is_frozen
        html = client.get(address("edit", statistics.pk)).content.decode()
        assert address("freeze", statistics.pk) not in html

    def test_is_open_to_who_has_the_permission(self, client, statistics):
        client.force_login(make_user("change_annualstatistics", "freeze_annualstatistics"))
        client.post(address("freeze", statistics.pk))
        statistics.refresh_from_db()
        assert statistics.is_frozen

    def test_strangers_are_sent_to_log_in(self, client, statistics):
        response = client.post(address("freeze", statistics.pk))
        assert response.status_code == 302
        assert "login" in response.url
