"""Synonyms: what is searched beside what was typed."""

import pytest

from search.query.language import parse
from search.query.tree import tree_of
from search.text import canonical, synonyms, words
from search.text.synonyms import Thesaurus, thesaurus_of

pytestmark = pytest.mark.once

MUTUAL = ["低保", "最低生活保障", "低保金"]
KNOWN = thesaurus_of(
    [
        (MUTUAL, MUTUAL),
        (["残疾人"], ["残障人士"]),
        (["wifi"], ["无线网络"]),
        (["农村公路"], ["乡村道路"]),
        (["公路"], ["马路"]),
        (["五险"], ["社会保险", "社保"]),
        (["申请"], ["办理"]),
    ]
)


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    monkeypatch.setattr(synonyms, "read_thesaurus", lambda: KNOWN)
    given = frozenset(words.words_in(KNOWN.words))
    monkeypatch.setattr(words, "read_dictionary", lambda: words.Dictionary(given=given))


def finds(query, text):
    return query is not None and tree_of(query).stands_in(canonical(text))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        # A word as a whole, in any spelling.
        ("低保", "最低生活保障办法"),
        ("低保", "低保办法"),
        ("最低生活保障", "低保标准"),
        ("最低生活保障", "低保金发放"),
        ("ＷｉＦｉ", "无线网络覆盖"),
        ("殘疾人", "残障人士服务"),
        # Inside of what was typed in one run.
        ("低保标准", "最低生活保障标准"),
        ("怎么申请低保", "怎么申请最低生活保障"),
        ("怎么申请低保", "怎么办理最低生活保障"),
        ("怎么申请低保", "怎么办理低保"),
        # Beside other words.
        ("低保 标准", "标准：最低生活保障"),
        ("低保 残疾人", "残障人士的最低生活保障"),
        # The longest is one word.
        ("农村公路", "乡村道路养护"),
        ("公路养护", "马路养护"),
    ],
)
def test_what_is_said_otherwise_is_found(typed, text):
    assert finds(parse(typed).all_words(), text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        # Only from left to right.
        ("残障人士", "残疾人"),
        ("无线网络", "wifi"),
        # Not through a third word.
        ("马路", "公路"),
        # In quotation marks a word is what it is.
        ("“低保”", "最低生活保障"),
        ('"怎么申请低保"', "怎么申请最低生活保障"),
        ("低保 “低保”", "最低生活保障"),
        # The characters of another word.
        ("降低保费", "降最低生活保障费"),
        ("高低保额", "高最低生活保障额"),
        ("低保 -最低生活保障", "最低生活保障"),
        # The shorter word inside of the longer.
        ("农村公路", "农村马路"),
        # What was typed beside it is wanted as well.
        ("低保 标准", "最低生活保障"),
    ],
)
def test_nothing_else_is_found(typed, text):
    assert not finds(parse(typed).all_words(), text)


def test_what_is_excluded_is_excluded_as_it_is():
    query = parse("标准 -低保").all_words()
    assert finds(query, "最低生活保障标准")
    assert not finds(query, "低保标准")


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("怎么申请低保", "最低生活保障的办理程序", True),
        ("怎么申请低保", "申请；低保", True),
        ("怎么申请低保", "最低生活保障", False),
        # A word with synonyms that is cut may also stand in parts.
        ("五险缴费", "缴费到社保", True),
        ("五险缴费", "缴费", False),
        ("残疾人补贴“低保”", "补贴 残障人士 低保", True),
        ("残疾人补贴“低保”", "补贴 残障人士 最低生活保障", False),
    ],
)
def test_words_that_were_cut_have_synonyms(typed, text, found):
    assert finds(parse(typed).segmented(), text) is found


@pytest.mark.parametrize(
    ("typed", "expanded", "told"),
    [
        ("低保", "低保 最低生活保障", ("最低生活保障",)),
        ("残疾人低保", "残疾人低保 残障人士 最低生活保障", ("残障人士", "最低生活保障")),
        ("低保 低保", "低保 低保 最低生活保障", ("最低生活保障",)),
        ("最低生活保障", "最低生活保障 低保 低保金", ("低保", "低保金")),
        ("“低保”", "低保", ()),
        ("预算", "预算", ()),
        ("", "", ()),
    ],
)
def test_synonyms_are_told(typed, expanded, told):
    parsed = parse(typed)
    assert parsed.expanded.strip() == expanded
    assert parsed.synonyms == told


def test_synonyms_are_marked():
    assert "最低生活保障" in parse("低保").marks()
    assert "怎么申请最低生活保障" in parse("怎么申请低保").marks()
    assert "最低生活保障" in parse("怎么申请低保").marks_of_words()
    assert parse("“低保”").marks() == ["低保"]


def test_the_same_can_be_asked_without_synonyms():
    typed = parse("怎么申请低保").as_typed
    assert not finds(typed.all_words(), "怎么申请最低生活保障")
    assert finds(typed.segmented(), "低保 申请")
    assert not finds(typed.segmented(), "最低生活保障 申请")
    assert typed.expanded == "怎么申请低保"
    assert typed.synonyms == ()


def test_there_is_a_bound_to_what_is_searched_beside(monkeypatch):
    signs = [f"词语{chr(0x4E00 + number)}" for number in range(20)]
    many = thesaurus_of([(signs, signs)])
    monkeypatch.setattr(synonyms, "read_thesaurus", lambda: many)
    given = frozenset(words.words_in(many.words))
    monkeypatch.setattr(words, "read_dictionary", lambda: words.Dictionary(given=given))
    synonyms.renew()
    words.renew()
    parsed = parse(" ".join("".join(signs[start : start + 5]) for start in range(0, 20, 5)))
    tree = repr(tree_of(parsed.all_words()))
    assert 4 < tree.count("Phrase(") <= 4 + 24
    assert len(parsed.synonyms) <= 24


def test_without_synonyms_nothing_is_cut(monkeypatch):
    monkeypatch.setattr(synonyms, "read_thesaurus", Thesaurus)
    synonyms.renew()
    parsed = parse("怎么申请低保")
    assert repr(parsed.all_words()) == repr(parsed.as_typed.all_words())
    assert parsed.expanded == parsed.canonical
