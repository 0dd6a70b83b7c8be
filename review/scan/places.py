"""What an address in China looks like, and what is a public place."""

from __future__ import annotations

import re

from .page import Page

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
DETAIL = re.compile(
    rf"{_FIGURE}(?: |\n(?=[号室]))?{_UNIT}(?![\u4e00-\u9fff]?文|码|令|线|公告|通知|文件|窗口"
    rf"|地块|图|标段|井)(?: ?[东西南北]侧?| ?[0-9]{{3,4}}(?![0-9年元号弄幢栋组])室?)?"
    rf"|(?<=[\u4e00-\u9fff])[0-9]{{1,4}}-[0-9]{{1,4}}(?:-[0-9]{{1,4}})?(?![0-9\-年月])"
)
STRONG_UNIT = re.compile(r"号(?!线)|室|幢|栋|单元|组|弄|[0-9]户|社|队|座|[0-9]-[0-9]|#|楼|舍|房")
PLACE = re.compile(
    r"省|自治区|[\u4e00-\u9fff]市|[\u4e00-\u9fff]县|[\u4e00-\u9fff]区|镇|乡|街道|村|社区"
    r"|路|街|巷|弄|胡同|大道|里|坊|庄|屯|寨|湾|小区|新村|花园|花苑|苑|公寓|名邸|家园"
    r"|家属院|宿舍|新城|府|庭|院|幢|栋|单元"
)
RUN = re.compile(
    r"[\u4e00-\u9fff0-9A-Za-z\-#()·/]+"
    r"(?:(?: (?=[\u4e00-\u9fff0-9])|(?<=[0-9])\n(?=[号室]))[\u4e00-\u9fff0-9A-Za-z\-#()]+){0,8}"
)
STARTS_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,7}?(?:省|自治区|市|县|区|镇|乡|街道|村|社区|路|街|巷|弄|大道|小区"
    r"|新村|花园|花苑|苑|公寓|庄|里|组|胡同|园|府|庭|院|屯|寨|湾|坊|城|楼|家|舍|港|岙|岭"
    r"|桥|坪|沟|山|河|塘|埠|畈|头|墩|队)|[0-9]{1,4}[组队社号幢栋弄]"
)
LAW_NUMBER = re.compile(r"[第〕\]】年)）][0-9]*$")
ORGAN = re.compile(
    r"公司|[\u4e00-\u9fff]厂|商店|超市|酒店|饭店|餐馆|工作室|经营部|合作社|企业|单位|中心"
    r"|[\u4e00-\u9fff]局|法院|检察院|政府|办公室|委员会|医院|学校|银行|事务所|协会|基金会"
    r"|服务部|门市部|商行|分店|项目部|机构|供应商|采购人|投标人|代理机构|小吃店"
    r"|[\u4e00-\u9fff]店|药房|诊所|卫生室|养殖场|加油站"
)
PERSON = re.compile(
    r"申请人|当事人|被处罚人|户主|村民|居民|住户|业主|本人|监护人|家长|家属|被征收人"
    r"|被拆迁人|产权人|承租人|信访人|来信人|投诉人|举报人|反映人|原告|被告|上诉人|考生"
    r"|学生|车主|驾驶人|患者|病人|残疾人"
    r"|老人|[男女],|,[男女]|汉族|身份证|公民身份|[低五困农拆移]\S{0,3}户|死者|罪犯|被告人"
    r"|收件人|收货人|房东|房主|租客|社区矫正|困难群众|孤儿"
)
PUBLIC_PLACE = re.compile(
    r"政府|大楼|大厦|服务中心|[\u4e00-\u9fff]局"
    r"|委员会(?![\u4e00-\u9fff]{0,8}(?:[村庄屯湾寨冲岭塘]|小组)[0-9])|法院|公司|学校|小学|中学|大学|医院"
    r"|卫生院|银行|窗口|广场|工业园|工业区|园区|车间|开发区|大厅|办公|会议|派出所"
    r"|村委(?!会[\u4e00-\u9fff]{0,6}[村组庄屯湾寨冲岭塘][0-9]|会[0-9]{1,2}组)|居委|文化礼堂|市场|超市|酒店|饭店|厂区|厂房|商场|影院|体育馆|图书馆|分局|大队"
    r"|卫生室|活动室"
)
# Down to a room of a block, or to a house of a village.
_DWELLING = re.compile(
    r"(?:[\u4e00-\u9fff]{2,24}[0-9]{1,5}号)?"
    r"(?:[\u4e00-\u9fff]{2,16}[0-9]{1,3}(?:[幢栋座]|号楼)[0-9]{1,2}单元[0-9]{3,4}(?![0-9])"
    r"|[\u4e00-\u9fff]{2,16}(?:[0-9]{1,4}[弄号](?:[0-9]{1,3}[号幢栋])?"
    r"|[0-9]{1,3}[幢栋](?:[0-9]单元)?)"
    r"[0-9]{3,4}室|[\u4e00-\u9fff]{2,14}村[\u4e00-\u9fff]{0,6}(?:第?[0-9]{1,2}组)[0-9]{1,3}号)"
)
NO_ROOM = re.compile(r"\(?[\u4e00-\u9fff]{0,4}(?:会议|办公|窗口|门口|商铺|店)")
LONGEST = 60
_FARTHEST_APART = 12


def address_at(page: Page, start: int) -> tuple[int, int] | None:
    """The detailed address that begins at a place."""
    run = RUN.match(page.flat, start, start + LONGEST)
    if run is None:
        return None
    last = last_detail(page, start, _end_of_lines(page, start, run.end()))
    if last and STARTS_PLACE.match(page.flat, start, last) and has_place(page, start, last):
        return start, last
    return None


def _end_of_lines(page: Page, start: int, end: int) -> int:
    """Where an address ends that a narrow column of a PDF broke anywhere."""
    while page.flat[end : end + 1] == "\n" and end - start < LONGEST // 2:
        more = RUN.match(page.flat, end + 1, start + LONGEST)
        if more is None:
            break
        is_done = last_detail(page, start, end) and not DETAIL.search(
            page.flat, end + 1, more.end()
        )
        if is_done or not (
            DETAIL.match(page.flat, end + 1) or has_place(page, end + 1, more.end())
        ):
            break
        end = more.end()
    return end


def has_place(page: Page, start: int, end: int) -> bool:
    """Whether a piece names a village, a road, a house."""
    return PLACE.search(page.flat, start, end) is not None


def last_detail(page: Page, start: int, end: int) -> int:
    """Where the last detail of an address ends; 0 where it has none."""
    last = 0
    for match in DETAIL.finditer(page.flat, start, end):
        if last and match.start() - last > _FARTHEST_APART:
            break
        if LAW_NUMBER.search(page.flat, max(start, match.start() - 3), match.start()) and (
            match[0].endswith("号")
        ):
            continue
        if STRONG_UNIT.search(match[0]):
            last = match.end()
    return last


def is_public(text: str) -> bool:
    """Whether the first piece of a text is an office, a shop, a school."""
    return PUBLIC_PLACE.search(re.split(r"[,。;\s]", text, maxsplit=1)[0]) is not None


def is_dwelling(page: Page, start: int) -> bool:
    """Whether the address that begins at a place is one where people live, by its form."""
    dwelling = _DWELLING.match(page.flat, start, start + LONGEST)
    return dwelling is not None and not NO_ROOM.match(page.flat, dwelling.end())
