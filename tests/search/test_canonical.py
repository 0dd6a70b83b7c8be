"""What is common to two spellings, and that every part of a text is found in its tokens."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from modelsearch.query import Phrase

from search.query.tree import Phrase as PhraseNode
from search.query.tree import tree_of
from search.text import (
    canonical,
    document_number_token,
    document_number_tokens,
    index_tokens,
    is_han,
    phrase_tokens,
)
from search.text.numbers import spellings

pytestmark = pytest.mark.once
# The first example waits for OpenCC or the segmenter to be loaded.
UNHURRIED = settings(deadline=None)

HAN = "信息公开条例政府镇卫星城市号年第〇々㐀𠮷資訊條鎮號發髮"
MIXED = st.text(HAN + "，。〔〕（）() \n\u3000aBc１2３ⅣéA\u200b\ufe0f😀", max_size=40)
ANY = st.text(max_size=40) | MIXED


def wide(text):
    """Return ``text`` in full-width letters and digits."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def stands_in_sequence(phrase, tokens):
    """Tell whether the index would find a phrase by the places of its tokens."""
    wanted, is_prefix = phrase_tokens(phrase)
    for start in range(len(tokens) - len(wanted) + 1):
        part = tokens[start : start + len(wanted)]
        same = part[:-1] == wanted[:-1] if is_prefix else part == wanted
        if same and (not is_prefix or part[-1].startswith(wanted[-1])):
            return True
    return False


def found(part, text):
    """Tell whether a text is found by a part of it: by a scan, and by the tokens of an index."""
    whole = canonical(text)
    node = tree_of(Phrase(part))
    return node.stands_in(whole), stands_in_sequence(canonical(part), index_tokens(whole))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清河镇政府信息公开指南", "清河镇政府信息公开指南"),
        ("政府資訊公開條例", "政府资讯公开条例"),
        ("泗政〔2013〕12号", "泗政 2013 12 号"),
        ("泗政［２０１３］１２號", "泗政 2013 12 号"),
        ("ＧＤＰ增长5.2％", "gdp 增长 5 2"),
        ("㎏", "kg"),
        ("信\u200b息\ufeff公\u00ad开", "信息公开"),
        ("葛\U000e0100城", "葛城"),
        ("  。，！ ", ""),
        ("\x00\ud800😀", ""),
        ("", ""),
        ("a" * 65, "a" * 64 + " a"),
        ("Cafe\u0301", "café"),
    ],
)
def test_spellings_become_one(text, expected):
    assert canonical(text) == expected


@given(ANY)
@UNHURRIED
def test_runs_are_of_one_kind_and_parted_by_one_space(text):
    for run in canonical(text).split(" ") if canonical(text) else []:
        assert run
        assert is_han(run) == any(map(is_han, run)) == all(map(is_han, run))
        assert run == run.lower()


@given(MIXED)
@UNHURRIED
def test_a_canonical_text_is_its_own_canonical_form(text):
    assert canonical(canonical(text)) == canonical(text)


@given(MIXED)
@UNHURRIED
def test_full_width_letters_and_digits_change_nothing(text):
    assert canonical(wide(text)) == canonical(text)


@given(st.data())
@UNHURRIED
def test_every_part_of_two_or_more_han_characters_finds_the_text(data):
    run = data.draw(st.text(HAN, min_size=2, max_size=20))
    text = data.draw(ANY) + run + data.draw(ANY)
    start = data.draw(st.integers(0, len(run) - 2))
    part = run[start : data.draw(st.integers(start + 2, len(run)))]
    assert found(part, text) == (True, True)
    assert found(canonical(part), text) == (True, True)
    assert found(part, canonical(text)) == (True, True)


@given(st.text(HAN, min_size=1, max_size=20), st.data())
@UNHURRIED
def test_every_single_character_finds_the_text(run, data):
    character = data.draw(st.sampled_from(run))
    assert found(character, data.draw(ANY) + run + data.draw(ANY)) == (True, True)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("城市", "卫星城市政府"),
        ("资讯公开", "政府資訊公開條例"),
        ("資訊公開", "政府资讯公开条例"),
        ("gdp", "全年ＧＤＰ增长"),
        ("ＧＤＰ增长", "全年gdp增长"),
        ("2013年", "２０１３年度"),
        ("条", "条例"),
        ("例", "条例"),
        ("a", "A"),
    ],
)
def test_variants_find_each_other(typed, text):
    assert found(typed, text) == (True, True)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("政府", "行政，府衙"),
        ("12", "2012"),
        ("gd", "GDP"),
        ("息公", "信息 公开"),
        ("开信", "公开"),
    ],
)
def test_what_does_not_stand_there_is_not_found(typed, text):
    assert found(typed, text) == (False, False)


@given(
    st.text("公开a1 ，", max_size=30).map(canonical),
    st.text("公开a1 ，", min_size=1, max_size=6).map(canonical).filter(bool),
)
@example("公 开放", "公 开")
@UNHURRIED
def test_tokens_in_sequence_say_the_same_as_a_scan(text, phrase):
    """So an index of tokens with their places has neither more nor fewer hits than there are."""
    scan = PhraseNode(phrase).stands_in(text)
    assert stands_in_sequence(phrase, index_tokens(text)) == scan


NUMBER = "根据泗政〔2013〕12号文件，"


@pytest.mark.parametrize(
    "typed",
    [
        "泗政〔2013〕12号",
        "泗政[2013]12号",
        "泗政（2013）12",
        "泗政(2013)12号",
        "泗政【2013】12 号",
        "泗政﹝2013﹞12号",
        "泗政 2013 12",
        "泗政2013年12号",
        "泗政2013年第12号",
        "泗政〔2013年〕第12号",
        "泗政〔2013〕第012号",
        "泗政〔２０１３〕１２号",
        "泗政〔2013〕12號",
        "2013 12号",
        "〔2013〕12号",
        "2013 12",
        "政〔2013〕12",
    ],
)
def test_a_document_number_is_found_however_it_is_written(typed):
    assert tree_of(Phrase(typed)).stands_in(canonical(NUMBER))


@pytest.mark.parametrize(
    "typed", ["泗政〔2013〕1号", "泗政〔2012〕12号", "甬政〔2013〕12号", "泗政 2013 121"]
)
def test_another_document_number_is_not_found(typed):
    assert not tree_of(Phrase(typed)).stands_in(canonical(NUMBER))


@pytest.mark.parametrize(
    "written",
    [
        "泗政〔2013〕012号",
        "泗政〔2013〕第12号",
        "泗政2013年第12号",
        "泗政[2013年]第0012 号",
        "泗政２０１３第１２号",
    ],
)
def test_a_number_in_any_spelling_is_found_by_the_usual_one(written):
    assert tree_of(Phrase("泗政〔2013〕12号")).stands_in(canonical(f"根据{written}文件"))


def test_what_is_no_document_number_gives_no_token():
    for text in ("信息公开", "2013 12 号", "政 2013 12 号", "泗政 1713 12 号", "泗政 2013 号", ""):
        assert document_number_token(text) == ""
        assert list(document_number_tokens(text)) == []


def test_the_spellings_of_a_number_give_its_token():
    token = document_number_token(canonical("泗政〔2013〕012号"))
    assert token == "泗政n2013n12"
    assert {document_number_token(each) for each in spellings(token)} == {token}


def test_a_long_text_without_any_punctuation_takes_no_longer_than_another():
    started = time.process_time()
    index_tokens(canonical("信息公开" * 50_000))
    assert time.process_time() - started < 2
