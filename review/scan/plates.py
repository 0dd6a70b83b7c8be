"""Number plates of vehicles (GA 36)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .page import Page
from .people import is_of_a_person

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_BETWEEN = r"[ \t\n]{0,2}[·.\-]?[ \t\n]{0,2}"
_LETTER = "[A-HJ-Za-hj-z]"
_SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"
_PLATE = re.compile(
    rf"([{_PROVINCES}]){_BETWEEN}({_LETTER}){_BETWEEN}"
    rf"((?:[DFABCEGHJKdfabceghjk]{_SIGN}[0-9]{{4}}|[0-9]{{5}}[DFABCEGHJKdfabceghjk]"
    rf"|{_SIGN}{{5}}|{_SIGN}{{4}}(?= ?[挂学警港澳领试超]))"
    rf"|{_SIGN}{{1,3}}[ ·\-]{_SIGN}{{2,4}}|{_SIGN}{{1,5}}\n{_SIGN}{{1,5}})"
    r"(?![A-Za-z0-9]|[\-./·][0-9A-Za-z]|%|号(?:[楼院线]|工地|地块|标段)|〔|\[)"
    r"( ?[挂学警港澳领试超](?![\u4e00-\u9fff]))?"
)
_EMERGENCY = re.compile(rf"[{_PROVINCES}]{_BETWEEN}[A-Z]?{_BETWEEN}[XS0-9][0-9]{{3,4}} ?应急")
_ARMED = re.compile(rf"WJ ?[{_PROVINCES}]?[·\- ]?[0-9]{{4,5}}[XBTSHJD0-9]?(?![A-Za-z0-9])")
_ENVOY = re.compile(r"(?<![\u4e00-\u9fff])(?:[使领][0-9]{6}|[0-9]{6}[使领])(?![\u4e00-\u9fff0-9])")
# The one abbreviation that is an everyday word.
_NEW_AS_A_WORD = re.compile(r"[最更创全革翻崭焕出刷为是了的]$")
_VEHICLE_WORDS = re.compile(r"车|号牌|驾|牌照|牌号")
_NOT_ONE = re.compile(
    r"(?:编号|文号|字第|代码|型号|标准|图号|档案号|宗地|项目|合同号?|地块|证书?号"
    r"|许可证?)[:为]?\s*$"
)
_FEW_DIGITS, _ALL_DIGITS = 3, 4
_LENGTHS = {4, 5, 6}
_PAINTED = re.compile(r"[^\n\t][A-Z] ?·? ?[0-9A-Z]+.?")
_NEAR = 40


def find(page: Page) -> Iterator[Finding]:
    """Find plates of all kinds, with a point or spaces within."""
    for match in _PLATE.finditer(page.flat):
        if _is_plate(page, match):
            yield page.finding("vehicle_plate", *match.span())
    for pattern in (_EMERGENCY, _ARMED, _ENVOY):
        for match in pattern.finditer(page.flat):
            if pattern is _EMERGENCY or _has_words(page, match.start()):
                yield page.finding("vehicle_plate", *match.span())


def _is_plate(page: Page, match: re.Match[str]) -> bool:
    number = re.sub("[^0-9A-Za-z]", "", match[3])
    figures = sum(map(str.isdigit, number))
    before = page.before(match.start())
    if len(number) not in _LENGTHS or _NOT_ONE.search(before):
        return False
    if _has_words(page, match.start()) or _is_in_a_row_of_a_person(page, *match.span()):
        return figures > 0
    return _is_plate_by_itself(match, number, figures, before)


def _is_plate_by_itself(match: re.Match[str], number: str, figures: int, before: str) -> bool:
    """Whether a sign is a plate where nothing speaks of vehicles: only as plates are painted."""
    if match[1] == "新" and _NEW_AS_A_WORD.search(before):
        return False
    if not _PAINTED.fullmatch(match[0]) or match[3] != number:
        return False
    least = _FEW_DIGITS if match[4] or not re.search("[A-Z]{2}$", number) else _ALL_DIGITS
    return figures >= least


def _is_in_a_row_of_a_person(page: Page, start: int, end: int) -> bool:
    """Whether a sign is a whole line, or a whole cell in a row about somebody."""
    sign = page.flat[start:end].strip()
    line = page.flat[slice(*page.near(start))]
    if line.strip() == sign:
        return sum(map(str.isdigit, sign)) >= _FEW_DIGITS
    is_cell = page.is_row(start) and page.flat[slice(*page.cell(start))].strip() == sign
    return is_cell and is_of_a_person(line)


def _has_words(page: Page, start: int) -> bool:
    near = page.flat[max(0, start - _NEAR) : start + _NEAR // 2]
    return bool(_VEHICLE_WORDS.search(near) or _VEHICLE_WORDS.search(page.heading(start).whole))
