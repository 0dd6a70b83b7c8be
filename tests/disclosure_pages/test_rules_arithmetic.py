"""What must hold within one report."""

from decimal import Decimal

import pytest

from disclosure_pages.statutory.forms import REPORT_FORMS
from disclosure_pages.statutory.rules.registry import RULES, check
from disclosure_pages.statutory.rules.structure import Severity
from tests.factories.reports import correct_values, facts, following_values

pytestmark = pytest.mark.once


def broken(values, year=2025, **known):
    return {breach.rule.id: breach for breach in check(facts(values, year, **known))}


@pytest.mark.parametrize(("form", "year"), [("2021", 2025), ("2019", 2020), ("2008", 2016)])
@pytest.mark.parametrize("seed", range(12))
def test_a_correct_report_keeps_every_rule(form, year, seed):
    assert check(facts(correct_values(form, seed), year)) == []


@pytest.mark.parametrize("seed", range(12))
def test_so_does_the_report_of_the_year_after(seed):
    last = correct_values("2021", seed)
    assert check(facts(following_values(last, seed), last_year=last)) == []


def test_rules_have_names_of_their_own():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.title.endswith("。")
        assert rule.source


def test_the_published_mistake_is_found_and_explained():
    """A town published ten applications received, none handled and none carried over."""
    values = dict.fromkeys(REPORT_FORMS["2021"].cells, 0)
    for column in ("person", "total"):
        values[f"t3.received.{column}"] = 10
    breaches = check(facts(values))
    assert [breach.rule.id for breach in breaches] == ["t3.balance", "t3.balance"]
    assert breaches[0].is_error
    assert breaches[0].sentence == (
        "表三“自然人”列：本年新收10+上年结转0＝10，办理结果总计0+结转下年度0＝0，相差10。"
        "请核对这一列的这四个数字。"
    )
    assert breaches[0].cells == (
        "t3.received.person",
        "t3.carried_in.person",
        "t3.total.person",
        "t3.carried_out.person",
    )


CASES = [
    # form, year, cell, number, rules, words of one of the sentences
    ("2021", 2025, "t3.received.person", 6, {"t3.balance", "t3.applicants_sum"}, "“自然人”列"),
    ("2021", 2025, "t3.secret.charity", 6, {"t3.results_sum", "t3.applicants_sum"}, "“社会公益"),
    ("2021", 2025, "t3.granted.total", 6, {"t3.results_sum", "t3.applicants_sum"}, "予以公开”行"),
    ("2021", 2025, "t3.carried_out.total", 6, {"t3.balance", "t3.applicants_sum"}, "“总计”列"),
    ("2019", 2020, "t3.other_handling.legal", 6, {"t3.results_sum", "t3.applicants_sum"}, "相差6"),
    ("2021", 2025, "t4.lawsuit.pending", 6, {"t4.sum"}, "表四“未经复议直接起诉”"),
    ("2021", 2025, "t4.appeal.total", 6, {"t4.sum"}, "相加为0（0），总计填的是6"),
    ("2008", 2016, "s.by_letter", 6, {"sheet.sum"}, "统计表“（一）收到申请数”"),
    ("2021", 2025, "t2.licences.decisions", -1, {"values.count"}, "不能小于0"),
    ("2021", 2025, "t2.licences.decisions", Decimal("1.5"), {"values.count"}, "不是整数"),
    ("2021", 2025, "t2.fees.amount", Decimal("-0.5"), {"values.amount"}, "金额不能小于0"),
    ("2021", 2025, "t2.fees.amount", Decimal("0.0000005"), {"values.amount"}, "1分"),
    ("2021", 2025, "t2.fees.amount", Decimal("0.000035"), set(), ""),
    ("2021", 2025, "t2.coercion.decisions", None, {"values.complete"}, "表二有1个数字没有填写"),
    ("2008", 2016, "s.budget", None, {"sheet.complete"}, "统计表有1个数字没有填写"),
    ("2008", 2013, "s.budget", None, set(), ""),
    ("2019", 2020, "t2a.licences.change", -3, set(), ""),
    ("2019", 2020, "t2a.licences.before", -3, {"values.count"}, "不能小于0"),
]


@pytest.mark.parametrize("case", CASES)
def test_one_wrong_number(case):
    form, year, cell, number, rules, words = case
    values = {**dict.fromkeys(REPORT_FORMS[form].cells, 0), cell: number}
    found = broken(values, year)
    assert set(found) == rules
    assert all(cell in breach.cells for breach in found.values())
    assert not words or any(words in breach.sentence for breach in found.values())


def test_nothing_is_said_of_sums_while_a_part_is_missing():
    values = dict.fromkeys(REPORT_FORMS["2021"].cells, 0)
    values |= {"t3.granted.person": None, "t3.total.person": 4}
    found = broken(values)
    assert "t3.results_sum" not in found
    assert found["values.complete"].cells == ("t3.granted.person",)


def test_what_is_missing_is_named_by_its_inputs_and_marked_with_its_sums():
    values = dict.fromkeys(REPORT_FORMS["2021"].cells, 0)
    values |= dict.fromkeys(["t4.appeal.other", "t4.appeal.total"])
    (breach,) = check(facts(values))
    assert (
        breach.sentence
        == "表四有2个数字没有填写：“行政诉讼复议后起诉其他结果”。没有发生的，请填0。"
    )
    assert breach.cells == ("t4.appeal.other", "t4.appeal.total")


def test_an_empty_report_lacks_its_tables_and_nothing_else():
    breaches = check(facts({}))
    assert [breach.sentence for breach in breaches] == [
        "表二的10个数字都没有填写。没有发生的，请填0。",
        "表三的175个数字都没有填写。没有发生的，请填0。",
        "表四的15个数字都没有填写。没有发生的，请填0。",
    ]


def test_what_the_sheet_says_only_by_custom_is_no_error():
    severities = {rule.id: rule.severity for rule in RULES}
    assert severities["sheet.sum"] == severities["sheet.complete"] == Severity.WARNING
    assert severities["t3.balance"] == Severity.ERROR
