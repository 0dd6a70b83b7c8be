"""Marks in a text, and the passage that has most of them."""

import html
import re
import time
import unicodedata

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.language import parse
from search.text import canonical
from search.text.highlight import ELLIPSIS, best_passage, mark

pytestmark = pytest.mark.once
# The first example waits for OpenCC or the segmenter to be loaded.
UNHURRIED = settings(deadline=None)

TEXTS = st.text("信息公开資訊A1２ ，。〔〕<>&\"'㎏½\u200be\u0301", max_size=60) | st.text(
    max_size=60
)
MARKS = st.lists(
    st.text("信息公开资讯a12 kg", min_size=1, max_size=4).map(canonical).filter(bool), max_size=4
)


def unmarked(marked):
    """Return the text under the marks; nothing else may be a tag."""
    bare = re.sub("</?mark>", "", marked)
    assert "<" not in bare
    assert ">" not in bare
    return html.unescape(bare)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("政府信息公开指南", ["信息公开"], "政府<mark>信息公开</mark>指南"),
        ("公开、公开", ["公开"], "<mark>公开</mark>、<mark>公开</mark>"),
        # As it was written.
        ("政府資訊公開條例", ["资讯公开"], "政府<mark>資訊公開</mark>條例"),
        ("全年ＧＤＰ增长", ["gdp"], "全年<mark>ＧＤＰ</mark>增长"),
        ("根据泗政〔2013〕12号文件", ["泗政 2013 12 号"], "根据<mark>泗政〔2013〕12号</mark>文件"),
        ("泗政［２０１３］１２号", ["泗政 2013 12"], "<mark>泗政［２０１３］１２</mark>号"),
        ("信\u200b息公开", ["信息"], "<mark>信\u200b息</mark>公开"),
        ("重5㎏", ["kg"], "重5<mark>㎏</mark>"),
        ("½杯", ["2"], "<mark>½</mark>杯"),
        ("cafe\u0301馆", ["café"], "<mark>café</mark>馆"),
        # Only where it stands.
        ("2012年12月", ["12"], "2012年<mark>12</mark>月"),
        ("GDP与GD", ["gd"], "GDP与<mark>GD</mark>"),
        ("信息，公开", ["信息公开"], "信息，公开"),
        # Overlapping and touching marks are one.
        ("政府信息公开", ["信息公", "息公开"], "政府<mark>信息公开</mark>"),
        ("预算公开", ["预算", "公开"], "<mark>预算公开</mark>"),
        ("公公公公公", ["公公"], "<mark>公公公公公</mark>"),
        ("1，1，1，1", ["1 1 1"], "<mark>1，1，1，1</mark>"),
        ("信息公开", ["公开", "信息公开", "", "公开"], "<mark>信息公开</mark>"),
        # Escaped.
        ("<b>公开</b>&", ["公开"], "&lt;b&gt;<mark>公开</mark>&lt;/b&gt;&amp;"),
        ("<mark>", ["mark"], "&lt;<mark>mark</mark>&gt;"),
        ("\"公开'", ["公开"], "&quot;<mark>公开</mark>&#x27;"),
        ("公开", [], "公开"),
        ("", ["公开"], ""),
    ],
)
def test_places_are_marked(text, marks, expected):
    assert mark(text, marks) == expected
    assert isinstance(mark(text, marks), SafeString)


def test_a_number_is_marked_whatever_spelling_was_typed(no_synonyms):
    marks = parse("泗政 2013 012").marks()
    expected = "<mark>泗政2013年第12号</mark>文件"
    assert mark("泗政2013年第12号文件", marks) == expected


FILLER = "此段没有关系。" * 30


@pytest.mark.parametrize(
    ("text", "marks", "passage"),
    [
        # The most different marks win over the first one and over many of one kind.
        (
            f"公开。{FILLER}公开公开，公开。{FILLER}预算要公开。",
            ["公开", "预算"],
            "…此段没有关系。此段没有关系。此段没有关系。<mark>预算</mark>要<mark>公开</mark>。",
        ),
        # Among these the most places.
        (f"公开。{FILLER}公开，公开。{FILLER}", ["公开"], "<mark>公开</mark>，<mark>公开</mark>。"),
        # Among these the first.
        (f"{FILLER}公开其一。{FILLER}公开其二。{FILLER}", ["公开"], "<mark>公开</mark>其一。"),
        # Without any, the beginning.
        (
            f"开头。{FILLER}",
            ["公开"],
            "开头。此段没有关系。此段没有关系。此段没有关系。此段没有关系…",
        ),
    ],
)
def test_the_best_passage_is_shown(text, marks, passage):
    assert passage in best_passage(text, marks, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("短文公开。", "短文<mark>公开</mark>。"),
        (
            "甲" * 40 + "。乙乙，公开" + "丙" * 40,
            "…乙乙，<mark>公开</mark>丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙…",
        ),
        (
            "甲" * 40 + "，乙公开" + "丙" * 40,
            "…乙<mark>公开</mark>丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙…",
        ),
        ("甲" * 40 + "公开" + "丙" * 40, "…甲甲甲<mark>公开</mark>丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙…"),
        (
            "甲" * 40 + "2013公开" + "丙" * 40,
            "…<mark>公开</mark>丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙…",
        ),
        ("  公开", "<mark>公开</mark>"),
        ("", ""),
    ],
)
def test_a_passage_begins_with_a_clause_and_says_where_it_was_cut(text, expected):
    assert best_passage(text, ["公开"], 20) == expected


def test_a_mark_longer_than_the_passage_is_shown_in_part():
    assert best_passage("甲" * 50, ["甲" * 50], 10) == f"<mark>{'甲' * 10}</mark>…"


@given(TEXTS, MARKS)
@UNHURRIED
def test_marks_change_nothing_in_a_text(text, marks):
    assert unmarked(mark(text, marks)) == unicodedata.normalize("NFC", text)


@given(TEXTS, MARKS, st.integers(1, 30))
@UNHURRIED
def test_a_passage_is_a_part_of_its_text(text, marks, length):
    passage = unmarked(best_passage(text, marks, length))
    whole = unicodedata.normalize("NFC", text)
    candidates = {
        passage,
        passage.removeprefix(ELLIPSIS),
        passage.removesuffix(ELLIPSIS),
        passage.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS),
    }
    assert any(each in whole and len(each) <= length for each in candidates)


@given(TEXTS, MARKS)
@UNHURRIED
def test_what_is_marked_is_a_mark_and_all_places_are_marked(text, marks):
    marked = mark(text, marks)
    stands = [each for each in marks if parse(f'"{each}"').wanted and each in canonical(text)]
    if any(all("\u4e00" <= character <= "\u9fff" for character in each) for each in stands):
        assert "<mark>" in marked
    characters = set("".join(marks))
    for part in re.findall("<mark>(.*?)</mark>", marked, re.DOTALL):
        assert characters & set(canonical(html.unescape(part)))


@pytest.mark.parametrize(
    ("unit", "marks"),
    [
        (
            "根据《政府資訊公開條例》，泗政〔2013〕12号文件要求各部门做好公开。",
            ["资讯公开", "公开"],
        ),
        ("公", ["公", "公公", "公" * 30]),
        ("公，", ["公"]),
        ("1 ", ["1", "1 1"]),
        ("<", ["公"]),
        ("㎏", ["kg"]),
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit, marks):
    """Measured on two cores: 20 to 110 ms for 100,000 characters; quadratic would be minutes."""
    text = (unit * 100_000)[:100_000]
    started = time.process_time()
    best_passage(text, marks)
    mark(text, marks)
    assert time.process_time() - started < 2
