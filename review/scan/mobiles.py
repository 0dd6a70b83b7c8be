"""Mobile telephone numbers, which are those of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .identity import is_resident_id
from .numbers import digits, gaps, groups, has_unit, is_one_each, is_other_number, spaced
from .page import Page
from .people import ends_with_name

_COUNTRY = r"(?:\(?(?:\+|00)? ?86\)?[ \-]{0,2})?"
_WHOLE = re.compile(r"(?<![0-9])" + _COUNTRY + r"(0?1[3-9][0-9]{9})(?![0-9])")
_BROKEN = re.compile(
    r"(?<![0-9])(?=(" + _COUNTRY + "(" + spaced("1", "[3-9]", *digits(9)) + r")(?![0-9])))"
)
_GLUED = re.compile(r"(?<![0-9])([0-9]{18})(1[3-9][0-9]{9})(?![0-9])")
_TELEPHONE = re.compile(
    r"手 ?机|电 ?话|联系|移动|号码|热线|微信|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|致电|拨打|短号|☎|☏|📱"
)
_DUTY = re.compile(
    r"值班(?:手机|电话|号码|联系电话)?(?:号码)?|24小时(?:值班|服务|咨询|联系)?(?:手机"
    r"|电话|热线)?|咨询手机|服务热线|公务手机|办公手机"
    r"|监督手机|举报手机|服务手机|热线(?:手机|电话)?|应急(?:值守)?手机|窗口手机"
)
_DUTY_LABEL = re.compile(
    f"(?:{_DUTY.pattern})(?:\\([^)]*\\))?(?:为|是)?[:,、 ]*(?:[0-9\\-]{{7,13}}[,、/ ]*)*$"
)
_NOT_TELEPHONE = re.compile(
    r"编号|编码|代码|[账帐]号|单号|金额|面积|数量|合计|\(元|元\)|报价|总价|造价|预算|决算|流水"
    r"|票号|产值|学号|准考证"
)
_OTHER_LABEL = re.compile(
    r"(?:[账帐]号|[Qq]{2}(?:号码?|群)?|学号|准考证号?|工号|金额|面积|合计|总计|共计|总额"
    r"|产值|收入|支出|¥|￥|\$)(?:为|是)?[: ]*$"
)
_PAYMENT = re.compile(r"(?:支付宝|微信)[^,。;]{0,4}$")
_LETTERS = re.compile(r"([A-Za-z]+)[.: ]?$")
_LETTERS_OF_TELEPHONES = {
    "tel",
    "t",
    "m",
    "mob",
    "mobile",
    "phone",
    "mp",
    "cell",
    "wechat",
    "vx",
    "wx",
}
_USUAL = {(3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (5, 6)}
_TIGHT = {"-", " ", ".", "·", " - "}
# A number that one line break divides.
_TWO = 2
_CODE_BEFORE = re.compile(r"[0-9A-Za-z][.\-_]$")
_CODE_AFTER = re.compile(r"[.\-_][0-9]|[A-Za-z]")
_DIGIT_BEFORE = re.compile(r"[0-9][ \t|\n]{1,3}$")
_DIGIT_AFTER = re.compile(r"[ \t|\n]{1,3}[0-9](?![0-9])")
_MARK = re.compile(r"[\t|,;、()。]")
_NEAR = 40


def find(page: Page) -> Iterator[Finding]:
    """Find numbers, with the code of the country, however they are divided."""
    flat = page.flat
    for match in _WHOLE.finditer(flat):
        start = match.start()
        if _is_telephone(page, start, match.end(), match[1]):
            yield page.finding("mobile", start, match.end())
    yield from _after_an_identity_number(page)
    for match in _BROKEN.finditer(flat):
        start, end = match.span(1)
        text = match[2]
        if len(groups(text)) > 1 and _is_broken_telephone(page, start, end, text):
            yield page.finding("mobile", start, end)


def _after_an_identity_number(page: Page) -> Iterator[Finding]:
    """Numbers that ran into an identity number, as in 张三330281…138…."""
    for match in _GLUED.finditer(page.flat):
        if is_resident_id(match[1]):
            yield page.finding("mobile", *match.span(2))


def _is_telephone(page: Page, start: int, end: int, number: str) -> bool:
    flat = page.flat
    after = flat[end : end + 8]
    if re.match(r"[A-Za-z@_]|[.\-][0-9]", after) or has_unit(after):
        return False
    before = page.before(start, _NEAR)
    if re.search(r"[0-9][.\-/]$|[/_=&?]$", before) and not re.search(
        r"(?:[0-9]{7,8}|[0-9]{17}[Xx]|1[3-9][0-9]{9})[/\-]$|[\u4e00-\u9fff :]/$", before
    ):
        return False
    letters = _LETTERS.search(before)
    if letters and letters[1].lower() not in _LETTERS_OF_TELEPHONES and letters[0] == letters[1]:
        return False
    if number.startswith("0") and not _TELEPHONE.search(before):
        return False
    return not _is_something_else(page, start, before)


def _is_something_else(page: Page, start: int, before: str) -> bool:
    if is_other_number(before) or _DUTY_LABEL.search(before):
        return True
    if _OTHER_LABEL.search(before) and not _PAYMENT.search(before):
        return True
    column = page.heading(start).column
    return bool(_NOT_TELEPHONE.search(column) or _DUTY.search(column))


def _is_broken_telephone(page: Page, start: int, end: int, text: str) -> bool:
    sizes, between = groups(text), gaps(text)
    before, after = page.before(start, _NEAR), page.after(end, 8)
    if has_unit(after) or _CODE_BEFORE.search(before) or _CODE_AFTER.match(after):
        return False
    if _is_something_else(page, start, before):
        return False
    has_words = _has_words(page, start)
    if sizes == (3, 4, 4) and len(between) == 1 and between <= _TIGHT:
        return has_words or "-" in between or _is_whole_cell(page, start, end)
    if is_one_each(sizes):
        return has_words and _is_whole_row(page, start, end)
    return has_words and (sizes in _USUAL or len(sizes) == _TWO)


def _is_whole_row(page: Page, start: int, end: int) -> bool:
    """Whether no digit in a cell of its own comes before or after."""
    before, after = page.flat[max(0, start - 4) : start], page.flat[end : end + 5]
    return not (_DIGIT_BEFORE.search(before) or _DIGIT_AFTER.match(after))


def _has_words(page: Page, start: int) -> bool:
    near = page.flat[max(0, start - _NEAR) : start]
    return bool(
        _TELEPHONE.search(near)
        or ends_with_name(near)
        or _TELEPHONE.search(page.heading(start).whole)
    )


def _is_whole_cell(page: Page, start: int, end: int) -> bool:
    """Whether nothing else stands in the cell or the line of a number."""
    first, last = page.near(start, _NEAR)
    return (
        not _MARK.split(page.flat[first:start])[-1].strip()
        and not _MARK.split(page.flat[end:last], maxsplit=1)[0].strip()
    )
