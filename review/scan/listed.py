"""Addresses in lists of persons, and in sentences that say who somebody is."""

from __future__ import annotations

import re

from .page import Page
from .people import IDENTITY, is_name, is_of_a_person
from .places import (
    DETAIL,
    LONGEST,
    NO_ROOM,
    ORGAN,
    PUBLIC_PLACE,
    RUN,
    STARTS_PLACE,
    STRONG_UNIT,
    has_place,
    is_dwelling,
    last_detail,
)

_ADDRESS_COLUMN = re.compile(r"住 ?址|家庭|住所|户籍|居住|坐落|座落|房屋地址|地 ?址|住房")
_OFFICE_COLUMN = re.compile(
    r"单位地址|办公|经营|注册地|机构地址|网点|项目|建设地点|地点|学校地址|企业地址|营业"
    r"|工程|宗地|地块|场所|店铺|门店|收件"
)
_NAMES_COLUMN = re.compile(
    r"姓 ?名|户 ?主|申请人|被征收人|产权人|学生|业主|村民|对象|承租人|农户|户名|当事人"
)
_ORGANS_COLUMN = re.compile(
    r"单位|企业|公司|机构|部门|学校|网点|店名|字号|法定代表人|经营者|统一社会"
)
_OFFICE_BEFORE = re.compile(
    r"(?:办公|单位|办理|经营|注册|营业|公司|机构|项目|建设|会议|报名|受理|邮寄|通[讯信]"
    r"|收件|联系|施工|活动|开标|投标|招标|考试|集合|领取|接待|投诉|服务|现场|生产|仓库"
    r"|店铺|工程|宗地|地块)(?:地址|地点|场所|位置)[^,。;]{0,3}$|位于[^,。;]{0,3}$|(?:起"
    r"|讫|终)[点自于]?$"
)
_SAID_OF = re.compile(
    r"[男女],|,[男女]|村民|户主|居民身份|身份证号|汉族|住户|农户"
    r"|(?<![0-9])(?:[0-9]{6}[ \-]?[0-9]{8}[ \-]?[0-9]{3}[0-9Xx]"
    r"|1[3-9][0-9][ \-]?[0-9]{4}[ \-]?[0-9]{4})(?![0-9])"
)
_HEAD = re.compile(
    r"^(?:.{0,8}?(?:地址|住址|居住地|户籍地?|现住|家住|居住在?|住在|住)(?:为|是"
    r"|在)?)(?=[\u4e00-\u9fff]{2})"
)
_HOME_COLUMN = re.compile(r"家庭|住 ?址|户籍|居住")
_HOME_HEADING = re.compile(r"家庭|住 ?址|户籍|居住|坐落")
_PLACE_OF_HOMES = re.compile(
    r"省|[\u4e00-\u9fff]市|[\u4e00-\u9fff]县|镇|乡|街道|村|社区|小区|新村|路|弄|巷"
)
_OF_OTHERS = re.compile(
    r"地址|地点|位于|公司|单位|[\u4e00-\u9fff]局|政府|中心|委员会|厂|学校|[小中]学|医院"
    r"|店|办公|会议"
    r"|建设|项目|工程|施工|招租|拍卖|出租|商铺|厂房|路段|路口|门口|至|网点"
)
# Where somebody has an account says nothing of where he lives.
_BANK = re.compile(r"[\u4e00-\u9fff]*(?:银行|农商行|信用社)[\u4e00-\u9fff]*")
_CUT = re.compile(r"[,;:、()\s]|[0-9]{11,18}[Xx]?")
_WHOLE_LINE = re.compile(r"[\u4e00-\u9fff0-9]{4,20}")
_CELL = re.compile(r"[\t|]")
_NEAR, _CELL_LONGEST, _HEADING_LONGEST = 50, 50, 12

Span = tuple[int, int]


def listed_address(page: Page, detail: re.Match[str]) -> Span | None:
    """The address of somebody that a detail (3组, 12号) belongs to, if it does."""
    if not STRONG_UNIT.search(detail[0]):
        return None
    if page.is_row(detail.start()):
        return _in_a_cell(page, *page.cell(detail.start()))
    first, last = page.near(detail.start())
    found = None
    if last - first < _CELL_LONGEST or page.flat.find(" ", first, last) >= 0:
        found = _in_a_loose_row(page, detail, first, last)
    return found or _in_a_sentence(page, detail)


def _in_a_cell(page: Page, start: int, end: int) -> Span | None:
    text = page.flat[start:end]
    start += len(text) - len(text.lstrip())
    if head := _HEAD.match(page.flat[start:end]):
        start += head.end()
    if end - start > _CELL_LONGEST or not has_place(page, start, end):
        return None
    detail = last_detail(page, start, end)
    if detail and STARTS_PLACE.match(page.flat, start) and _is_home_in_a_row(page, start, end):
        return start, detail
    return None


def _is_home_in_a_row(page: Page, start: int, end: int) -> bool:
    """Whether an address in a list is a home, by its heading and by its row."""
    column, whole = page.heading(start)
    first, last = page.near(start)
    row = page.flat[first:last]
    if _is_of_homes(column) or _is_of_homes(_CELL.split(row, maxsplit=1)[0]):
        return True
    if not whole and IDENTITY.search(row) and not PUBLIC_PLACE.search(page.flat, start, end):
        return True
    is_of_others = (
        _OFFICE_COLUMN.search(column)
        or (column and not _ADDRESS_COLUMN.search(column))
        or (_ORGANS_COLUMN.search(whole) and not _NAMES_COLUMN.search(whole))
    )
    if is_of_others:
        return False
    others = _BANK.sub("", page.flat[first:start] + page.flat[end:last])
    if ORGAN.search(others) or PUBLIC_PLACE.search(page.flat, start, end):
        return False
    return is_of_a_person(row)


def _is_of_homes(heading: str) -> bool:
    """Whether the heading of a column, or of a row, is that of homes."""
    return (
        len(heading) < _HEADING_LONGEST
        and _HOME_COLUMN.search(heading) is not None
        and not _OFFICE_COLUMN.search(heading)
    )


def _in_a_loose_row(page: Page, detail: re.Match[str], first: int, last: int) -> Span | None:
    """In a line whose cells are divided by spaces, as PDF gives them, or alone in one."""
    line = page.flat[first:last]
    start = line.rfind(" ", 0, detail.start() - first) + 1 + first
    end = line.find(" ", detail.end() - first)
    end = max(last if end < 0 else end + first, detail.end())
    begin = _begun_above(page, start, first)
    until = last_detail(page, start, min(end, start + LONGEST))
    is_address = (
        until
        and RUN.fullmatch(page.flat, start, until)
        and STARTS_PLACE.match(page.flat, begin)
        and has_place(page, begin, until)
        and not PUBLIC_PLACE.search(page.flat, begin, until)
        and not NO_ROOM.match(page.flat, until)
    )
    if not is_address:
        return None
    whole = page.heading(start).whole
    if whole:
        near = page.flat[max(0, first - _NEAR) : last + _NEAR]
        is_home = _HOME_HEADING.search(whole) or (
            _NAMES_COLUMN.search(whole) and not _OFFICE_COLUMN.search(whole)
        )
        return (begin, until) if is_home and any(map(is_of_a_person, near.split("\n"))) else None
    if begin < first:
        line = page.flat[page.near(begin)[0] : last]
    is_home = any(map(is_name, line.split())) and not ORGAN.search(line)
    return (begin, until) if is_home else None


def _begun_above(page: Page, start: int, first: int) -> int:
    """Where an address begins that goes on at the beginning of a line."""
    if start != first or first == 0:
        return start
    above, end = page.line(first - 1)
    text = page.flat[above:end].rpartition(" ")[2]
    is_done = DETAIL.search(text) and not STRONG_UNIT.search(text)
    if _WHOLE_LINE.fullmatch(text) and STARTS_PLACE.match(text) and not is_done:
        return end - len(text)
    return start


def _in_a_sentence(page: Page, detail: re.Match[str]) -> Span | None:
    """In a sentence like 张三，男，1965年3月出生，余姚市泗门镇小路下村3组12号。"""
    before = page.before(detail.start(), _NEAR * 2)
    pieces = _CUT.split(before)
    if len(pieces) > 1 and PUBLIC_PLACE.search(pieces[-2]):
        return None
    piece = pieces[-1]
    start = detail.start() - len(piece)
    is_of_somebody = (
        (len(pieces) > 1 and is_name(pieces[-2]))
        or _SAID_OF.search(before)
        or _is_a_flat_or_a_farm(page, start)
    )
    if not is_of_somebody or _is_of_others(before, piece):
        return None
    if head := _HEAD.match(piece):
        start += head.end()
    until = last_detail(page, start, min(len(page.flat), start + LONGEST))
    run = RUN.match(page.flat, start, start + LONGEST)
    is_address = (
        run is not None
        and 0 < until <= run.end()
        and STARTS_PLACE.match(page.flat, start, detail.end())
        and has_place(page, start, detail.end())
        and _PLACE_OF_HOMES.search(page.flat, start, until)
        and not NO_ROOM.match(page.flat, until)
    )
    return (start, until) if is_address else None


def _is_a_flat_or_a_farm(page: Page, start: int) -> bool:
    """Whether an address is one where people live, and no office is spoken of."""
    if not is_dwelling(page, start):
        return False
    first, last = page.near(start, _NEAR)
    return not _OF_OTHERS.search(page.flat, first, last)


def _is_of_others(before: str, piece: str) -> bool:
    return bool(
        _OFFICE_BEFORE.search(before)
        or _OFFICE_BEFORE.search(before.removesuffix(piece))
        or _OFFICE_BEFORE.search(piece)
        or PUBLIC_PLACE.search(piece)
        or ORGAN.search(piece)
        or "村民" in piece
    )
