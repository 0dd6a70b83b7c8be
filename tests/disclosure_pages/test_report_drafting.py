"""起草报告: a first text for every part, its numbers references; what it keeps and refuses."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry, PageLogEntry

from disclosure_pages.models import AnnualReportPage
from disclosure_pages.reports import drafting, starting
from disclosure_pages.reports.checking import check_statistics
from disclosure_pages.reports.facts import text_of
from disclosure_pages.statistics import services
from disclosure_pages.statistics.references import REFERENCE, limited_to, validate_references
from disclosure_pages.statistics.registry import known_codes
from disclosure_pages.statutory.forms import REPORT_FORMS, form_for
from tests.factories.catalogue import UserFactory, make_column, make_staff
from tests.factories.pages import AnnualReportIndexPageFactory, GuidePageFactory, make_items
from tests.factories.reports import correct_values, following_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def column():
    column = make_column()
    AnnualReportIndexPageFactory(parent=column.home)
    GuidePageFactory(parent=column.home)
    return column


@pytest.fixture
def office(column):
    return make_staff(column).office


def enter(column, year, values):
    statistics = services.get_or_create(column.government, year)
    inputs = {code: values[code] for code, cell in form_for(year).cells.items() if not cell.parts}
    services.enter_many(statistics, inputs, "台账")
    return statistics


def drafted(statistics, user, **options):
    page = starting.start_report(statistics, user)
    drafting.draft(page, user, **options)
    return AnnualReportPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def said(page):
    return text_of(page, page.get_figures())


def zeros(year):
    return dict.fromkeys(form_for(year).cells, 0)


def busy(year):
    return correct_values(form_for(year).code, 2)


YEARS = [2013, 2016, 2020, 2025]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("numbers", [zeros, busy])
def test_every_part_gets_a_text_and_its_tables(column, office, year, numbers):
    page = drafted(enter(column, year, numbers(year)), office)
    form = form_for(year)
    assert [part.value["heading"] for part in page.body] == list(form.headings)
    for number, part in enumerate(page.body):
        kinds = [block.block_type for block in part.value["content"]]
        assert "prose" in kinds, part.value["heading"]
        tables = [block.value for block in part.value["content"] if block.block_type == "table"]
        assert tables == [table.code for table in form.tables_of(number)]
    assert not page.live


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("numbers", [zeros, busy, dict])
def test_the_text_contradicts_no_table_and_cites_what_there_is(column, office, year, numbers):
    make_items(column.category, column.government, 4, year=year)
    values = numbers(year) if numbers is not dict else {}
    statistics = (
        enter(column, year, values) if values else services.get_or_create(column.government, year)
    )
    page = drafted(statistics, office)
    for source in sources(page):
        with limited_to(known_codes(services.scope_of(statistics))):
            validate_references(source)
    breaches = [each.breach for each in check_statistics(statistics, page)]
    assert [each.sentence for each in breaches if each.rule.id == "text.figures"] == []
    assert "text.placeholder" in {each.rule.id for each in breaches}


def sources(page):
    return [
        block.value.source
        for part in page.body
        for block in part.value["content"]
        if block.block_type == "prose"
    ]


@pytest.mark.parametrize("year", YEARS)
def test_no_count_is_written_as_a_number(column, office, year):
    page = drafted(enter(column, year, busy(year)), office)
    text = re.sub(r"【[^】]*】", "", " ".join(sources(page)))
    assert not re.search(r"\d+\s*(件|条|次|人次|万元|元)", REFERENCE.sub("", text))
    assert REFERENCE.search(text)


def test_a_year_without_applications_is_told_in_sentences(column, office):
    text = said(drafted(enter(column, 2025, zeros(2025)), office))
    assert "2025年，我镇未收到政府信息公开申请，没有上年结转的申请。" in text
    assert "未发生因政府信息公开申请引起的行政复议和行政诉讼。" in text
    assert "本年未制发行政规范性文件" in text


def test_the_same_in_five_parts(column, office):
    text = said(drafted(enter(column, 2013, zeros(2013)), office))
    assert "2013年，我镇未收到政府信息公开申请。" in text
    assert "2013年，我镇未发生因政府信息公开申请行政复议、提起行政诉讼的情况。" in text
    assert "报告分为“概述”“主动公开政府信息的情况”" in text


def test_last_year_is_compared_with_where_there_is_one(column, office):
    last = busy(2024)
    enter(column, 2024, last)
    now = following_values(last, 3)
    page = drafted(enter(column, 2025, now), office)
    before, after = last["t3.received.total"], now["t3.received.total"]
    assert f"新收政府信息公开申请{after}件，比上年{'增加' if after > before else '减少'}" in said(
        page
    )
    alone = drafted(enter(column, 2022, busy(2022)), office)
    assert "上年没有可比数据" not in said(alone)


def test_a_nought_after_a_year_with_some_is_compared_too(column, office):
    enter(column, 2024, zeros(2024) | {"t3.received.person": 4, "t3.granted.person": 4})
    text = said(drafted(enter(column, 2025, zeros(2025)), office))
    assert (
        "2025年，我镇未收到政府信息公开申请，比上年减少4件，下降100%，没有上年结转的申请。" in text
    )


def test_whom_to_ask_and_where_to_read_stand_at_the_beginning(column, office):
    text = said(drafted(enter(column, 2025, zeros(2025)), office))
    assert text.startswith(
        "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和国办公开办函〔2021〕30号的规定"
    )
    assert "统计期限为2025年1月1日至12月31日" in text
    assert "请与党政综合办公室（地址：镇南路1号，电话：0574-62150000）联系" in text


def test_what_is_amiss_is_shown_to_the_author_of_the_problems(column, office):
    category = column.category
    category.update_interval_days = 30
    category.save()
    make_items(category, column.government, 2, year=2024, month=3)
    values = zeros(2024) | {"t3.received.person": 2, "t3.carried_out.person": 2}
    text = said(drafted(enter(column, 2024, values), office))
    assert "【请补充：本年度存在的主要问题；统计显示有" in text
    assert f"超过更新期限没有更新的栏目1个（{category.title}）" in text
    assert "结转下年度办理的申请2件" in text


def test_texts_that_are_there_stay_unless_they_are_to_be_replaced(column, office):
    statistics = enter(column, 2025, zeros(2025))
    page = starting.start_report(statistics, office)
    write(page, 4, "<p>我们自己写的问题。</p>", office)
    drafting.draft(page, office)
    text = said(latest(page))
    assert "我们自己写的问题。" in text
    assert "（一）存在的主要问题" not in text
    with pytest.raises(ValidationError, match="都已有文字"):
        drafting.draft(page, office)
    drafting.draft(page, office, replace=True)
    text = said(latest(page))
    assert "我们自己写的问题。" not in text
    assert "（一）存在的主要问题" in text
    contents = [block.block_type for part in latest(page).body for block in part.value["content"]]
    assert contents.count("table") == len(REPORT_FORMS["2021"].tables)


def test_parts_of_ones_own_stay_behind_those_of_the_form(column, office):
    page = starting.start_report(enter(column, 2025, zeros(2025)), office)
    raw = page.body.get_prep_value()
    del raw[2]
    raw.insert(0, {"type": "section", "value": {"heading": "附录", "content": []}})
    raw[2]["value"]["heading"] = "主动公开政府信息情况"
    page.body = page.body.stream_block.to_python(raw)
    page.save_revision(user=office)
    drafting.draft(page, office)
    headings = [part.value["heading"] for part in latest(page).body]
    wanted = list(REPORT_FORMS["2021"].headings)
    wanted[1] = "主动公开政府信息情况"
    assert headings == [*wanted, "附录"]


def write(page, number, html, user):
    raw = page.body.get_prep_value()
    raw[number]["value"]["content"].append({"type": "prose", "value": html})
    page.body = page.body.stream_block.to_python(raw)
    page.save_revision(user=user)


def latest(page):
    return AnnualReportPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_drafting_is_in_the_history(column, office):
    page = drafted(enter(column, 2025, zeros(2025)), office)
    entry = PageLogEntry.objects.get(page=page.pk, action=drafting.ACTION)
    assert entry.user == office
    assert entry.data["parts"] == list(REPORT_FORMS["2021"].headings)
    assert "起草了报告正文" in entry.message
    assert ModelLogEntry.objects.count()


def test_who_may_not_edit_may_not_draft(column, office):
    page = starting.start_report(enter(column, 2025, zeros(2025)), office)
    with pytest.raises(PermissionDenied):
        drafting.draft(page, UserFactory())
    with pytest.raises(PermissionDenied):
        starting.start_report(enter(column, 2024, zeros(2024)), UserFactory())


def test_a_locked_report_is_not_drafted(column, office):
    page = starting.start_report(enter(column, 2025, zeros(2025)), office)
    AnnualReportPage.objects.filter(pk=page.pk).update(locked=True)
    with pytest.raises(ValidationError, match="锁定"):
        drafting.draft(latest(page), office)


def test_a_report_is_started_once_and_where_the_organ_discloses(column, office):
    statistics = enter(column, 2025, zeros(2025))
    page = starting.start_report(statistics, office)
    assert page.title == "泗门镇人民政府2025年政府信息公开工作年度报告"
    assert (page.form, page.slug, page.live) == ("2021", "2025", False)
    assert starting.report_of(statistics) == page
    with pytest.raises(ValidationError, match="已经存在"):
        starting.start_report(statistics, office)
    elsewhere = services.get_or_create(column.office, 2025)
    with pytest.raises(ValidationError, match="没有自己的政府信息公开栏目"):
        starting.start_report(elsewhere, office)
