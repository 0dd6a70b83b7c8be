"""Home addresses, down to a number, a room or a group of a village."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .page import Page
from .people import has_name, is_name

_FIGURE = (
    r"(?:[0-9]{1,5}(?:[\-#之][0-9A-Za-z]{1,5}){0,3}[A-Za-z]?|[A-Za-z][0-9]{0,3}"
    r"|[一二三四五六七八九十百廿]{1,4}|[甲乙丙丁东南西北中](?=[幢栋区座楼房]|单元|号楼)"
    r"|#[0-9]{1,4})"
)
_UNIT = (
    r"(?:号楼|号院|号门|号附[0-9]{1,3}号|号|室|幢|栋|单元|小组|组|弄|支弄|座|层|楼|户|社"
    r"|队|小队|舍|房|区|期|#)"
)
# What ends a detailed address: a figure with its unit, a figure after another, or 12-3-401.
_DETAIL = re.compile(
    rf"{_FIGURE} ?{_UNIT}(?![\u4e00-\u9fff]?文|码|令|线|公告|通知|文件|窗口|地块|图|标段"
    rf"|井)(?: ?[东西南北]侧?| ?[0-9]{{3,4}}(?![0-9年元]))?"
    rf"|(?<=[\u4e00-\u9fff])[0-9]{{1,4}}-[0-9]{{1,4}}(?:-[0-9]{{1,4}})?(?![0-9\-年月])"
)
_STRONG_UNIT = re.compile(r"号(?!线)|室|幢|栋|单元|组|弄|[0-9]户|社|队|座|[0-9]-[0-9]|#|楼|舍|房")
_PLACE = re.compile(
    r"省|自治区|[\u4e00-\u9fff]市|[\u4e00-\u9fff]县|[\u4e00-\u9fff]区|镇|乡|街道|村|社区"
    r"|路|街|巷|弄|胡同|大道|里|坊|庄|屯|寨|湾|小区|新村|花园|花苑|苑|公寓|名邸|家园"
    r"|家属院|宿舍|新城|府|庭|院|幢|栋|单元"
)
_RUN = re.compile(
    r"[\u4e00-\u9fff0-9A-Za-z\-#()·/]+(?: (?=[\u4e00-\u9fff0-9])[\u4e00-\u9fff0-9A-Za-z\-#()]+){0,8}"
)
_LABEL = re.compile(
    r"(?:(?P<sure>(?:家庭|现|户籍|常住|居住|身份证|身份证件|暂住|经常居住|本人|个人"
    r"|现居住|现居|户口|原籍|暂|原|实际居住|实际)(?:所在)?(?:详细)?(?:住址|地址|居住地址?"
    r"|住所地?|户籍地址?|地|住地)(?:址)?|住 ?址|居住地址?|居住地点|户籍(?:所在)?地(?:址)?"
    r"|户口(?:所在)?地(?:址)?|户籍"
    r"|(?:现|家|暂|租|借|寄|居|租|原|常|曾|均|都|也|仍|独|一直|长期)住(?:址)?(?:在|于)?"
    r"|居于|住(?:在|于)|租房(?:在|于)|家(?:在|庭位于)|(?:送达|回执|联系|通[讯信]|邮寄"
    r"|收件)地址)"
    r"|(?P<lodging>住所地?|住地|住处)"
    r"|(?P<house>(?:房屋|不动产|房产|住房|被征收房屋|被拆迁房屋|宅基地|产权)(?:坐落|座落"
    r"|地址|位置|地点)|坐落|座落|房号|楼栋号?)"
    r"|(?P<lives>(?<=[,、\s男女族生人])住(?![建房宅院户所宿地址处校进满改用保]))"
    r")(?:\([^)]{0,12}\))?(?:为|是|在|于)?[: \t|\"“]{0,4}(?P<at>)"
)
_CONTACT = re.compile(r"^(?:送达|回执|联系|通[讯信]|邮寄|收件)地址")
_ORGAN = re.compile(
    r"公司|[\u4e00-\u9fff]厂|商店|超市|酒店|饭店|餐馆|工作室|经营部|合作社|企业|单位|中心"
    r"|[\u4e00-\u9fff]局|法院|检察院|政府|办公室|委员会|医院|学校|银行|事务所|协会|基金会"
    r"|服务部|门市部|商行|分店|项目部|机构|供应商|采购人|投标人|代理机构|小吃店"
    r"|[\u4e00-\u9fff]店|药房|诊所|卫生室|养殖场|加油站"
)
_PERSON = re.compile(
    r"申请人|当事人|被处罚人|户主|村民|居民|住户|业主|本人|监护人|家长|家属|被征收人"
    r"|被拆迁人|产权人|承租人|信访人|来信人|投诉人|举报人|反映人|原告|被告|上诉人|考生"
    r"|学生|车主|驾驶人|患者|病人|残疾人"
    r"|老人|[男女],|,[男女]|汉族|身份证|公民身份|[低五困农拆移]\S{0,3}户|死者|罪犯|被告人"
    r"|社区矫正|困难群众|孤儿"
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
_PUBLIC_PLACE = re.compile(
    r"政府|大楼|大厦|服务中心|[\u4e00-\u9fff]局|委员会|法院|公司|学校|小学|中学|大学|医院"
    r"|卫生院|银行|窗口|广场|工业园|工业区|园区|车间|开发区|大厅|办公|会议|派出所|村委"
    r"|居委|文化礼堂|市场|超市|酒店|饭店|厂区|厂房|商场|影院|体育馆|图书馆|分局|大队"
    r"|卫生室|活动室"
)
_OFFICE_BEFORE = re.compile(
    r"(?:办公|单位|办理|经营|注册|营业|公司|机构|项目|建设|会议|报名|受理|邮寄|通[讯信]"
    r"|收件|联系|施工|活动|开标|投标|招标|考试|集合|领取|接待|投诉|服务|现场|生产|仓库"
    r"|店铺|工程|宗地|地块)(?:地址|地点|场所|位置)[^,。;]{0,3}$|位于[^,。;]{0,3}$|(?:起"
    r"|讫|终)[点自于]?$"
)
_SAID_OF = re.compile(
    r"[男女],|,[男女]|村民|户主|居民身份|身份证号|汉族|住户|农户"
    r"|(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})"
)
_HEAD = re.compile(
    r"^(?:.{0,8}?(?:地址|住址|居住地|户籍地?|现住|家住|居住在?|住在|住)(?:为|是"
    r"|在)?)(?=[\u4e00-\u9fff]{2})"
)
_STARTS_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,7}?(?:省|自治区|市|县|区|镇|乡|街道|村|社区|路|街|巷|弄|大道|小区"
    r"|新村|花园|花苑|苑|公寓|庄|里|组|胡同|园|府|庭|院|屯|寨|湾|坊|城|楼|家|舍|港|岙|岭"
    r"|桥|坪|沟|山|河|塘|埠|畈|头|墩|队)|[0-9]{1,4}[组队社号幢栋弄]"
)
_FORM_OF_A_PERSON = re.compile(r"姓 ?名|申请人|证件号码|身份证|公民")
_OFFICE_ABOVE = re.compile(
    r"公司|[\u4e00-\u9fff]局|政府(?!信息公开)|办公室|委员会|监督电话|咨询电话|传真"
)
_LAW_NUMBER = re.compile(r"[第〕\]】年)）][0-9]*$")
_LONGEST = 60
_NEAR = 50
_ROW = 300
_FORM = 160
_CELL_LONGEST = 50


def find(page: Page) -> Iterator[Finding]:
    """Find addresses after words that announce one, then those in lists of persons."""
    taken: list[tuple[int, int]] = []
    for match in _LABEL.finditer(page.flat):
        span = _address_at(page, match.end())
        if span and _is_home(page, match, span[0]):
            if taken and span[0] < taken[-1][1]:
                continue
            taken.append(span)
            yield page.finding("address", *span)
    spans = iter(taken)
    current = next(spans, None)
    end = 0
    for match in _DETAIL.finditer(page.flat):
        if match.start() < end:
            continue
        while current and current[1] <= match.start():
            current = next(spans, None)
        if current and current[0] < match.end():
            continue
        span = _listed_address(page, match)
        if span:
            end = span[1]
            yield page.finding("address", *span)


def _address_at(page: Page, start: int) -> tuple[int, int] | None:
    """The address that begins at a place."""
    run = _RUN.match(page.flat, start, start + _LONGEST)
    if run is None:
        return None
    end = run.end()
    # A narrow column of a PDF breaks an address anywhere.
    while (
        page.flat[end : end + 1] == "\n"
        and end - start < _LONGEST // 2
        and (more := _RUN.match(page.flat, end + 1, start + _LONGEST))
    ):
        if _last_detail(page, start, end) and not _DETAIL.search(page.flat, end + 1, more.end()):
            break
        if _DETAIL.match(page.flat, end + 1) is None and not _has_place(page, end + 1, more.end()):
            break
        end = more.end()
    last = _last_detail(page, start, end)
    if (
        not last
        or not _STARTS_PLACE.match(page.flat, start, last)
        or not _has_place(page, start, last)
    ):
        return None
    return start, last


def _has_place(page: Page, start: int, end: int) -> bool:
    return _PLACE.search(page.flat, start, end) is not None


def _last_detail(page: Page, start: int, end: int) -> int:
    """Where the last detail of an address ends; 0 where it has none."""
    last = 0
    for match in _DETAIL.finditer(page.flat, start, end):
        if last and match.start() - last > 12:  # noqa: PLR2004 - something else begins
            break
        if _LAW_NUMBER.search(page.flat, max(start, match.start() - 3), match.start()):
            continue
        if _STRONG_UNIT.search(match[0]):
            last = match.end()
    return last


def _is_home(page: Page, match: re.Match[str], start: int) -> bool:
    before = page.before(match.start(), _NEAR)
    text = page.flat[start : start + 24]
    if match["sure"]:
        if _CONTACT.match(match["sure"]):
            return _is_contact_of_a_person(page, match.start(), before)
        return re.search(r"(?:单位|公司|企业|机构)$", before) is None and not _is_public(text)
    if match["lodging"]:
        if re.search(r"法定代表人|注册资|经营范围", page.after(match.end(), _LONGEST)):
            return False
        organ, person = _last(_ORGAN, before), _last(_PERSON, before)
        return not organ and (person > 0 or has_name(before) or not before.strip())
    if match["house"]:
        first, last = page.line(start)
        line = page.flat[first : min(last, first + _ROW)]
        return has_name(line) and not _ORGAN.search(before)
    return not _is_public(text)


def _is_contact_of_a_person(page: Page, start: int, before: str) -> bool:
    """Whether mail to an address goes to a private person: in a sentence, or in a form."""
    if before.strip(" \t|:"):
        return bool(_PERSON.search(before)) and not _ORGAN.search(before)
    above = page.flat[max(0, start - _FORM) : start]
    return bool(_FORM_OF_A_PERSON.search(above)) and not _OFFICE_ABOVE.search(above)


def _is_public(text: str) -> bool:
    piece = re.split(r"[,。;\s]", text, maxsplit=1)[0]
    return _PUBLIC_PLACE.search(piece) is not None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


def _listed_address(page: Page, match: re.Match[str]) -> tuple[int, int] | None:
    """An address in a row of a list of persons, or in a sentence that says who somebody is."""
    start = match.start()
    if not _STRONG_UNIT.search(match[0]):
        return None
    first, last = page.line(start)
    if page.is_row(start):
        cell_start, cell_end = page.cell(start)
        return _cell_address(page, cell_start, cell_end)
    line = page.flat[first : min(last, first + _ROW)]
    found = None
    if " " in line or len(line) < _CELL_LONGEST:
        found = _loose_address(page, match, first, last)
    return found or _said_address(page, match)


def _cell_address(page: Page, start: int, end: int) -> tuple[int, int] | None:
    text = page.flat[start:end]
    start += len(text) - len(text.lstrip())
    head = _HEAD.match(page.flat[start:end])
    if head:
        start += head.end()
    if end - start > _CELL_LONGEST or not _has_place(page, start, end):
        return None
    detail = _last_detail(page, start, end)
    if not detail or not _STARTS_PLACE.match(page.flat, start):
        return None
    heading = page.heading(start)
    if not _may_be_home(page, start, end, heading.column, heading.whole):
        return None
    return start, detail


def _may_be_home(page: Page, start: int, end: int, column: str, whole: str) -> bool:
    """Whether an address in a list is a home, by its heading and by its row."""
    if _OFFICE_COLUMN.search(column):
        return False
    first, last = page.line(start)
    row = page.flat[first : min(last, first + _ROW)]
    if re.search(r"家庭|住 ?址|户籍|居住", column):
        return True
    if column and not _ADDRESS_COLUMN.search(column):
        return False
    if _ORGANS_COLUMN.search(whole) and not _NAMES_COLUMN.search(whole):
        return False
    others = page.flat[first:start] + page.flat[end:last]
    if _ORGAN.search(others[:_ROW]) or _PUBLIC_PLACE.search(page.flat, start, end):
        return False
    return has_name(row)


def _loose_address(
    page: Page, match: re.Match[str], first: int, last: int
) -> tuple[int, int] | None:
    """An address in a line whose cells are divided by spaces, as PDF gives them, or alone."""
    line = page.flat[first:last]
    start = line.rfind(" ", 0, match.start() - first) + 1 + first
    end = line.find(" ", match.end() - first)
    end = last if end < 0 else end + first
    begin = _begun_above(page, start, first)
    detail = _last_detail(page, start, min(end, start + _LONGEST))
    if not detail or not _RUN.fullmatch(page.flat, start, detail):
        return None
    if not _STARTS_PLACE.match(page.flat, begin) or not _has_place(page, begin, detail):
        return None
    heading = page.heading(start)
    if heading.whole:
        near = page.flat[max(0, first - _NEAR) : min(len(page.flat), last + _NEAR)]
        if not re.search(r"家庭|住 ?址|户籍|居住|坐落", heading.whole):
            if not _NAMES_COLUMN.search(heading.whole) or _OFFICE_COLUMN.search(heading.whole):
                return None
        if _PUBLIC_PLACE.search(page.flat, begin, detail):
            return None
        return (begin, detail) if any(map(has_name, near.split("\n"))) else None
    cells = line.split()
    if not any(is_name(cell) for cell in cells) or _ORGAN.search(line):
        return None
    if _PUBLIC_PLACE.search(page.flat, begin, detail):
        return None
    return begin, detail


def _begun_above(page: Page, start: int, first: int) -> int:
    """Where an address begins that goes on at the beginning of a line."""
    if start != first or first == 0:
        return start
    above, end = page.line(first - 1)
    text = page.flat[above:end].rpartition(" ")[2]
    if (
        re.fullmatch(r"[\u4e00-\u9fff0-9]{4,20}", text)
        and _STARTS_PLACE.match(text)
        and not (_DETAIL.search(text) and not _STRONG_UNIT.search(text))
    ):
        return end - len(text)
    return start


def _said_address(page: Page, match: re.Match[str]) -> tuple[int, int] | None:
    """An address in a sentence like 张三，男，1965年3月出生，余姚市泗门镇小路下村3组12号。"""
    before = page.before(match.start(), _NEAR * 2)
    pieces = re.split(r"[,;:、()\s]|[0-9]{11,18}[Xx]?", before)
    piece = pieces[-1]
    follows_a_name = len(pieces) > 1 and is_name(pieces[-2])
    if not follows_a_name and not _SAID_OF.search(before):
        return None
    start = match.start() - len(piece)
    if _OFFICE_BEFORE.search(before) or _OFFICE_BEFORE.search(piece):
        return None
    head = _HEAD.match(piece)
    if head:
        start += head.end()
    if not _STARTS_PLACE.match(page.flat, start, match.end()) or not _has_place(
        page, start, match.end()
    ):
        return None
    if _PUBLIC_PLACE.search(piece) or _ORGAN.search(piece) or "村民" in piece:
        return None
    detail = _last_detail(page, start, min(len(page.flat), start + _LONGEST))
    run = _RUN.match(page.flat, start, start + _LONGEST)
    if not detail or run is None or run.end() < detail:
        return None
    if not re.search(
        r"省|[\u4e00-\u9fff]市|[\u4e00-\u9fff]县|镇|乡|街道|村|社区|小区|新村|路|弄|巷",
        page.flat[start:detail],
    ):
        return None
    return start, detail
