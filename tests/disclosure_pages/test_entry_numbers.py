"""Numbers as people type and paste them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from disclosure_pages.entry.numbers import LONGEST, read_number, write_number

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("", "件", None),
        ("  　", "件", None),
        ("12", "件", 12),
        (" 1 2 ", "件", 12),
        ("１２", "件", 12),
        ("1,234", "件", 1234),
        ("1，234，567", "件", 1234567),
        ("007", "件", 7),
        ("3.00", "件", 3),
        ("-0", "件", 0),
        ("0", "件", 0),
        ("1.5", "万元", Decimal("1.5")),
        ("1,234.50", "万元", Decimal("1234.5")),
        (".5", "万元", Decimal("0.5")),
        ("99.25", "%", Decimal("99.25")),
    ],
)
def test_are_understood(typed, unit, number):
    assert read_number(typed, unit) == number


@pytest.mark.parametrize(
    ("typed", "unit", "code", "cause"),
    [
        ("十二", "件", "letters", "“十二”不是数字"),
        ("12件", "件", "letters", "“12件”不是数字"),
        ("1,2", "件", "letters", "“1,2”不是数字"),
        ("-", "件", "letters", "“-”不是数字"),
        ("-3", "件", "negative", "“-3”小于0"),
        ("−3", "件", "negative", "小于0"),
        ("1.5", "件", "decimals", "按“件”计数，请填写整数"),
        ("1.2345678", "万元", "places", "小数超过6位"),
        ("1" * (LONGEST + 1), "件", "large", "超过9位"),
    ],
)
def test_are_refused_with_cause_and_cure(typed, unit, code, cause):
    with pytest.raises(ValidationError) as refused:
        read_number(typed, unit)
    assert refused.value.code == code
    assert cause in refused.value.message


def test_a_long_text_is_repeated_in_short():
    with pytest.raises(ValidationError) as refused:
        read_number("很" * 500, "件")
    assert len(refused.value.message) < 80


def test_some_may_be_negative():
    assert read_number("-3", "项", may_be_negative=True) == -3
    assert read_number("-0.5", "万元", may_be_negative=True) == Decimal("-0.5")


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, ""), (0, "0"), (1234, "1234"), (Decimal("1.50"), "1.5"), (Decimal("20"), "20")],
)
def test_are_written_plainly(number, text):
    assert write_number(number) == text
