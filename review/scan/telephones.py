"""Landline numbers, as far as they are those of persons and not of an office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .page import Page
from .people import ends_with_name, has_name

_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_EXTENSION = r"(?:(?: ?- ?|转|转分机|分机|[Ee]xt\.? ?)[0-9]{1,6}(?![0-9]))?"
_WITH_AREA = re.compile(
    rf"(?<![0-9\-A-Za-z])(?:\+?86[ \-]?)?(?:\({_AREA}\)|{_AREA})[ \-\t\n·.]{{0,3}}"
    rf"[2-8](?:[0-9]{{2,3}}[ \-][0-9]{{4}}|[0-9]{{6,7}})(?![0-9]){_EXTENSION}"
)
_LOCAL = re.compile(
    rf"(?<![0-9\-./A-Za-z])[2-8](?:[0-9]{{2,3}}[ \-][0-9]{{4}}"
    rf"|[0-9]{{6,7}})(?![0-9.A-Za-z]){_EXTENSION}"
)
_WORD = r"(?:固定|联系|座机)?(?:电话|电话号码|号码|座机|固话|联系方式)?"
_HOME = re.compile(
    rf"(?:宅电|宅 电|(?<![\u4e00-\u9fff])宅(?=:)|住宅{_WORD}|家庭{_WORD}|家中{_WORD}"
    rf"|家里的?{_WORD}|家电话|家的电话"
    rf"|(?<![商专厂国买卖玩])家的?(?:座机|固话)|家用电话|私人{_WORD}|个人{_WORD}|本人{_WORD}|家属{_WORD}"
    rf"|家长{_WORD}|监护人{_WORD}|父母{_WORD}|父亲{_WORD}|母亲{_WORD}|配偶{_WORD}"
    rf"|户主{_WORD}|申请人{_WORD}|村民{_WORD}|紧急联系人?{_WORD}"
    rf"|当事人{_WORD}|业主{_WORD}|住户{_WORD}|农户{_WORD}|信访人{_WORD}|来电{_WORD}"
    rf"|来电人{_WORD}|来访人{_WORD}|投诉人{_WORD}|举报人{_WORD}|考生{_WORD}|学生{_WORD}"
    rf"|亲属{_WORD}|子女{_WORD})"
)
_HOME_LABEL = re.compile(rf"(?:{_HOME.pattern})(?:\([^)]{{0,8}}\))?(?:为|是)?[: \t\n\"]*$")
_HOME_AFTER = re.compile(
    r" ?\((?:(?:宅|家|家里|私人|住宅)\)|户主|业主|村民)|[ (]?[为是系]?(?:其|本人"
    r"|申请人)?的?(?:家庭|住宅"
    r"|家里|宅电)"
)
_LOCAL_LABEL = re.compile(
    r"(?:电 ?话|宅 ?电|固 ?话|座 ?机|号码|联系方式"
    r"|[Tt][Ee][Ll]\.?)(?:\([^)]{0,8}\))?(?:为|是)?[: \t\"]*$"
)
_OFFICE = re.compile(
    r"办公|咨询|监督|举报|投诉|值班|服务|热线|传真|总机|窗口|单位|受理|报名|查询|报修"
    r"|便民|信访局|政务|业务|报警|急救|公开|预约|防汛|纪检|维权|招标|采购"
    r"|客服|物业|供电|供水|燃气|抢修|机构|科室|部门|职务|网点|法人|公司|应急|前台|医院"
    r"|学校|大厅|邮编|公务|调度"
)
_OFFICE_LABEL = re.compile(
    rf"(?:{_OFFICE.pattern})[\u4e00-\u9fff]{{0,6}}(?:\([^)]{{0,10}}\))?(?:为"
    rf"|是)?[: \t\"]*(?:{_AREA}[ \-]?[0-9]{{7,8}}[,、/ ;]*)*$"
)
_ORGAN = re.compile(
    r"(?:[局厅处科所站队院校办厂社会]|办公室|中心|政府|委员会|公司|窗口|大厅|街道办"
    r"|居委会|村委会|人民法院|检察院|派出所)"
    r"(?:\([^)]{0,10}\))?(?:联系)?(?:电话)?[: \t]*$"
)
_PERSON = re.compile(
    r"出租人|收货人|住 ?址|家住|现住|户籍|身份证|申请人|当事人|户主|村民|居民|住户|业主"
    r"|本人|监护人|家长|家属|被征收人|被拆迁人"
    r"|产权人|承租人|[低五困农拆移租]\S{0,3}户|困难群众|信访人|来信人|来电人|来访人"
    r"|报警人|求助人|投诉人|举报人"
    r"|反映人|原告|被告|考生|学生|应聘人|车主|患者|病人|残疾人|老人|受助|捐款人|死者|失主"
    r"|租客|房东|村民小组|退休|[男女],|[男女] "
)
_NAMES_COLUMN = re.compile(
    r"姓 ?名|户 ?主|申请人|被征收人|产权人|学生|业主|村民|对象|承租人|农户|户名"
)
_TELEPHONE_COLUMN = re.compile(r"电 ?话|联系方式|固话|座机")
_END = re.compile(r"[。!?]|\n\s*\n")
_FORM_LINE = re.compile(r"[^:\t|]{1,12}[:\t|].{1,40}")
_ORGANS = re.compile(
    r"公司|[\u4e00-\u9fff]厂|合作社|政府|[\u4e00-\u9fff]局|委员会|中心|学校|事务所|[小中]学|站|所\s"
)
_NEAR, _FORM = 60, 120


def find(page: Page) -> Iterator[Finding]:
    """Find numbers with a code of the area, and those without one where words say what they are."""
    for match in _WITH_AREA.finditer(page.flat):
        if _is_personal(page, match.start(), match.end()):
            yield page.finding("landline", *match.span())
    for match in _LOCAL.finditer(page.flat):
        if _may_be_local(page, *match.span()) and _is_personal(page, match.start(), match.end()):
            yield page.finding("landline", *match.span())


def _may_be_local(page: Page, start: int, end: int) -> bool:
    """Whether seven or eight digits are a telephone number at all."""
    near = page.flat[max(0, start - 16) : start]
    if _HOME_AFTER.match(page.after(end)):
        return True
    if _LOCAL_LABEL.search(near) or _HOME_LABEL.search(near):
        return True
    # Cells under a heading; looked for last, since it takes longest.
    return _in_a_cell(page, start) and bool(_TELEPHONE_COLUMN.search(page.heading(start).column))


def _in_a_cell(page: Page, start: int) -> bool:
    return start == 0 or page.flat[start - 1] in "\t| \n"


def _is_personal(page: Page, start: int, end: int) -> bool:
    before = page.before(start, _NEAR)
    if _OFFICE_LABEL.search(before):
        return False
    if _HOME_LABEL.search(page.flat[max(0, start - 24) : start]) or _HOME_AFTER.match(
        page.after(end)
    ):
        return True
    heading = page.heading(start)
    if heading.column:
        return _column_is_personal(page, start, heading.column, heading.whole)
    if heading.whole and _in_a_cell(page, start):
        return (
            bool(_NAMES_COLUMN.search(heading.whole))
            and bool(_TELEPHONE_COLUMN.search(heading.whole) or _HOME.search(heading.whole))
            and not _OFFICE.search(heading.whole)
            and _row_has_name(page, start)
        )
    if _ORGAN.search(before):
        return False
    return _is_said_of_a_person(_said_before(page, start))


def _column_is_personal(page: Page, start: int, column: str, whole: str) -> bool:
    if _OFFICE.search(column) or not (_TELEPHONE_COLUMN.search(column) or _HOME.search(column)):
        return False
    if _HOME.search(column):
        return True
    return (
        bool(_NAMES_COLUMN.search(whole))
        and not _OFFICE.search(whole)
        and _row_has_name(page, start)
    )


def _row_has_name(page: Page, start: int) -> bool:
    first, last = page.near(start)
    if page.is_row(start) or " " in page.flat[first:last]:
        return has_name(page.flat[first:last])
    # Every cell on a line of its own.
    near = page.flat[max(0, start - _NEAR) : start]
    return any(has_name(line) for line in near.split("\n"))


def _said_before(page: Page, start: int) -> str:
    """What is said before a number: its sentence, and the lines of a form above."""
    piece = page.flat[max(0, start - _FORM) : start]
    said = _END.split(piece)[-1]
    lines = said.split("\n")
    kept = [lines.pop()]
    while lines and _FORM_LINE.fullmatch(lines[-1]):
        kept.insert(0, lines.pop())
    return "\n".join(kept)


def _is_said_of_a_person(before: str) -> bool:
    """Whether a sentence speaks of a private person, and of no office after that."""
    matches = list(_PERSON.finditer(before))
    if not matches:
        return False
    between = before[matches[-1].end() :]
    said = re.search(r"电 ?话|联系|号码|[:,、( ]$|拨打|座机|固话", between) or ends_with_name(
        before
    )
    return bool(said) and not (_OFFICE.search(between) or _ORGANS.search(between))
