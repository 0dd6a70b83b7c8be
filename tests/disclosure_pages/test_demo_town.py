"""The demo town as ``load_demo`` leaves it: loaded once for this module, which only reads it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import time

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Site

from disclosure_pages.models import AnnualReportPage, AnnualStatistics, DisclosureIndexPage
from disclosure_pages.reports.checking import check_statistics
from tests.factories.demo import load_demo, part_of_the_demo_loaded

ItemPage = apps.get_model("gongkai_catalogue", "ItemPage")
IndexNumber = apps.get_model("gongkai_catalogue", "IndexNumber")
PASSWORD = "only-for-this-test"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load into a transaction that is rolled back when the module is done."""
    with part_of_the_demo_loaded(django_db_blocker, PASSWORD) as items:
        yield items


@pytest.fixture
def town(loaded, db):
    return loaded


@pytest.mark.parametrize(
    "path",
    ["/", "/guide/", "/policies/", "/catalogue/", "/annual-reports/", "/annual-reports/2013/"],
)
def test_every_address_of_the_demo_opens(town, client, path):
    assert client.get(path).status_code == 200


def test_the_second_run_changes_nothing(town):
    before = [
        (model._meta.label, model._default_manager.count())
        for model in apps.get_models()
        if model._meta.managed
    ]
    with CaptureQueriesContext(connection) as queries:
        said = load_demo()
    assert "没有改动" in said
    assert len(queries) < 10
    assert before == [
        (model._meta.label, model._default_manager.count())
        for model in apps.get_models()
        if model._meta.managed
    ]


def test_the_welcome_page_makes_room(town):
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [DisclosureIndexPage]
    site = Site.objects.get()
    assert site.root_page.specific == DisclosureIndexPage.objects.get()
    identity = apps.get_model("gongkai_catalogue", "DisclosureSiteSettings").for_site(site)
    assert (identity.site_code, identity.sponsor) == ("3302810000", "余姚市泗门镇人民政府")


def test_items_are_as_the_data_say(town):
    items = {item.title: item for item in ItemPage.objects.all()}
    assert len(items) == len(town)
    for demo in town.values():
        item = items[demo["title"]]
        assert item.published_on.isoformat() == demo["published_on"]
        assert item.organ.slug == demo["organ"]
        assert item.topic.full_name == demo["topic"]
        assert item.get_parent().specific.code == demo["category"]
        published = timezone.localtime(item.first_published_at)
        assert published.date() == item.published_on
        assert time(8, 30) <= published.time() <= time(16, 30)
        assert item.owner.username == "editor"
        if demo["repealed_by"]:
            assert item.repealed_by == items[town[demo["repealed_by"]]["title"]]
            assert item.get_latest_revision_as_object().repealed_by_id == item.repealed_by_id
        if isinstance(demo["body"], str):
            text = "".join(block.value.source for block in item.body)
            assert text == "".join(f"<p>{line}</p>" for line in demo["body"].split("\n"))
        else:
            assert {block.block_type for block in item.body} == {"text", "table"}
    assert ItemPage.objects.filter(repealed_by__isnull=False).exists()


def test_the_log_says_where_everything_came_from(town):
    entries = PageLogEntry.objects.filter(page__in=Page.objects.values("pk"))
    assert entries.exists()
    assert not entries.exclude(data={"source": "load_demo"}).exists()


def test_attachments_are_real_files(town):
    magic = {".pdf": b"%PDF", ".docx": b"PK", ".xlsx": b"PK"}
    seen = set()
    for document in get_document_model().objects.all():
        content = document.file.read()
        ending = document.filename[document.filename.rindex(".") :]
        seen.add(ending)
        assert content.startswith(magic[ending])
        assert document.file_size == len(content)
        assert document.collection.name == "泗门镇政府信息公开"
        assert ReferenceIndex.get_references_to(document).exists()
        if ending != ".pdf":
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert seen == set(magic)


def test_the_report_refers_to_figures_that_exist(town):
    report = AnnualReportPage.objects.get(year=2013)
    report.body.stream_block.clean(report.body)
    assert [section.value["heading"][:2] for section in report.body] == [
        "前言", "一、", "二、", "三、", "四、", "五、",
    ]  # fmt: skip


def test_the_years_stay_open_but_for_the_one_that_was_signed_off(town):
    years = {int(demo["published_on"][:4]) for demo in town.values()}
    assert set(AnnualStatistics.objects.values_list("year", flat=True)) == years
    frozen = AnnualStatistics.objects.filter(status="frozen")
    assert list(frozen.values_list("year", "frozen_by__username")) == [(2025, "office")]


def test_the_report_of_the_last_year_is_signed_off_and_keeps_every_rule(town):
    report = AnnualReportPage.objects.get(year=2025)
    assert report.live
    assert report.versions.count() == 1
    assert "【请补充" not in json.dumps(report.body.get_prep_value(), ensure_ascii=False)
    statistics = AnnualStatistics.objects.get(year=2025)
    assert check_statistics(statistics, report) == []


@pytest.mark.parametrize(
    ("name", "group", "full_name"),
    [
        ("editor", "信息员", "信息员"),
        ("reviewer", "保密审查员", "保密审查员"),
        ("approver", "分管领导", "分管领导"),
        ("office", "党政办", "党政办"),
        ("admin", None, "系统管理员"),
    ],
)
def test_accounts_can_work(town, client, name, group, full_name):
    user = get_user_model().objects.get(username=name)
    assert client.login(username=name, password=PASSWORD)
    assert client.get("/admin/").status_code == 200
    assert user.get_full_name() == full_name
    assert user.is_superuser is (group is None)
    assert list(user.groups.values_list("name", flat=True)) == ([group] if group else [])
    assert user.disclosure_organs.filter(slug="simen").exists() is (name == "editor")


def test_every_number_is_in_the_register(town):
    assert IndexNumber.objects.count() == ItemPage.objects.count() == len(town)
