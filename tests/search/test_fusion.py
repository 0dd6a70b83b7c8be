"""Letters and meaning give one order."""

import pytest

from search.meaning import fused

pytestmark = pytest.mark.once


def order(scores):
    return sorted(scores, key=lambda key: -scores[key])


def test_without_meaning_the_order_is_that_of_the_letters():
    assert order(fused({"a": 3.0, "b": 9.0, "c": 5.0}, {})) == ["b", "c", "a"]


def test_meaning_outweighs_what_letters_leave_open():
    letters = {"a": 10.0, "b": 9.9, "c": 2.0}
    assert order(fused(letters, {"a": 0.80, "b": 0.92, "c": 0.81})) == ["b", "a", "c"]


def test_what_has_no_vector_yet_keeps_its_place():
    letters = {"best": 10.0, "new": 7.0, "worst": 1.0}
    cosines = {"best": 0.9, "worst": 0.8}
    assert order(fused(letters, cosines)) == ["best", "new", "worst"]


@pytest.mark.parametrize("cosines", [{}, {"a": 0.9}, {"a": 0.9, "b": 0.9}])
def test_equal_values_are_no_error(cosines):
    assert set(fused({"a": 1.0, "b": 1.0}, cosines)) == {"a", "b"}
    assert fused({}, cosines) == {}


def test_scores_stay_on_the_scale_of_the_letters():
    letters = {"a": 20.0, "b": 22.0, "c": 24.0}
    scores = fused(letters, {"a": 0.8, "b": 0.85, "c": 0.9})
    assert sum(scores.values()) / 3 == pytest.approx(22.0)
