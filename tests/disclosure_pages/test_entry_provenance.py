"""数字来源: every number of a year tells where it comes from."""

from __future__ import annotations

import pytest
from lxml import html as parser

from disclosure_pages.statistics import services
from tests.disclosure_pages.entry_pages import address, correct_numbers, typing
from tests.factories.catalogue import UserFactory
from tests.factories.pages import make_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def statistics(column):
    return services.get_or_create(column.government, 2025)


@pytest.fixture
def admin():
    return UserFactory(admin=True, username="zhang")


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def row(office, statistics):
    """Return a function that gives the cells of a figure's row as text."""

    def find(code):
        response = office.get(address("provenance", statistics))
        page = parser.fromstring(response.content.decode())
        (found,) = page.xpath(f"//tr[th/code[text()='{{{{{code}}}}}']]")
        return [" ".join(each.text_content().split()) for each in found.xpath("th|td")]

    return find


def test_says_what_is_counted_and_leads_to_it(office, column, statistics, row):
    make_items(column.category, column.office, 3, year=2025)
    _label, value, origin, computed, entry, _before = row("items.total")
    assert value == "3 条"
    assert origin == "系统统计"
    assert computed.startswith("3公开清单")
    assert entry == "—"
    page = office.get(address("provenance", statistics)).content.decode()
    assert "/catalogue/?year=2025" in page


def test_says_who_entered_what_and_why(office, column, statistics, row):
    make_items(column.category, column.office, 3, year=2025)
    office.post(
        address("entry", statistics), typing(statistics, reason="漏录两条", **{"items.total": "5"})
    )
    _label, value, origin, computed, entry, _before = row("items.total")
    assert value == "5 条"
    assert origin == "人工修正"
    assert computed.startswith("3")
    assert "漏录两条" in entry
    assert "zhang" in entry


def test_takes_sums_apart(office, statistics, row):
    office.post(address("entry", statistics), typing(statistics, **correct_numbers()))
    origin = row("t3.received.total")[2]
    assert origin.startswith("合计6项之和")
    assert "一、本年新收政府信息公开申请数量（自然人）：1" in origin


def test_compares_with_the_year_before(office, column, statistics, row):
    make_items(column.category, column.office, 2, year=2024)
    assert row("items.total")[-1] == "2"
    before = services.get_or_create(column.government, 2024)
    services.enter(before, "t2.licences.decisions", 8, "许可台账")
    assert row("t2.licences.decisions")[-1] == "8"


def test_a_frozen_year_shows_what_is_counted_now_too(office, admin, column, statistics, row):
    make_items(column.category, column.office, 3, year=2025)
    services.freeze(statistics, admin)
    make_items(column.category, column.office, 1, year=2025)
    _label, value, origin, computed, *_rest = row("items.total")
    assert (value, origin) == ("3 条", "冻结")
    assert computed.startswith("4")


def test_is_filtered_without_a_script(office, statistics):
    url = address("provenance", statistics)
    html = office.get(url, {"q": "行政许可"}).content.decode()
    assert "t2.licences.decisions" in html
    assert "t2.penalties.decisions" not in html
    assert "没有找到“没有这个”" in office.get(url, {"q": "没有这个"}).content.decode()
