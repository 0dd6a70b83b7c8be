"""Passports, and permits to travel to and from Hong Kong, Macau and Taiwan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .numbers import digits, is_other_number, spaced
from .page import Page
from .people import ends_with_name

_START, _END = r"(?<![A-Za-z0-9\-_./])", r"(?![A-Za-z0-9\-_]|\.[0-9])"
# Documents of the People's Republic: E and G ordinary, D diplomatic, S service, P public affairs;
# since 2017 the second place may be a letter.
_PASSPORT = re.compile(
    rf"{_START}([EeGgDdSsPpKk] ?(?:[A-HJ-NP-Za-hj-np-z] ?[0-9]{{3,4}} ?[0-9]{{3,4}}(?<=[0-9]{{7}})"
    rf"|[0-9]{{4}} ?[0-9]{{4}})"
    rf"|1[45][0-9]{{7}}|[EeGgDdSsPp]{spaced('', *digits(8))}"
    rf"|[EeDdSsPp]{spaced('', '[A-HJ-NP-Za-hj-np-z]', *digits(7))}){_END}"
)
_ANY_PASSPORT = re.compile(
    r"(?:护 ?照|[Pp]assport)(?: ?(?:号码?|编号|No\.?|证件号码?|[Nn]umber))?(?:为"
    r"|是)?[:( \t\"]{0,4}([A-Z]{0,2}[0-9]{6,9}|[A-Z]{1,3}[0-9A-Z]{5,9})(?![A-Za-z0-9])"
)
_SURE_PASSPORT = re.compile(r"E[A-HJ-NP-Z][0-9]{7}|[EG][0-9]{8}")
_PASSPORT_WORDS = re.compile(r"护 ?照|出入境|出国|证 ?件|签证|[Pp]assport|PASSPORT")
# H and M Hong Kong and Macau residents to the mainland; C and W residents of the mainland to Hong
# Kong and Macau; T and L to Taiwan.
_PERMIT = re.compile(
    rf"{_START}([HMhm]{spaced('', *digits(8))}(?:{spaced('', *digits(2))})?"
    rf"|[CcWwTtLl]{spaced('', *digits(8))}"
    rf"|[CcLl]{spaced('', '[A-HJ-NP-Za-hj-np-z]', *digits(7))}){_END}"
)
_PERMIT_WORDS = re.compile(
    r"通行证|回乡证|港 ?澳|台胞|来往|往来|香港|澳门|台湾|证件(?:号|类型|名称)|证 ?件 ?号|居民证"
)
_TAIWAN = re.compile(
    r"(?:台胞证|来往大陆通行证|台湾居民(?:来往)?(?:大陆)?通行证|大陆通行证"
    r"|台湾通行证)(?:\([^)]{0,12}\))?(?: ?(?:号码?|编号|证号))?(?:为|是)?[:( \t\"]{0,4}"
    r"([0-9]{8}(?:[0-9]{2})?(?:\(?[A-Z]\)?)?)(?![A-Za-z0-9])"
)
_EIGHT = re.compile(rf"{_START}[0-9]{{8}}{_END}")
_TAIWAN_WORDS = re.compile(r"台胞证|来往大陆|台湾居民")
_DATE = re.compile(r"[A-Za-z](?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")
_NOT_ONE = re.compile(
    r"国药准字|型号|批号|编号|代码|项目|地块|航班|车次|高速|合同|器械|准字|文号|规格|标准"
    r"|图号|资产|设备|案号|批准|商标|专利|档案|产品|账|订单"
)
_NEAR = 40


def find_passports(page: Page) -> Iterator[Finding]:
    """Find passports: ours by their form, others by the word before them."""
    for match in _ANY_PASSPORT.finditer(page.flat):
        if any(each.isdigit() for each in match[1]):
            yield page.finding("passport", *match.span(1))
    for match in _PASSPORT.finditer(page.flat):
        number = re.sub("[^0-9A-Za-z]", "", match[1]).upper()
        if _is_passport(page, match, number):
            yield page.finding("passport", *match.span(1))


def _is_passport(page: Page, match: re.Match[str], number: str) -> bool:
    start = match.start(1)
    before, heading = page.before(start, _NEAR), page.heading(start)
    if _PASSPORT_WORDS.search(before) and not is_other_number(before):
        return True
    if heading.column:
        return bool(_PASSPORT_WORDS.search(heading.column))
    if _PASSPORT_WORDS.search(heading.whole):
        return True
    is_code = page.flat.startswith("号", match.end()) or _NOT_ONE.search(before)
    if is_code or number != match[1].upper() or _DATE.match(number):
        return False
    return _SURE_PASSPORT.fullmatch(number) is not None and not is_other_number(before)


def find_permits(page: Page) -> Iterator[Finding]:
    """Find permits: by their form and by words, since their form is that of many codes."""
    for match in _PERMIT.finditer(page.flat):
        if _is_permit(page, match):
            yield page.finding("travel_permit", *match.span(1))
    for match in _TAIWAN.finditer(page.flat):
        yield page.finding("travel_permit", *match.span(1))
    if not _TAIWAN_WORDS.search(page.flat):
        return
    for match in _EIGHT.finditer(page.flat):
        heading = page.heading(match.start())
        is_there = _TAIWAN_WORDS.search(heading.column) or _TAIWAN_WORDS.search(
            page.before(match.start(), _NEAR)
        )
        if is_there and not re.search(r"电话|日期|[账帐]号", page.label(match.start())):
            yield page.finding("travel_permit", *match.span())


def _is_permit(page: Page, match: re.Match[str]) -> bool:
    start, text = match.start(1), match[1]
    before, heading = page.before(start, _NEAR), page.heading(start)
    if "国药准字" in before or re.search(r"护照[^,。;]{0,6}$", before):
        return False
    said = f"{before} {page.label(start)} {page.after(match.end())}"
    if _PERMIT_WORDS.search(said) and not is_other_number(before):
        return True
    if heading.column:
        return bool(_PERMIT_WORDS.search(heading.column))
    if _PERMIT_WORDS.search(heading.whole):
        return True
    return (
        text.isalnum()
        and text[0] in "HM"
        and not _DATE.match(text)
        and not _NOT_ONE.search(before)
        and ends_with_name(before)
    )
