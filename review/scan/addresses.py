"""Home addresses, down to a number, a room or a group of a village."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .listed import listed_address
from .page import Page
from .people import has_name
from .places import DETAIL, LONGEST, ORGAN, PERSON, address_at, is_dwelling, is_public

_LABEL = re.compile(
    r"(?:(?P<sure>(?:家庭|现|户籍|常住|居住|身份证|身份证件|暂住|经常居住|本人|个人"
    r"|现居住|现居|户口|原籍|暂|原|实际居住|实际)(?:所在)?(?:详细)?(?:住址|地址|居住地址?"
    r"|住所地?|户籍地址?|地|住地)(?:址)?|住 ?址|居住地址?|居住地点|户籍(?:所在)?地(?:址)?"
    r"|(?:户口|户籍)(?:所在|登记)?地(?:址)?|居住证(?:登记)?地址|[新老旧租]房地址|户籍"
    r"|(?:现|家|暂|租|借|寄|居|租|原|常|曾|生前|目前|均|都|也|仍|独|一直|长期)住(?:址)?(?:在|于)?"
    r"|(?:申请人|当事人|户主|业主|村民|被征收人|收件人|考生|学生|家长|监护人|租户|承租人"
    r"|房东)的?(?:地址|住所)|[该其本我]户(?:房屋|住房)?(?:坐落)?[位坐]?[落]?于"
    r"|居于|现居(?:住)?(?:在|于)?|住(?:在|于)|租房(?:在|于)|家(?:在|庭位于)|(?:送达|回执"
    r"|联系|通[讯信]|邮寄"
    r"|收件)地址)"
    r"|(?P<lodging>住所地?|住地|住处)"
    r"|(?P<house>(?:房屋|不动产|房产|住房|被征收房屋|被拆迁房屋|宅基地|产权)(?:坐落|座落"
    r"|地址|位置|地点)|(?:租赁|出租|承租|所租|该|其)?(?:房屋|住房|住宅)(?:坐落|座落)?[位坐座]?[落]?[于在]|坐落|座落|房号|楼栋号?)"
    r"|(?P<plain>(?<![\u4e00-\u9fff])地 ?址)"
    r"|(?P<lives>(?:(?<![\u4e00-\u9fff])"
    r"|(?<=[男女族生人]))住(?![建房宅院户所宿地址处校进满改用保]))"
    r")(?:\([^)]{0,12}\))?(?:为|是|在|于)?[: \t|\"“]{0,4}(?P<at>)"
)
_CONTACT = re.compile(r"^(?:送达|回执|联系|通[讯信]|邮寄|收件)地址")
_FORM_OF_A_PERSON = re.compile(r"姓 ?名|申请人|证件号码|身份证|公民")
_OFFICE_ABOVE = re.compile(
    r"公司|[\u4e00-\u9fff]局|政府(?!信息公开)|办公室|委员会|监督电话|咨询电话|传真"
)
_OWN_OF_AN_ORGAN = re.compile(r"(?:单位|公司|企业|机构)$")
_OF_A_PERSON = re.compile(r"(?:经营者|负责人|代理人|代表人|本人|其)的?$")
_PRIVATE = re.compile(r"姓 ?名|户 ?主")
# What a company has, beside its 住所.
_COMPANY_AFTER = re.compile(r"法定代表人|注册资|经营范围")
_HOUSING = re.compile(
    r"[\u4e00-\u9fff0-9]{2,24}(?:小区|新村|花园|花苑|苑|公寓|家园|名邸|府)[0-9]{1,3}(?:[幢栋座]|号楼)"
    r"[0-9]{1,2}单元[0-9]{3,4}"
)
_NEAR, _FORM = 50, 160


def find(page: Page) -> Iterator[Finding]:
    """Find addresses after words that announce one, then those in lists of persons."""
    taken: list[tuple[int, int]] = []
    for match in _LABEL.finditer(page.flat):
        if taken and match.end() < taken[-1][1]:
            continue
        span = address_at(page, match.end())
        if span and _is_home(page, match, span[0]):
            taken.append(span)
    taken += _listed(page, taken)
    for start, end in taken:
        yield page.finding("address", start, end)


def _listed(page: Page, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Addresses that no word announces, where none was found before."""
    found: list[tuple[int, int]] = []
    spans = iter(taken)
    current = next(spans, None)
    for match in DETAIL.finditer(page.flat):
        if found and match.start() < found[-1][1]:
            continue
        while current and current[1] <= match.start():
            current = next(spans, None)
        if current and current[0] < match.end():
            continue
        if span := listed_address(page, match):
            found.append(span)
    return found


def _is_home(page: Page, match: re.Match[str], start: int) -> bool:
    before = page.before(match.start(), _NEAR)
    text = page.flat[start : start + LONGEST]
    match _kind(match):
        case "sure" if _CONTACT.match(match["sure"]) and "住" not in match[0]:
            is_home = is_dwelling(page, start) and not ORGAN.search(before) and not is_public(text)
            return is_home or _is_contact_of_a_person(page, match.start(), before)
        case "sure":
            return not _OWN_OF_AN_ORGAN.search(before) and not is_public(text)
        case "lodging":
            return _is_lodging(page, match, before)
        case "house":
            first, last = page.near(start)
            return has_name(page.flat[first:last]) and not ORGAN.search(before)
        case "plain":
            return _is_plain_one_of_a_person(page, match.start(), start) and not is_public(text)
    return not is_public(text)


def _is_plain_one_of_a_person(page: Page, start: int, address: int) -> bool:
    """Whether what a line says before 地址 is of somebody, also 姓名：…；电话：…；地址：…."""
    before = page.flat[page.near(start, _FORM)[0] : start].rpartition("。")[2]
    said = _PRIVATE.search(before) or PERSON.search(before) or _HOUSING.match(page.flat, address)
    return bool(said) and not ORGAN.search(before)


def _kind(match: re.Match[str]) -> str:
    """Which of the words it was that announced an address."""
    return next(name for name in ("sure", "lodging", "house", "plain", "lives") if match[name])


def _is_lodging(page: Page, match: re.Match[str], before: str) -> bool:
    """Whether 住所 is that of a person: companies and organs have one too."""
    if _OF_A_PERSON.search(before):
        return True
    if _COMPANY_AFTER.search(page.after(match.end(), LONGEST)) or ORGAN.search(before):
        return False
    return bool(PERSON.search(before)) or has_name(before) or not before.strip()


def _is_contact_of_a_person(page: Page, start: int, before: str) -> bool:
    """Whether mail to an address goes to a private person: in a sentence, or in a form."""
    if before.strip(" \t|:"):
        return bool(PERSON.search(before)) and not ORGAN.search(before)
    above = page.flat[max(0, start - _FORM) : start]
    return bool(_FORM_OF_A_PERSON.search(above)) and not _OFFICE_ABOVE.search(above)
