"""Queries of modelsearch as trees, and what their settled form means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modelsearch import query as q

from search.query import tree
from search.query.tree import And, DocumentNumber, Not, Or, Phrase, settled, tree_of
from search.text import canonical

pytestmark = pytest.mark.once
# The first example waits for OpenCC or the segmenter to be loaded.
UNHURRIED = settings(deadline=None)

LEAVES = st.sampled_from(
    [
        *map(Phrase, ("公开", "信息", "a", "12")),
        DocumentNumber("泗政n2013n12"),
        tree.NOTHING,
        tree.EVERYTHING,
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda nodes: st.one_of(
        nodes.map(Not),
        st.lists(nodes, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(nodes, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=12,
)
TEXTS = st.lists(
    st.sampled_from(["公开", "信息", "信息公开", "，", "a", "12", "泗政〔2013〕12号"]), max_size=4
).map(lambda parts: canonical(" ".join(parts)))


@given(TREES, TEXTS)
@UNHURRIED
def test_a_settled_tree_means_the_same(node, text):
    assert settled(node).stands_in(text) == node.stands_in(text)


def assert_not_only_beside_something_wanted(node):
    match node:
        case And():
            assert any(not isinstance(part, Not) for part in node.parts)
            for part in node.parts:
                assert_not_only_beside_something_wanted(
                    part.part if isinstance(part, Not) else part
                )
        case Or():
            for part in node.parts:
                assert_not_only_beside_something_wanted(part)
        case _:
            assert not isinstance(node, Not)


@given(TREES)
@UNHURRIED
def test_a_settled_tree_takes_away_from_something_only(node):
    node = settled(node)
    assert_not_only_beside_something_wanted(node.part if isinstance(node, Not) else node)


@pytest.mark.parametrize(
    ("query", "hit", "no_hit"),
    [
        (q.PlainText("信息 公开"), "公开信息", "信息"),
        (q.PlainText("信息 公开", operator="or"), "公开", "报告"),
        (q.PlainText("信息公开"), "政府信息公开", "公开信息"),
        (q.Phrase("信息公开"), "政府信息公开", "公开信息"),
        (q.Phrase("信息") & ~q.Phrase("公开"), "信息", "信息公开"),
        (q.Phrase("信息") | q.Phrase("公开"), "公开", "报告"),
        (q.Boost(q.Phrase("信息"), 2), "信息", "公开"),
        (~q.Phrase("公开"), "信息", "公开"),
        (q.Phrase("泗政[2013]12"), "泗政〔2013〕第012号", "泗政〔2013〕13号"),
    ],
)
def test_what_queries_mean(query, hit, no_hit):
    node = tree_of(query)
    assert node.stands_in(canonical(hit))
    assert not node.stands_in(canonical(no_hit))


@pytest.mark.parametrize("text", ["", " ", "，。", "\x00", "😀", "\ud800"])
def test_a_text_without_letters_matches_nothing(text):
    assert tree_of(q.PlainText(text)) == tree.NOTHING
    assert tree_of(q.Phrase(text)) == tree.NOTHING


def test_everything_and_nothing():
    assert tree_of(q.MATCH_ALL) == tree.EVERYTHING
    assert tree_of(q.MATCH_NONE) == tree.NOTHING


def test_only_the_last_word_of_an_autocompletion_is_open():
    node = tree_of(q.PlainText("ga ga"), autocomplete=True)
    assert node == And((Phrase("ga"), Phrase("ga", open_ended=True)))
    assert tree_of(q.PlainText("gd"), autocomplete=True).stands_in("gdp")
    assert not tree_of(q.PlainText("gd")).stands_in("gdp")


def test_a_kind_of_query_without_tokens_is_refused_by_its_name():
    with pytest.raises(NotImplementedError, match="Fuzzy"):
        tree_of(q.Fuzzy("信息"))
