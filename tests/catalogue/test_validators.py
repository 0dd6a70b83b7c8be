"""Check digits, with codes of real organs."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from catalogue.validators import (
    credit_code_check_digit,
    organisation_code_check_digit,
    validate_credit_code,
    validate_organisation_code,
)

# As printed in index numbers and mastheads of the organs' own sites.
ORGANISATION_CODES = ["000014349", "014320144"]
CREDIT_CODES = ["11441700007280420Y", "91350100M000100Y43"]


@pytest.mark.parametrize("code", ORGANISATION_CODES)
def test_a_real_organisation_code_is_accepted(code):
    validate_organisation_code(code)


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_a_real_credit_code_is_accepted(code):
    validate_credit_code(code)


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("000014348", "check_digit"),
        ("00001434-9", "format"),
        ("00001434", "format"),
        ("00001434x", "format"),
        ("０00014349", "format"),
        ("000014349\n", "format"),
        ("", "format"),
    ],
)
def test_a_wrong_organisation_code_is_refused_with_the_reason(code, cause):
    with pytest.raises(ValidationError) as refused:
        validate_organisation_code(code)
    assert refused.value.code == cause


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("114417000072804200", "check_digit"),
        ("11441700007280420y", "format"),
        ("1144170000728042OY", "format"),
        ("11441700007280420", "format"),
        ("", "format"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_the_reason(code, cause):
    with pytest.raises(ValidationError) as refused:
        validate_credit_code(code)
    assert refused.value.code == cause


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8), st.data())
def test_any_organisation_code_with_one_wrong_character_is_noticed(body, data):
    code = body + organisation_code_check_digit(body)
    validate_organisation_code(code)
    place = data.draw(st.integers(0, 7))
    # Weights are prime to 11, so that only what is equal modulo 11 passes.
    other = data.draw(
        st.sampled_from("0123456789").filter(
            lambda char: (int(char, 36) - int(code[place], 36)) % 11
        )
    )
    with pytest.raises(ValidationError):
        validate_organisation_code(code[:place] + other + code[place + 1 :])


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17), st.data())
def test_any_credit_code_with_one_wrong_character_is_noticed(body, data):
    code = body + credit_code_check_digit(body)
    validate_credit_code(code)
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from("0123456789ABC").filter(lambda char: char != code[place]))
    with pytest.raises(ValidationError):
        validate_credit_code(code[:place] + other + code[place + 1 :])
