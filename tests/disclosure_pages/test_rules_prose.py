"""What the text of a report says against its tables: contradictions are found, and only they."""

from decimal import Decimal

import pytest

from disclosure_pages.statutory.forms import REPORT_FORMS
from disclosure_pages.statutory.rules.numerals import number_of
from disclosure_pages.statutory.rules.registry import check
from tests.factories.reports import facts

pytestmark = pytest.mark.once


def busy():
    """A town of 2025: 12 applications came and 2 were carried in, 13 were handled and 1 was not."""
    values = dict.fromkeys(REPORT_FORMS["2021"].cells, 0)
    columns = {
        "person": {"received": 8, "carried_in": 2, "granted": 7, "partial": 1, "not_held": 1},
        "company": {"received": 4, "granted": 3, "secret": 1},
    }
    for column, lines in columns.items():
        for line, number in lines.items():
            values[f"t3.{line}.{column}"] = number
            values[f"t3.{line}.total"] += number
    values |= {
        "t3.total.person": 9,
        "t3.total.company": 4,
        "t3.total.total": 13,
        "t3.carried_out.person": 1,
        "t3.carried_out.total": 1,
        "t4.reconsideration.upheld": 2,
        "t4.reconsideration.total": 2,
        "t4.lawsuit.pending": 1,
        "t4.lawsuit.total": 1,
        "t2.normative.made": 3,
        "t2.normative.abolished": 1,
        "t2.normative.in_force": 20,
        "t2.licences.decisions": 5,
        "t2.fees.amount": Decimal("3.5"),
        "items.total": 1048,
    }
    return values


def quiet():
    return dict.fromkeys(REPORT_FORMS["2021"].cells, 0) | {"items.total": 60}


def told(text, values, **known):
    """Sentences of the rule about a text; the other rules are kept."""
    breaches = check(facts(values, known.pop("year", 2025), text=text, **known))
    assert {breach.rule.id for breach in breaches} <= {"text.figures"}
    return breaches


# Sentences that contradict the busy town, and the two numbers.
WRONG = [
    ("2025年，我镇共收到政府信息公开申请11件。", 11, 12),
    ("全年新收政府信息公开申请10件，上年结转2件。", 10, 12),
    ("2025年共受理36件政府信息公开申请（均为自然人提交），同比上升16.13%。", 36, 12),
    ("本年度，共受理政府信息公开申请２件，都在法定期限内予以答复。", 2, 12),
    ("2025年我镇全年共收到依申请公开0件，公开0件。", 0, 12),
    ("全年未接到信息公开申请；各栏目共刊发文稿、通知44篇。", 0, 12),
    ("2025年未收到依申请公开政府信息申请。", 0, 12),
    ("2025年度无依申请公开情况。", 0, 12),
    ("依申请公开方面，全年零申请。", 0, 12),
    ("我镇没有收到公民、法人和其他组织提出的政府信息公开申请。", 0, 12),
    ("收到政府信息公开申请十一件，均已按时答复。", 11, 12),
    ("自2025年1月1日起至12月31日止，收到政府信息公开申请15件。", 15, 12),
    ("截至2025年12月31日，共收到信息公开申请15件。", 15, 12),
    ("与2024年相比，本年收到政府信息公开申请15件。", 15, 12),
    ("2024年收到政府信息公开申请7件，2025年收到政府信息公开申请15件。", 15, 12),
    ("收到政府信息公开申请12件，上年结转3件。", 3, 2),
    ("收到政府信息公开申请12件，2024年度结转1件。", 1, 2),
    ("收到政府信息公开申请12件，无上年结转申请。", 0, 2),
    ("收到政府信息公开申请12件，结转下年度继续办理2件。", 2, 1),
    ("收到政府信息公开申请12件，2件结转2026年继续办理。", 2, 1),
    ("收到政府信息公开申请12件，无结转下年度办理的申请。", 0, 1),
    ("收到政府信息公开申请12件，办结12件，办结率100%。", 12, 13),
    ("收到政府信息公开申请12件，其中自然人申请11件。", 11, 8),
    ("收到政府信息公开申请12件，其中法人或其他组织申请3件。", 3, 4),
    ("办结的申请中，予以公开9件，部分公开1件，不予公开1件，无法提供1件。", 9, 10),
    ("办结的申请中，予以公开10件，部分公开1件，不予公开2件。", 2, 1),
    ("因政府信息公开申请引起的行政复议1件（已办结）。", 1, 2),
    ("全年未收到因政府信息公开申请引起的行政复议。", 0, 2),
    ("未收到因政府信息公开申请引起的行政诉讼。", 0, 1),
    ("没有因政府信息公开工作被提起行政诉讼。", 0, 1),
    ("2025年，未发生因政府信息公开引发的行政复议、行政诉讼。", 0, 3),
    ("本年度无行政复议和行政诉讼案件。", 0, 3),
    ("因政府信息公开申请行政复议、提起行政诉讼的情况均未发生，行政复议0件。", 0, 2),
    ("行政复议2件，行政诉讼2件。", 2, 1),
    ("因政府信息公开引起行政复议2件、行政诉讼0件。", 0, 1),
    ("未经复议直接起诉2件，复议后起诉0件。", 2, 1),
    ("未经复议直接起诉1件，复议后起诉2件。", 2, 0),
    ("2025年制发行政规范性文件2件。", 2, 3),
    ("全年制定规范性文件四件。", 4, 3),
    ("本年未制发规范性文件。", 0, 3),
    ("制发行政规范性文件3件，废止行政规范性文件10件。", 10, 1),
    ("制发行政规范性文件3件，废止1件，现行有效件数14件。", 14, 20),
    ("全年主动公开政府信息总数171条。", 171, 1048),
    ("2025年，全镇主动公开政府信息1,047条。", 1047, 1048),
    ("共发布各类信息一千零四十七条。", 1047, 1048),
    ("全年作出行政许可决定4件。", 4, 5),
    ("行政事业性收费金额35000万元。", 35000, Decimal("3.5")),
]

# Sentences that are true of the busy town, or say nothing of the year's totals.
FINE = [
    "2025年，我镇共收到政府信息公开申请12件，上年结转2件，办结13件，结转下年度继续办理1件。",
    "共受理12件政府信息公开申请，同比增长20%。",
    "收到政府信息公开申请14件（含上年结转2件）。",
    "收到政府信息公开申请12件，比上年增加3件，增长33.3%。",
    "2024年收到政府信息公开申请9件，今年收到12件政府信息公开申请。",
    "上年收到政府信息公开申请9件。",
    "去年我镇未收到政府信息公开申请。",
    "上半年收到政府信息公开申请5件。",
    "截至6月底，收到政府信息公开申请5件。",
    "2025年1月至3月收到政府信息公开申请5件，未发生行政复议。",
    "2008年以来，累计收到政府信息公开申请300件。",
    "近三年共收到政府信息公开申请40件。",
    "收到网络申请8件、信函申请4件。",
    "其中，收到自然人申请8件，收到企业申请4件。",
    "通过网络收到政府信息公开申请8件。",
    "收到政府信息公开申请10余件。",
    "收到政府信息公开申请近20件。",
    "2026年，预计收到政府信息公开申请20件。",
    "全县共收到政府信息公开申请300件。",
    "我镇全年未收到行政许可申请。",
    "全年收到救助申请45件，全部办结。",
    "办结12345热线工单47件。",
    "收到留言235件，办结235件。",
    "按期办结建议提案答复6件。",
    "收到政府信息公开申请12件，其中延期办结2件。",
    "收到政府信息公开申请12件，按时办结11件，延期办结2件。",
    "做到受理一件、办结一件，申请人满意。",
    "未收到政府信息公开申请人的投诉。",
    "没有收到因政府信息公开收费引起的投诉。",
    "办结的申请中，予以公开10件，部分公开1件，不予公开1件，无法提供1件，不予处理0件。",
    "其中自然人申请8件，法人或其他组织申请4件，均为政府信息公开申请。",
    "因政府信息公开引起的行政复议2件，其中结果维持2件。",
    "行政复议和行政诉讼共3件。",
    "因政府信息公开被申请行政复议、提起行政诉讼共3件。",
    "行政诉讼和行政复议共3件。",
    "未发生行政复议被纠错的情况。",
    "未发生行政诉讼败诉案件。",
    "被纠正的行政复议0件，败诉的行政诉讼0件。",
    "行政机关负责人出庭应诉5件，行政诉讼5件均胜诉。",
    "公开行政复议决定书6件。",
    "复议后未发生起诉。",
    "2024年未发生行政复议、行政诉讼。",
    "制发行政规范性文件3件，废止1件，现行有效20件。",
    "审查镇村文件30件，其中规范性文件备案2件。",
    "公开规范性文件6件。",
    "2024年制发规范性文件9件。",
    "通过政府网站公开政府信息600条。",
    "主动公开政府信息1048条，其中政务动态信息623条。",
    "通过微信公众号发布信息132条。",
    "自2015年起累计公开信息9000条。",
    "更新政务动态信息73条。",
    "力争2026年主动公开信息2000条。",
    "全年作出行政许可决定5件。",
    "公示行政处罚决定书9件。",
    "行政事业性收费3.5万元。",
    "本报告所列数据的统计期限自2025年1月1日起至2025年12月31日止。",
    "收到政府信息公开申请的，应当在20个工作日内答复。",
    "依法办理政府信息公开申请，答复率100%。",
]

# True of a town where nothing happened.
QUIET = [
    "2025年，我镇未收到政府信息公开申请，无上年结转，无结转下年度办理的申请。",
    "本年度没有依申请公开事项，未发生因政府信息公开引发的行政复议、行政诉讼。",
    "收到依申请公开0件，行政复议0件，行政诉讼零件。",
    "未制发规范性文件，未废止规范性文件。",
    "行政复议、行政诉讼均为0。",
    "2025年度无依申请公开，未收取费用。",
    "未发生行政复议和行政诉讼。",
]


@pytest.mark.parametrize(("text", "said", "counted"), WRONG)
def test_a_number_that_the_tables_do_not_have(text, said, counted):
    breaches = told(text, busy())
    assert breaches, text
    assert any(f"写的是{said}，而报表和统计中是{counted}" in each.sentence for each in breaches), [
        each.sentence for each in breaches
    ]
    assert not any(each.is_error for each in breaches)


@pytest.mark.parametrize("text", FINE)
def test_what_is_true_or_about_something_else_is_let_be(text):
    assert [each.sentence for each in told(text, busy())] == []


@pytest.mark.parametrize("text", QUIET)
def test_what_is_true_of_a_year_without_applications(text):
    assert [each.sentence for each in told(text, quiet())] == []


@pytest.mark.parametrize("text", QUIET)
def test_and_is_found_in_a_year_with_some(text):
    assert told(text, busy())


@pytest.mark.parametrize("text", [*FINE, *(text for text, *_numbers in WRONG)])
def test_nothing_is_said_of_what_the_tables_do_not_tell(text):
    values = dict.fromkeys(REPORT_FORMS["2008"].cells) | dict.fromkeys(["items.total"])
    breaches = check(facts(values, 2013, text=text, form=REPORT_FORMS["2008"]))
    assert breaches == []


def test_the_report_of_a_five_part_form_is_compared_with_its_sheet():
    values = dict.fromkeys(REPORT_FORMS["2008"].cells, 0) | {
        "s.published": 1048,
        "s.by_other": 1048,
    }
    text = "公开信息1047条，制定规范性文件3件。2016年收到申请2件，答复申请2件。未发生行政复议。"
    found = [(each.cells, each.sentence.split("：")[1]) for each in told(text, values, year=2016)]
    assert [cells for cells, _words in found] == [
        ("s.published",),
        ("s.normative_made",),
        ("s.received",),
        ("s.answered",),
    ]


def test_the_sentence_is_quoted_and_the_cells_are_named():
    (breach,) = told("情况良好。2025年，收到政府信息公开申请11件。今后继续努力。", busy())
    assert breach.sentence == (
        "正文“2025年，收到政府信息公开申请11件”：收到的政府信息公开申请写的是11，而报表和统计中"
        "是12。请核对；正文说的不是同一件事的，请说明。"
    )
    assert breach.cells == ("t3.received.total",)


def test_what_was_left_to_be_written_is_an_error():
    text = "存在的问题：【请补充：本年度存在的主要问题】\n【请补充：改进措施】【请补充：改进措施】"
    breaches = check(facts(quiet(), text=text))
    assert [breach.rule.id for breach in breaches] == ["text.placeholder", "text.placeholder"]
    assert "“【请补充：改进措施】”没有写" in breaches[1].sentence
    assert breaches[0].is_error


def test_a_number_that_nobody_filled_in_is_an_error():
    (breach,) = check(facts(quiet(), text="收到留言未填报件，已答复0件。"))
    assert breach.rule.id == "text.missing_figure"
    assert breach.is_error
    assert "正文“收到留言未填报件”引用的数字没有填报" in breach.sentence


NUMERALS = [
    ("12", 12),
    ("1,048", 1048),
    ("十", 10),
    ("十二", 12),
    ("二十", 20),
    ("两", 2),
    ("〇", 0),
    ("一百零五", 105),
    ("一百五十", 150),
    ("一千零四十八", 1048),
    ("两万三千", 23000),
    ("二〇", 20),
    ("3.5", Decimal("3.5")),
    ("十十", None),
    ("百千", None),
]


@pytest.mark.parametrize(("text", "number"), NUMERALS)
def test_numbers_in_words(text, number):
    assert number_of(text) == number
