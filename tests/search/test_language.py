"""What people type, and what it means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modelsearch.query import MATCH_NONE, SearchQuery

from search.query.language import parse
from search.query.tree import NOTHING, tree_of
from search.text import canonical, words

pytestmark = pytest.mark.once
# The first example waits for OpenCC or the segmenter to be loaded.
UNHURRIED = settings(deadline=None)


@pytest.fixture(autouse=True)
def _dictionary(monkeypatch, no_synonyms):
    dictionary = words.Dictionary(kept=frozenset(["五水共治"]))
    monkeypatch.setattr(words, "read_dictionary", lambda: dictionary)


def stands(query: SearchQuery, text: str) -> bool:
    return tree_of(query).stands_in(canonical(text))


@pytest.mark.parametrize(
    ("typed", "found_words", "phrases", "excluded"),
    [
        ("农村公路", ["农村公路"], [], []),
        ("农村  公路\u3000养护", ["农村", "公路", "养护"], [], []),
        ("農村公路 ＧＤＰ", ["农村公路", "gdp"], [], []),
        ("公路 公路", ["公路"], [], []),
        ("泗政〔2013〕12号", ["泗政 2013 12 号"], [], []),
        # Phrases, by any pair of quotation marks.
        ('"农村 公路"', [], ["农村 公路"], []),
        ("＂农村公路＂", [], ["农村公路"], []),
        ("“农村公路”养护", ["养护"], ["农村公路"], []),
        ("“农村公路“ ”养护”", [], ["农村公路", "养护"], []),
        ("「农村公路」『养护』", [], ["农村公路", "养护"], []),
        ("关于“十四五”规划的通知", ["关于", "规划的通知"], ["十四五"], []),
        ("“关于「十四五」规划”", [], ["关于 十四五 规划"], []),
        # Exclusions.
        ("公路 -招标", ["公路"], [], ["招标"]),
        ("公路 －招标", ["公路"], [], ["招标"]),
        ("-招标 公路", ["公路"], [], ["招标"]),
        ('公路 -"招标 公告"', ["公路"], [], ["招标 公告"]),
        ("公路 -“招标公告”", ["公路"], [], ["招标公告"]),
        ("公路 -「招标公告」", ["公路"], [], ["招标公告"]),
        # A minus sign elsewhere is text.
        ("2013-12", ["2013 12"], [], []),
        ("公路 - 招标", ["公路", "招标"], [], []),
        ("公路-招标", ["公路 招标"], [], []),
        ("公路 --招标", ["公路", "招标"], [], []),
        ('"公路"-招标', ["招标"], ["公路"], []),
        ("公路 -", ["公路"], [], []),
        ("公路 -！", ["公路"], [], []),
        # Everything else is text.
        ('农村"公路', ["农村", "公路"], [], []),
        ('-"公路', ["公路"], [], []),
        ("「公路", ["公路"], [], []),
        ("公路」", ["公路"], [], []),
        ('""', [], [], []),
        ("公路 AND 养护", ["公路", "and", "养护"], [], []),
        ("公路 OR NOT NEAR(养护)", ["公路", "or", "not", "near 养护"], [], []),
        ("title:公路* ^2 (养护)", ["title 公路", "2", "养护"], [], []),
        ("公路;DROP TABLE--", ["公路 drop", "table"], [], []),
        ("公路😀养护", ["公路 养护"], [], []),
        ("公\x00路\x1f养护\ud800", ["公", "路", "养护"], [], []),
        ("公\u200b路", ["公路"], [], []),
        ("，。！", [], [], []),
        ("😀", [], [], []),
        ("", [], [], []),
    ],
)
def test_what_is_typed_is_understood(typed, found_words, phrases, excluded):
    parsed = parse(typed)
    assert list(parsed.words) == found_words
    assert list(parsed.phrases) == phrases
    assert list(parsed.excluded) == excluded
    assert parsed.is_empty == (not found_words and not phrases)


@pytest.mark.parametrize(
    ("typed", "hits", "others"),
    [
        ("农村 公路", ["公路通农村", "农村公路"], ["农村", "公路"]),
        ("农村公路", ["农村公路"], ["公路通农村"]),
        ('"农村 公路"', ["农村、公路"], ["农村公路", "公路 农村"]),
        ("公路 -招标", ["公路养护"], ["公路招标", "招标", "养护"]),
        ('公路 -"招标公告"', ["公路招标", "公路"], ["公路招标公告"]),
        (
            "泗政 2013 12",
            ["泗政〔2013〕12号", "泗政〔2013〕第012号", "泗政2013年工作，12月"],
            ["泗政〔2013〕13号", "泗政〔2013〕112号"],
        ),
        ("2013 12号", ["泗政〔2013〕12号"], ["泗政〔2012〕12号"]),
        ("泗政〔2013〕12 -废止", ["泗政〔2013〕12号"], ["废止泗政〔2013〕12号"]),
    ],
)
def test_all_words_have_to_stand_in_a_hit(typed, hits, others):
    query = parse(typed).all_words()
    assert [text for text in hits if not stands(query, text)] == []
    assert [text for text in others if stands(query, text)] == []


@pytest.mark.parametrize(
    ("typed", "segments", "hit"),
    [
        ("怎么申请低保补贴", ["申请", "低保", "补贴"], "低保对象可申请补贴"),
        ("五水共治的方案", ["五水共治", "方案"], "方案：五水共治"),
        (
            "预算公开 “养护 资金”管理",
            ["预算", "公开", "养护 资金", "管理"],
            "公开管理预算：养护、资金",
        ),
        ("公路养护2013", ["公路", "养护", "2013"], "2013年养护公路"),
    ],
)
def test_long_words_are_cut_where_they_do_not_stand_together(typed, segments, hit):
    parsed = parse(typed)
    assert list(parsed.segments) == segments
    assert not stands(parsed.all_words(), hit)
    assert stands(parsed.segmented(), hit)


def test_cutting_keeps_what_was_excluded():
    query = parse("预算公开 -招标").segmented()
    assert stands(query, "公开预算")
    assert not stands(query, "公开预算，招标")


@pytest.mark.parametrize(
    "typed", ["公路", "公路 养护", "“农村公路”", "的", "泗政 2013 12", "", "-a"]
)
def test_where_nothing_can_be_cut_there_is_no_second_query(typed):
    assert parse(typed).segmented() is None


def test_function_words_remain_where_there_is_nothing_else():
    assert parse("怎么 的").segments == ("怎么", "的")


@pytest.mark.parametrize("typed", ["-招标", "-“招标 公告” －公路"])
def test_an_exclusion_alone_finds_nothing_and_says_so(typed):
    parsed = parse(typed)
    assert parsed.is_empty
    assert parsed.is_only_excluding
    assert tree_of(parsed.all_words()) == NOTHING
    assert repr(parsed.all_words()) == repr(MATCH_NONE)
    assert parsed.marks() == parsed.marks_of_words() == []


@pytest.mark.parametrize("typed", ["", "  ", "！", '"', "\x00"])
def test_nothing_is_not_an_exclusion(typed):
    assert parse(typed).is_empty
    assert not parse(typed).is_only_excluding


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("泗政〔2013〕12号", "泗政n2013n12"),
        ("泗政[2013]012", "泗政n2013n12"),
        ("泗政 2013 12", "泗政n2013n12"),
        ("泗政 ２０１３年 第12号", "泗政n2013n12"),
        ("泗政 2013 12 -废止", "泗政n2013n12"),
        ("泗政〔2013〕12号 公路", ""),
        ("2013 12号", ""),
        ("公路", ""),
    ],
)
def test_a_query_that_is_a_document_number_is_known(typed, number):
    assert parse(typed).document_number == number


def test_what_is_marked_is_the_longest_first():
    parsed = parse("公路 “农村 公路” 养护资金 -招标")
    assert parsed.marks() == ["农村 公路", "养护资金", "公路"]
    assert parsed.marks_of_words() == ["农村 公路", "养护资金", "公路", "养护", "资金"]


def test_a_document_number_is_marked_in_every_spelling():
    marks = parse("泗政 2013 012").marks()
    assert {"泗政 2013 12 号", "泗政 2013 年第 12 号", "泗政", "2013"} <= set(marks)


def test_the_text_is_shown_back_as_one_clean_line():
    assert parse("  公路\x00\n养护\ud800  ").text == "公路 养护"


def test_what_is_too_long_is_cut_and_said_so(settings):
    parsed = parse("公" * 10_000)
    assert (len(parsed.text), parsed.was_cut) == (200, True)
    assert not parse("公" * 200).was_cut
    settings.GONGKAI_SEARCH_MAX_QUERY_LENGTH = 5
    assert parse("“农村公路”").words == ("农村公路",)


@given(
    st.text(st.characters(exclude_categories=[]), max_size=300)
    | st.text('"“”「」-－ 公a1*:()', max_size=60)
)
@UNHURRIED
def test_no_text_is_an_error(typed):
    parsed = parse(typed)
    tree_of(parsed.all_words())
    if (cut := parsed.segmented()) is not None:
        tree_of(cut)
    parsed.text.encode()
    for each in (*parsed.wanted, *parsed.excluded, *parsed.marks_of_words()):
        assert canonical(each) == each != ""
    assert parse(parsed.text) == parsed or parsed.was_cut
