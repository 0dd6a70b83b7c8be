"""Numbers of bank cards (ISO/IEC 7812, JR/T 0008)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .numbers import (
    compact,
    digits,
    groups,
    has_unit,
    is_luhn,
    is_one_each,
    is_other_number,
    spaced,
)
from .page import Page
from .people import is_of_a_person

_SIZES = range(19, 15, -1)
# Issuers: UnionPay 62, Visa 4, Mastercard 51–55 and 2221–2720, JCB 35, Discover and others 60,
# domestic cards from before 62 (9558…, 9559…, 90…).
_ISSUER = re.compile(
    r"62|4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|35(?:2[89]|[3-8])|60|9[05]|69|56|58|68"
)
# 62 is seldom anything else; for the others words are needed.
_SURE = re.compile(r"62[0-9]")
_RUN = re.compile(
    r"(?<![0-9A-Za-z.])(?=("
    + spaced("[24-69]|3(?=[ \\t\\n|.·_-]{0,4}5)", *digits(15))
    + r"[0-9]*))"
)
_PIECE = re.compile(r"[ \t\n|\-.·_]{0,4}([0-9]+)")
_CARD_WORDS = re.compile(
    r"卡 ?号|银行卡|借记卡|储蓄卡|信用卡|一卡通|社保卡|工资卡|[一-鿿]卡[:(]|存折|银行"
    r"|信用社|农商|农信|[账帐] ?[号户]|开户|收款|打卡|转账"
)
_CARD_LABEL = re.compile(r"(?:[卡折]通|卡 ?号?)(?:为|是|\()?[:\"]*\s*$")
_ORGAN = re.compile(
    r"[总协商学工]会|基金会|慈善|村委(?!会[\u4e00-\u9fff]{1,8}[0-9])|股份|集团|公司|专户|财政|非税|基本户|对公|单位名称"
    r"|保证金|[局厂院校社]$|合作社|委员会|收款单位|执收"
)
_NOT_CARD = re.compile(
    r"编号|代码|单号|流水|合同|发票|批号|条码|序列号|订单|索引|票据|运单|工单|登记号|信用"
)
# How cards are printed; and pieces of one that lines or cells have divided.
_BY_FOUR = (4, 4, 4)
_MOST_GROUPS = 3
_GOES_ON = re.compile(r"[A-Za-z]|\.[0-9]")
_NEAR, _FAR = 40, 300


def find(page: Page) -> Iterator[Finding]:
    """Find numbers with the prefix of an issuer and the right check digit."""
    end = 0
    for match in _RUN.finditer(page.flat):
        start = match.start(1)
        if start < end:
            continue
        last = _end_of_card(page, start)
        if last:
            end = last
            yield page.finding("bank_card", start, last)


def _end_of_card(page: Page, start: int) -> int:
    """Where a card number ends that begins here; 0 where there is none."""
    ends: dict[int, int] = {}
    at, length = start, 0
    while length < _SIZES.start and (piece := _PIECE.match(page.flat, at)):
        at = piece.end()
        length += len(piece[1])
        ends[length] = at
    # A number in one piece comes before one that goes on in the next cell.
    for size in sorted(_SIZES, key=lambda size: size != min(ends)):
        end = ends.get(size)
        if end and _is_card(page, start, end):
            return end
    return 0


def _is_card(page: Page, start: int, end: int) -> bool:
    text = page.flat[start:end]
    number = compact(text)
    if not (_ISSUER.match(number) and is_luhn(number)) or len(set(number)) == 1:
        return False
    before = page.before(start, _NEAR)
    heading = page.heading(start)
    if _is_something_else(page, start, end, before) or _NOT_CARD.search(heading.column):
        return False
    sizes = groups(text)
    if "\t" in text and heading.column and not is_one_each(sizes):
        return False
    has_words = _has_words(page, start, before, heading.whole)
    if len(sizes) == 1:
        return has_words or _SURE.match(number) is not None
    if sizes[:3] == _BY_FOUR and max(sizes[3:]) <= _BY_FOUR[0]:
        return has_words or "\t" not in text
    has_words = has_words or (_SURE.match(number) is not None and is_of_a_person(before))
    return has_words and (is_one_each(sizes) or len(sizes) <= _MOST_GROUPS)


def _is_something_else(page: Page, start: int, end: int, before: str) -> bool:
    """Whether a number is part of a code, an amount, or the account of an organ."""
    after = page.after(end, 8)
    return bool(
        _GOES_ON.match(after)
        or has_unit(after)
        or is_other_number(before)
        or (_ORGAN.search(before) and not _CARD_LABEL.search(before))
    )


def _has_words(page: Page, start: int, before: str, heading: str) -> bool:
    return bool(
        _CARD_WORDS.search(before)
        or _CARD_WORDS.search(heading)
        or _CARD_WORDS.search(page.flat, max(0, start - _FAR), start)
        or (page.is_row(start) and is_of_a_person(page.flat[slice(*page.near(start, _FAR))]))
    )
