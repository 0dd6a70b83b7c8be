"""A correct report of 200 numbers with one of them changed: a rule names it, or we say it cannot.

``python -m bench.rules`` prints the same for more reports and for the older forms.
"""

import pytest

from tests.factories.mutations import ANY, BELOW, BESIDE, CHANGES, survey

pytestmark = pytest.mark.once

SEEDS = range(1, 5)
# Made and noticed, by table, of four reports alone.
ALONE = {
    "one more": {"2": (40, 15), "3": (700, 700), "4": (60, 60)},
    "one less": {"2": (40, 32), "3": (700, 700), "4": (60, 60)},
    "ten times": {"2": (11, 2), "3": (279, 279), "4": (20, 20)},
    "zero": {"2": (11, 2), "3": (279, 279), "4": (20, 20)},
    "digits turned round": {"2": (4, 1), "3": (177, 177), "4": (12, 12)},
    "left empty": {"2": (40, 40), "3": (700, 700), "4": (60, 60)},
}
# The same where last year's report is at hand.
WITH_LAST_YEAR = {
    "one more": {"2": (40, 24), "3": (700, 700), "4": (60, 60)},
    "one less": {"2": (40, 32), "3": (700, 700), "4": (60, 60)},
    "ten times": {"2": (15, 6), "3": (401, 401), "4": (39, 39)},
    "zero": {"2": (15, 6), "3": (401, 401), "4": (39, 39)},
    "digits turned round": {"2": (7, 4), "3": (296, 296), "4": (31, 31)},
    "left empty": {"2": (40, 40), "3": (700, 700), "4": (60, 60)},
}
# Numbers that stand alone in the form: no sum and no other year says what they should be. Only a
# sentence of the text that says something else gives them away.
ALONE_IN_THE_FORM = {
    "t2.licences.decisions",
    "t2.penalties.decisions",
    "t2.coercion.decisions",
    "t2.fees.amount",
}
NEEDING_LAST_YEAR = {"t2.normative.made", "t2.normative.abolished", "t2.normative.in_force"}


@pytest.fixture(scope="module", params=[False, True], ids=["alone", "with last year"])
def surveyed(request):
    return request.param, survey(SEEDS, with_last_year=request.param)


def test_every_change_of_tables_3_and_4_is_noticed_and_no_fewer_than_before(surveyed):
    with_last_year, tallies = surveyed
    counted = {
        kind: {table: (tallies[kind, table].tried, tallies[kind, table].caught) for table in "234"}
        for kind in CHANGES
    }
    assert counted == (WITH_LAST_YEAR if with_last_year else ALONE)


def test_the_numbers_that_no_rule_can_check_are_these_and_no_others(surveyed):
    with_last_year, tallies = surveyed
    missed = {code for kind in CHANGES for table in "234" for code in tallies[kind, table].missed}
    assert missed == ALONE_IN_THE_FORM | (set() if with_last_year else NEEDING_LAST_YEAR)


def test_numbers_of_table_3_that_changed_places_are_always_noticed(surveyed):
    _with_last_year, tallies = surveyed
    for kind in (BESIDE, BELOW, ANY):
        assert tallies[kind, "3"].tried > 80
        assert not tallies[kind, "3"].missed


def test_of_table_4_only_outcomes_of_one_block_may_change_places_unnoticed(surveyed):
    _with_last_year, tallies = surveyed
    assert not tallies[BELOW, "4"].missed
    for kind in (BESIDE, ANY):
        assert tallies[kind, "4"].missed
        for pair in tallies[kind, "4"].missed:
            one, other = (code.split(".") for code in pair.split("↔"))
            assert one[1] == other[1]
            assert "total" not in {one[2], other[2]}
