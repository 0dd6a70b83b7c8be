"""Numbers of resident identity cards (GB 11643-1999), of 18 digits and of the former 15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .finding import Finding
from .numbers import BETWEEN, compact, digits, groups, is_other_number, spaced
from .page import Page

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# Provinces of GB/T 2260; 81 to 83 are those of residence permits for people from Hong Kong, Macau
# and Taiwan, and a 9 before the province is that of foreigners with permanent residence.
_PROVINCES = ("1[1-5]", "2[1-3]", "3[1-7]", "4[1-6]", "5[0-4]", "6[1-5]", "71", "8[1-3]", "9[1-6]")
_PROVINCE = f"(?:{'|'.join(each[:1] + BETWEEN + each[1:] for each in _PROVINCES)})"
_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<![0-9])", r"(?![0-9])"
_NEW = re.compile(
    _NO_DIGIT_BEFORE
    + "(?=("
    + spaced(
        _PROVINCE, *digits(4), f"(?:1{BETWEEN}9|2{BETWEEN}0)", *digits(2), "[01]", "[0-9]", "[0-3]",
        *digits(4), "[0-9Xx](?![A-Za-z])",
    )
    + _NO_DIGIT_AFTER
    + "))"
)  # fmt: skip
_OLD = re.compile(
    _NO_DIGIT_BEFORE
    + "("
    + spaced(_PROVINCE, *digits(4), *digits(2), "[01]", "[0-9]", "[0-3]", *digits(4))
    + ")"
    + _NO_DIGIT_AFTER
)
# Numbers that ran into each other, as narrow columns of a PDF do.
_GLUED = re.compile(r"(?<![0-9])[0-9]{29,90}[Xx]?(?![0-9])")
# Certificates of disability: the identity number, the kind and the degree (残疾人证管理办法).
_DISABILITY = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx])[1-7][1-4](?:[Bb][0-9])?(?![0-9])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ID_WORDS = re.compile(r"身 ?份 ?证|证 ?件|公民身份|居民身份|身份号|身份码|ID ?[Cc]ard")
_CREDIT = re.compile(r"信用代码|信用码|组织机构|纳税人识别|税号|机构代码")
_NOT_OLD = re.compile(
    r"注册号|执照|税号|识别号|编号|许可证|代码|账号|帐号|账户|帐户|单号|流水|合同|批号"
    r"|IMEI|序列号|登记号|发票|准考证|考号|学号|学籍"
)
_MOST_GROUPS = 6
_NEW_LENGTH, _OLD_LENGTH, _MOBILE_LENGTH = 18, 15, 11
_NEAR, _FAR = 24, 400
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_OLDEST, _OLD_ENOUGH = 1900, "27"


def check_digit(number: str) -> str:
    """The last character of a number, by the 17 digits before it (GB 11643, 4.2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def is_resident_id(number: str) -> bool:
    """Whether 18 characters without separators are a number that may have been given out."""
    return (
        len(number) == _NEW_LENGTH
        and number[:17].isascii()
        and number[:17].isdigit()
        and _is_birthday(number[6:10], number[10:12], number[12:14])
        and check_digit(number) == number[17].upper()
    )


def is_former_id(number: str) -> bool:
    """The same for the former 15 digits, which have no check digit."""
    return (
        len(number) == _OLD_LENGTH
        and number[2:4] != "00"
        and number[4:6] != "00"
        and number[12:] != "000"
        and _is_birthday(f"19{number[6:8]}", number[8:10], number[10:12])
    )


def find(page: Page) -> Iterator[Finding]:
    """Find numbers, however they are divided."""
    end = 0
    for match in _NEW.finditer(page.flat):
        start, last = match.span(1)
        if start >= end and _is_new(page, match[1], start):
            end = last
            yield page.finding("resident_id", start, last)
    for match in _OLD.finditer(page.flat):
        if _is_old(page, match[1], match.start()):
            yield page.finding("resident_id", match.start(), match.end())
    for match in _DISABILITY.finditer(page.flat):
        if is_resident_id(match[1]):
            yield page.finding("resident_id", *match.span(1))
    for match in _GLUED.finditer(page.flat):
        for start in _within(match[0]):
            at = match.start() + start
            yield page.finding("resident_id", at, at + _NEW_LENGTH)


def _is_new(page: Page, text: str, start: int) -> bool:
    number = compact(text)
    if not is_resident_id(number):
        return False
    sizes = groups(text)
    if len(sizes) > _MOST_GROUPS and max(sizes) > 2:  # noqa: PLR2004 - figures of a table
        return False
    if _CREDIT.search(page.before(start, _NEAR)):
        return False
    return not (number[0] == "9" and _is_credit_code(number))


def _is_old(page: Page, text: str, start: int) -> bool:
    before = page.before(start, _NEAR)
    if not is_former_id(compact(text)) or _NOT_OLD.search(before) or is_other_number(before):
        return False
    heading = page.heading(start)
    words = heading.column or heading.whole
    if _ID_WORDS.search(before) or (_ID_WORDS.search(words) and not _NOT_OLD.search(words)):
        return True
    # A code with a day of this century looks like somebody of more than a hundred years.
    if len(groups(text)) > 1 or _NOT_OLD.search(words) or compact(text)[6:8] < _OLD_ENOUGH:
        return False
    is_announced = _ID_WORDS.search(page.flat, max(0, start - _FAR), start) is not None
    return is_announced or _stands_alone(page, start, start + len(text))


def _stands_alone(page: Page, start: int, end: int) -> bool:
    """Whether a number is no part of a longer code."""
    beside = page.flat[max(0, start - 1) : start] + page.flat[end : end + 1]
    return re.search(r"[0-9A-Za-z\-_./#]", beside) is None


def _is_birthday(year: str, month: str, day: str) -> bool:
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return False
    return born.year >= _OLDEST and born <= date.today()


def _is_credit_code(number: str) -> bool:
    """Check character of GB 32100-2015."""
    try:
        values = [_CREDIT_LETTERS.index(each) for each in number]
    except ValueError:
        return False
    total = sum(value * pow(3, index, 31) for index, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def _within(text: str) -> list[int]:
    """Where identity numbers begin in a row of them and of mobile numbers; none if it is else."""
    at, starts = 0, []
    while at < len(text):
        if is_resident_id(text[at : at + _NEW_LENGTH]):
            starts.append(at)
            at += _NEW_LENGTH
        elif _MOBILE.fullmatch(text[at : at + _MOBILE_LENGTH]):
            at += _MOBILE_LENGTH
        else:
            return []
    return starts
