"""Check digits of the codes that identify organs."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code_check_digit(body: str) -> str:
    """Check character of the first 17 characters of a credit code (GB 32100-2015, 4.5)."""
    total = sum(
        _CREDIT_ALPHABET.index(char) * weight
        for char, weight in zip(body, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def organisation_code_check_digit(body: str) -> str:
    """Check character of the first 8 characters of an organisation code (GB 11714-1997, 3.4)."""
    total = sum(
        int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[(11 - total % 11) % 11]


def validate_credit_code(value: str) -> None:
    """Accept an 18-character 统一社会信用代码 with a right check digit."""
    if not re.fullmatch(rf"[{_CREDIT_ALPHABET}]{{18}}", value):
        raise ValidationError(
            _("统一社会信用代码应为18位数字或大写字母（不含I、O、S、V、Z）。"), code="format"
        )
    if credit_code_check_digit(value[:17]) != value[17]:
        raise ValidationError(_("统一社会信用代码的校验位不符，请核对。"), code="check_digit")


def validate_organisation_code(value: str) -> None:
    """Accept a 9-character 组织机构代码, written without its hyphen, with a right check digit."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", value):
        raise ValidationError(
            _("组织机构代码应为9位（8位数字或大写字母加1位校验码，不写“-”）。"), code="format"
        )
    if organisation_code_check_digit(value[:8]) != value[8]:
        raise ValidationError(_("组织机构代码的校验位不符，请核对。"), code="check_digit")
