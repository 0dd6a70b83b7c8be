"""The annual report page: numbers counted from items, linked to what was counted."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.enums import Kind
from catalogue.models import ItemPage
from disclosure_pages.models import AnnualReportPage, AnnualStatistics
from disclosure_pages.statistics import services
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.pages import make_items, make_report, report_body

pytestmark = pytest.mark.django_db

FIGURE = re.compile(r'<a class="figure" href="([^"]+)"[^>]*>(\d+)</a>')
COUNTS_2013 = {Kind.DOCUMENT: 121, Kind.NEWS: 623, Kind.MESSAGE: 235, Kind.OTHER: 69}


def read(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def numbers_in_prose(html: str) -> list[int]:
    """The five numbers of the sentence of :data:`tests.factories.pages.PROSE`."""
    sentence = html.partition("全年公开信息")[2].partition("</p>")[0]
    return [int(number) for _url, number in FIGURE.findall(sentence)]


@pytest.fixture
def year_2013(column):
    for kind, number in COUNTS_2013.items():
        make_items(column.category, column.office, number, kind=kind)
    make_items(column.category, column.office, 7, year=2012)
    return make_report(column)


class TestFiguresOf2013:
    def test_are_counted_from_the_items(self, client, year_2013):
        assert numbers_in_prose(read(client, year_2013)) == [1048, 121, 623, 235, 69]

    def test_follow_what_is_published_until_frozen(self, client, column, year_2013):
        ItemPageFactory(parent=column.category, organ=column.office)
        assert numbers_in_prose(read(client, year_2013))[:2] == [1049, 122]

        statistics = services.get_or_create(column.government, 2013)
        admin = UserFactory(admin=True)
        services.freeze(statistics, admin)
        ItemPageFactory(parent=column.category, organ=column.office)
        html = read(client, year_2013)
        assert numbers_in_prose(html)[:2] == [1049, 122]
        assert "冻结，此后公开的条目不计入本报告" in html

        services.unfreeze(statistics, admin, "更正统计口径")
        html = read(client, year_2013)
        assert numbers_in_prose(html)[:2] == [1050, 123]
        assert "冻结" not in html

    def test_each_link_leads_to_as_many_items(self, client, year_2013):
        links = set(FIGURE.findall(read(client, year_2013)))
        assert len(links) > 15
        for url, number in links:
            response = client.get(unescape(url))
            assert response.status_code == 200
            assert response.context["total"] == int(number), url
            assert not response.context["notices"]

    def test_reading_writes_nothing(self, client, year_2013):
        read(client, year_2013)
        assert not AnnualStatistics.objects.exists()

    @pytest.mark.parametrize(
        "hide",
        [
            pytest.param({"live": False}, id="unpublished"),
            pytest.param({"published_year": 2014}, id="of another year"),
        ],
    )
    def test_leave_out_what_the_list_leaves_out(self, client, year_2013, hide):
        ItemPage.objects.filter(pk=ItemPage.objects.filter(published_year=2013)[0].pk).update(
            **hide
        )
        assert numbers_in_prose(read(client, year_2013))[0] == 1047


class TestProse:
    @pytest.mark.parametrize(
        ("prose", "shown"),
        [
            ("<p><b>共{{items.total}}条</b></p>", "<b>共<a class="),
            (
                '<p><a href="https://example.org/">见{{items.total}}条</a></p>',
                '见<span class="figure">2</span>条</a>',
            ),
            ("<p>a &lt; b &amp; {{items.total}}</p>", "a &lt; b &amp; <a class="),
            (
                "<p>{{applications.received}}件</p>",
                '<span class="figure figure--missing">未填报</span>件',
            ),
        ],
    )
    def test_puts_numbers_in_their_place(self, client, column, prose, shown):
        make_items(column.category, column.office, 2)
        assert shown in read(client, make_report(column, body=report_body(prose)))

    def test_leaves_no_reference_unresolved(self, client, column):
        assert "{{" not in read(client, make_report(column))

    def test_escapes_what_an_organ_is_called(self, client, column):
        column.office.short_name = "<script>办"
        column.office.save()
        make_items(column.category, column.office, 2)
        body = report_body(codes=f"items.organ.{column.office.slug}")
        html = read(client, make_report(column, body=body))
        assert "&lt;script&gt;办" in html
        assert "<script>办" not in html

    def test_nought_entered_with_its_source_is_a_nought(self, client, column):
        statistics = services.get_or_create(column.government, 2013)
        services.enter(statistics, "applications.received", 0, "依申请公开台账")
        report = make_report(column, body=report_body("<p>收到申请{{applications.received}}件</p>"))
        assert '收到申请<span class="figure">0</span>件' in read(client, report)


class TestLayout:
    def test_contents_lead_to_the_five_parts(self, client, column):
        html = read(client, make_report(column))
        anchors = re.findall(r'<a href="#(part-\d)">', html)
        assert anchors == [f"part-{number}" for number in range(1, 6)]
        for anchor in anchors:
            assert f'<h2 id="{anchor}">' in html

    def test_leads_to_the_reports_of_the_years_around(self, client, column):
        for year in (2010, 2012, 2014, 2015):
            make_report(column, year=year, slug=str(year), title=f"{year}年报告", form="2008")
        html = read(client, make_report(column))
        assert re.search(r'href="[^"]*/2012/" rel="prev">2012年报告', html)
        assert re.search(r'href="[^"]*/2014/" rel="next">2014年报告', html)

    def test_tables_have_header_cells_and_a_caption(self, client, column):
        html = read(client, make_report(column))
        assert "<caption>主动公开情况</caption>" in html
        assert '<th scope="row">公开信息总数</th>' in html

    def test_charts_are_named_and_described(self, client, column):
        make_items(column.category, column.office, 3, month=2)
        html = read(client, make_report(column))
        charts = re.findall(r'<svg[^>]+aria-labelledby="(\S+)-title (\S+)-desc"', html)
        assert len(charts) == 2
        for title, description in charts:
            assert html.count(f'<title id="{title}-title">') == 1
            assert html.count(f'<desc id="{description}-desc">') == 1
        assert "2月3条" in html
        assert "style=" not in html.partition("<svg")[2]


@pytest.mark.parametrize("frozen", [False, True], ids=["open", "frozen"])
def test_queries_do_not_grow_with_the_catalogue(client, column, frozen):
    report = make_report(column)

    def queries(url) -> int:
        # The first look at an open year writes its statistics, which is a change too.
        client.get(url)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    make_items(column.category, column.office, 1000)
    statistics = services.get_or_create(column.government, 2013)
    if frozen:
        services.freeze(statistics, UserFactory(admin=True))
    few = [queries(report.url), queries(column.home.url)]
    make_items(column.category, column.office, 19_000)
    assert [queries(report.url), queries(column.home.url)] == few
    assert max(few) <= 20


def test_the_list_of_reports_is_newest_first(client, column):
    for year in (2012, 2014):
        make_report(column, year=year, slug=str(year), title=f"{year}年报告")
    report = make_report(column)
    AnnualReportPage.objects.filter(year=2012).update(live=False)
    html = read(client, report.get_parent())
    assert html.index("2014年报告") < html.index(report.title)
    assert "2012年报告" not in html
