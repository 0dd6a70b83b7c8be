"""What this year's report takes over from last year's, and what is hardly so."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from disclosure_pages.statutory.forms import REPORT_FORMS
from disclosure_pages.statutory.rules.registry import RULES, check
from disclosure_pages.statutory.rules.structure import Severity
from tests.factories.reports import facts

pytestmark = pytest.mark.once


def zeros(form="2021", **numbers):
    return {
        **dict.fromkeys(REPORT_FORMS[form].cells, 0),
        **{code.replace("__", "."): number for code, number in numbers.items()},
    }


def applications(column, **lines):
    """A column of 表三 with its 总计."""
    return {
        f"t3__{line}__{each}": number
        for line, number in lines.items()
        for each in (column, "total")
    }


def dispute(block, **outcomes):
    return {
        **{f"t4__{block}__{outcome}": number for outcome, number in outcomes.items()},
        f"t4__{block}__total": sum(outcomes.values()),
    }


CASES = [
    # last year, this year, rule or None, words
    (
        applications("company", received=3, granted=1, total=1, carried_out=2),
        applications("company", carried_in=1, granted=1, total=1),
        "t3.carried_over",
        "表三“商业企业”列：上年结转填的是1，而2024年报告结转下年度的是2。",
    ),
    (
        applications("company", received=3, granted=1, total=1, carried_out=2),
        applications("company", carried_in=2, granted=2, total=2),
        None,
        "",
    ),
    (
        dispute("lawsuit", pending=3),
        dispute("lawsuit", upheld=1, pending=1),
        "t4.carried_over",
        "2024年报告有3件尚未审结，今年应当已审结或者仍未审结，而今年总计只有2件",
    ),
    (dispute("appeal", pending=3), dispute("appeal", upheld=1, pending=2), None, ""),
    (dispute("appeal", pending=3), dispute("appeal", upheld=5), None, ""),
    (
        {"t2__normative__in_force": 14},
        {
            "t2__normative__made": 2,
            "t2__normative__abolished": 10,
            "t2__normative__in_force": 14,
        },
        "t2.in_force",
        "上年末有效14件+本年制发2件-本年废止10件＝6件，现行有效填的是14件",
    ),
    (
        {"t2__normative__in_force": 14},
        {"t2__normative__made": 2, "t2__normative__abolished": 10, "t2__normative__in_force": 6},
        None,
        "",
    ),
    (
        {"t2__normative__in_force": 4},
        {"t2__normative__abolished": 5},
        "t2.abolished",
        "本年废止5件，多于上年末有效的4件与本年制发的0件之和4件",
    ),
    (
        {"t2__fees__amount": Decimal("0.9")},
        {"t2__fees__amount": 9000},
        "t2.fees_unit",
        "相差千倍以上。请核对是否把元填成了万元",
    ),
    ({"t2__fees__amount": Decimal("3.5")}, {"t2__fees__amount": Decimal("38.2")}, None, ""),
]


@pytest.mark.parametrize(("last", "now", "rule", "words"), CASES)
def test_two_years(last, now, rule, words):
    breaches = check(facts(zeros(**now), last_year=zeros(**last)))
    assert [breach.rule.id for breach in breaches] == ([rule] if rule else [])
    for breach in breaches:
        assert words in breach.sentence
        assert not breach.is_error
        assert breach.cells
    assert check(facts(zeros(**now))) == [], "without last year's report nothing is said"


def test_one_wrong_column_is_told_once_and_not_again_for_the_sum():
    last = zeros(**applications("person", received=2, carried_out=2))
    breaches = check(facts(zeros(), last_year=last))
    assert [breach.cells for breach in breaches] == [("t3.carried_in.person",)]


def test_a_wrong_sum_alone_is_told_of_the_sum():
    last = zeros() | {"t3.carried_out.total": 2}
    breaches = check(facts(zeros(), last_year=last))
    assert [breach.cells for breach in breaches] == [("t3.carried_in.total",)]


def test_the_form_of_2019_carries_over_its_projects_and_its_applications():
    last = zeros("2019") | {"t2a.licences.before": 30, "t2a.licences.change": -2}
    assert check(facts(zeros("2019") | {"t2a.licences.before": 28}, 2020, last_year=last)) == []
    (breach,) = check(facts(zeros("2019") | {"t2a.licences.before": 30}, 2020, last_year=last))
    assert breach.rule.id == "t2a.projects"
    assert "填的是30项，而按2019年报告应为28项" in breach.sentence
    carried = zeros("2019") | {"t3.carried_out.legal": 1}
    (breach,) = check(facts(zeros(), 2021, last_year=carried))
    assert breach.cells == ("t3.carried_in.legal",)


def test_a_year_after_another_form_has_nothing_to_compare():
    assert check(facts(zeros("2019"), 2019, last_year=zeros("2008") | {"s.received": 4})) == []


HARDLY = [
    # form, year, numbers, rule or None, words
    ("2021", 2023, {"t2__regulations__in_force": 6}, "t2.regulations", "“规章现行有效件数”6"),
    ("2019", 2020, {"t2a__regulations__total": 6}, "t2.regulations", "没有制定规章的权限"),
    ("2021", 2023, {"t2__normative__made": 3}, "t2.least_in_force", "至少有3件，填的是0件"),
    (
        "2021",
        2023,
        {"t2__normative__made": 3, "t2__normative__abolished": 3},
        None,
        "",
    ),
    ("2019", 2020, {"t2a__normative__disclosed": 3}, "t2a.disclosed", "多于对外公开总数量0件"),
    ("2021", 2023, {"t2__fees__amount": 1904573}, "t2.fees_unit", "超过1亿元"),
    ("2021", 2023, {"t2__fees__amount": Decimal("190.457379")}, None, ""),
    ("2008", 2016, {"s__published": 9, "s__by_website": 8}, "sheet.channels", "相加只有8条"),
    ("2008", 2016, {"s__published": 8, "s__by_website": 8}, None, ""),
    (
        "2008",
        2016,
        {"s__published": 8, "s__by_website": 9},
        "sheet.within_published",
        "“2.政府网站公开政府信息数”填的是9条，多于主动公开政府信息数8条",
    ),
    ("2008", 2016, {"s__charges": Decimal("0.02")}, "sheet.charges", "费用0.02万元"),
]


@pytest.mark.parametrize("case", HARDLY)
def test_what_is_hardly_so(case):
    form, year, numbers, rule, words = case
    breaches = check(facts(zeros(form, **numbers), year))
    assert [breach.rule.id for breach in breaches] == ([rule] if rule else [])
    assert all(words in breach.sentence and not breach.is_error for breach in breaches)


def test_a_city_makes_regulations_and_collects_much():
    numbers = zeros(t2__regulations__in_force=6, t2__fees__amount=1904573)
    assert check(facts(numbers, is_township=False)) == []


def test_no_law_is_called_upon_for_what_only_sense_says():
    across = {rule for rule in RULES if rule.source.startswith("惯例")}
    assert {rule.severity for rule in across} == {Severity.WARNING}


DATES = [
    (date(2025, 1, 31), "report.after_year", "报告日期是2025年1月31日，而报告的统计期限到2025年"),
    (date(2025, 12, 31), "report.after_year", "请核对年度和报告日期"),
    (date(2026, 1, 1), None, ""),
    (None, None, ""),
]


@pytest.mark.parametrize(("day", "rule", "words"), DATES)
def test_the_date_of_a_report(day, rule, words):
    breaches = check(facts(zeros(), 2025, reported_on=day))
    assert [breach.rule.id for breach in breaches] == ([rule] if rule else [])
    assert all(words in breach.sentence and breach.is_error for breach in breaches)


def test_a_report_is_not_dated_in_the_future():
    today = timezone.localdate()
    assert check(facts(zeros(), today.year - 1, reported_on=today)) == []
    tomorrow = today + timedelta(days=1)
    (breach,) = check(facts(zeros(), today.year - 1, reported_on=tomorrow))
    assert breach.rule.id == "report.not_in_future"
    assert breach.is_error


def test_a_form_of_other_years_is_refused():
    breaches = check(facts(zeros("2019"), 2022, form=REPORT_FORMS["2019"]))
    assert [breach.rule.id for breach in breaches] == ["report.form"]
    assert "2022年的报告用了“2019年格式（六部分、三张表）”" in breaches[0].sentence
    assert "适用于2019年至2020年" in breaches[0].sentence
