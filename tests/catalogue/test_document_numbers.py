"""文号: one spelling, whatever was typed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.document_numbers import normalise_document_number

STANDARD = "泗政〔2013〕12号"


@pytest.mark.parametrize(
    "typed",
    [
        "泗政〔2013〕12号",
        "泗政[2013]12号",
        "泗政（2013）12",
        "泗政(2013)12号",
        "泗政【2013】12号",
        "泗政《2013》12号",
        "泗政「2013」12号",
        "泗政<2013>12号",
        "泗政〔2013]12号",
        "泗政[2013年]12号",
        "泗政〔2013〕012号",
        "泗政〔２０１３〕１２号",
        "泗政［2013］１２ 号",
        "泗政〔2013〕第12号",
        "  泗 政 〔 2013 〕 12 号\n",
        "泗政　〔2013〕　12号",
        "泗政 2013 12",
        "泗政 2013 第12号",
    ],
)
def test_every_way_of_typing_it_comes_to_the_same(typed):
    assert normalise_document_number(typed) == STANDARD


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("国办发明电〔2012〕1号", "国办发明电〔2012〕1号"),
        ("甬政发[2013]5-1号", "甬政发〔2013〕5-1号"),
        ("ＮＢ政办（2013）7号", "NB政办〔2013〕7号"),
        ("泗政〔2013〕00号", "泗政〔2013〕0号"),
        ("[2013]12号", "〔2013〕12号"),
        ("公告2013年第3号", "公告2013年第3号"),
        ("泗政2013年12号", "泗政2013年12号"),
        ("国务院令第711号", "国务院令第711号"),
        ("第12号令", "第12号令"),
        ("中华人民共和国  主席令", "中华人民共和国 主席令"),
        ("泗政〔13〕12号", "泗政〔13〕12号"),
        ("泗政〔2013〕12号、13号", "泗政〔2013〕12号、13号"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_what_has_another_shape_keeps_it(typed, kept):
    assert normalise_document_number(typed) == kept


texts = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}{}{}{}{}{}".format,
        st.text(max_size=8),
        st.sampled_from("〔[（【<{ "),
        st.sampled_from(["2013", " ２０１３", "1996年", "13"]),
        st.sampled_from("〕]）】>} "),
        st.text("0123456789０１-第 ", max_size=8),
        st.sampled_from(["号", "", " 号", "令"]),
    ),
)


@given(texts)
@example("a \u0301[2013]1")
def test_normalising_twice_changes_nothing_more(text):
    once = normalise_document_number(text)
    assert normalise_document_number(once) == once


@pytest.mark.parametrize(
    "text",
    ["[2013]" + "9" * 100_000, "[2013]" + "0" * 100_000 + "x", " " * 100_000 + "[", "第" * 100_000],
)
def test_a_text_of_any_length_is_read_in_no_time(text):
    assert len(normalise_document_number(text)) <= len(text) + 1
