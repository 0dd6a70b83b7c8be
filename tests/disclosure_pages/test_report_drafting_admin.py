"""起草正文 and 新建年度报告 in the admin: what they show before they act, and whom they refuse."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from disclosure_pages.models import AnnualReportPage
from disclosure_pages.reports import starting
from disclosure_pages.statistics import services
from disclosure_pages.statutory.forms import FORM_2021
from tests.factories.catalogue import make_column
from tests.factories.pages import AnnualReportIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def column():
    column = make_column()
    AnnualReportIndexPageFactory(parent=column.home)
    return column


def year_of(column, year, number):
    statistics = services.get_or_create(column.government, year)
    inputs = {cell.code: 0 for table in FORM_2021.tables for cell in table.inputs}
    inputs |= {"t3.received.person": number, "t3.granted.person": number}
    services.enter_many(statistics, inputs, "台账")
    return statistics


@pytest.fixture
def statistics(column):
    year_of(column, 2024, 4)
    return year_of(column, 2025, 5)


@pytest.fixture
def page(statistics, staff):
    return starting.start_report(statistics, staff.office)


@pytest.fixture
def office(staff):
    client = Client()
    client.force_login(staff.office)
    return client


def draft_url(page):
    return reverse("gongkai_pages_draft_report", args=[page.pk])


def start_url(statistics):
    return reverse("gongkai_pages_start_report", args=[statistics.pk])


def said(page):
    latest = AnnualReportPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return str(latest.body.get_prep_value())


def test_the_editor_leads_to_it(page, office):
    html = office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert draft_url(page) in html
    assert "起草正文" in html


def test_it_shows_the_parts_and_both_years_and_changes_nothing(page, office):
    before = said(page)
    html = office.get(draft_url(page)).content.decode()
    for heading in FORM_2021.headings:
        assert heading in html
    assert "比上年增加1件，增长25%" in html
    assert said(page) == before


def test_it_drafts_and_goes_back_to_the_editor(page, office):
    answer = office.post(draft_url(page), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "已起草正文" in answer.content.decode()
    assert "{{t3.received.total:compared}}" in said(page)
    assert not AnnualReportPage.objects.get(pk=page.pk).live


def test_a_second_time_it_says_that_nothing_is_to_be_done(page, office):
    office.post(draft_url(page))
    answer = office.post(draft_url(page))
    assert answer.status_code == 200
    assert "各部分都已有文字" in answer.content.decode()
    assert office.post(draft_url(page), {"replace": "on"}).status_code == 302


def test_a_locked_report_cannot_be_drafted_and_says_why(page, office):
    AnnualReportPage.objects.filter(pk=page.pk).update(locked=True)
    html = office.get(draft_url(page)).content.decode()
    assert "锁定" in html
    answer = office.post(draft_url(page))
    assert answer.status_code == 200
    assert "锁定" in answer.content.decode()


def test_others_are_turned_away(page, staff, statistics):
    client = Client()
    assert client.get(draft_url(page)).status_code == 302
    client.force_login(staff.reviewer)
    before = said(page)
    assert client.post(draft_url(page), follow=True).redirect_chain
    assert said(page) == before


def test_a_report_is_begun_from_the_statistics(statistics, office):
    edit = reverse("wagtailsnippets_gongkai_pages_annualstatistics:edit", args=[statistics.pk])
    assert start_url(statistics) in office.get(edit).content.decode()
    assert "2025年的年度报告草稿" in office.get(start_url(statistics)).content.decode()
    assert not AnnualReportPage.objects.exists()
    answer = office.post(start_url(statistics), {"with_text": "on"})
    page = AnnualReportPage.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "{{t3.received.total}}" in said(page)
    assert office.get(start_url(statistics)).url == answer.url, "it is opened from then on"


def test_without_a_first_text_where_none_is_wanted(statistics, office):
    office.post(start_url(statistics))
    assert "{{" not in said(AnnualReportPage.objects.get())


def test_an_organ_without_a_place_for_reports_is_told(column, office):
    statistics = services.get_or_create(column.office, 2025)
    answer = office.post(start_url(statistics))
    assert answer.status_code == 200
    assert "没有自己的政府信息公开栏目" in answer.content.decode()
    assert not AnnualReportPage.objects.exists()


def test_who_may_not_add_pages_may_not_begin_one(statistics, staff):
    client = Client()
    client.force_login(staff.reviewer)
    client.post(start_url(statistics))
    assert not AnnualReportPage.objects.exists()
