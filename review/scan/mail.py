"""Addresses of electronic mail, as far as they are those of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .page import Page
from .people import has_name

_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+\-@])[A-Za-z0-9_](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_])?\s?(?:@"
    r"|\(at\)|\[at\])\s?"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})\.\s?){1,4}[A-Za-z]{2,10}(?![A-Za-z0-9\-@])"
)
_FREE = frozenset([
    "10086.cn", "126.com", "139.com", "163.com", "163.net", "188.com", "189.cn", "21cn.com",
    "263.net", "265.com", "2980.com", "51.com", "88.com", "aliyun.com", "chinaunicom.cn",
    "email.cn", "eyou.com", "foxmail.com", "gmail.com", "googlemail.com", "hotmail.com",
    "icloud.com", "live.cn", "live.com", "mail.com", "me.com", "msn.com", "outlook.com",
    "proton.me", "protonmail.com", "qq.cn", "qq.com", "sina.cn", "sina.com", "sina.com.cn",
    "sohu.com", "tom.com", "vip.126.com", "vip.163.com", "vip.qq.com", "vip.sina.com",
    "vip.sina.com.cn", "wo.cn", "yahoo.cn", "yahoo.com", "yahoo.com.cn", "yeah.net",
])  # fmt: skip
# Addresses at such hosts that the end of a line has divided.
_DIVIDED = re.compile(
    r"(?<![A-Za-z0-9._%+\-@])[A-Za-z0-9_][A-Za-z0-9._%+\-]{0,63}\n?@\n?(?:"
    + "|".join(r"\n?".join(map(re.escape, host)) for host in sorted(_FREE, key=len, reverse=True))
    + ")(?![A-Za-z0-9])"
)
_OFFICE_HOSTS = re.compile(r"(?:^|\.)gov\.cn$|(?:^|\.)gov$|(?:^|\.)mil\.cn$")
_SAY = (
    r"(?:的|之)?(?:官方)?(?:电子|工作|联系)?(?:邮箱|信箱|邮件|邮箱地址|邮址|[Ee]-?[Mm]ail"
    r"|EMAIL|mail)?(?:地址)?(?:为|是)?[: \t(\"<]*$"
)
_OFFICE_LABEL = re.compile(
    r"(?:[工总协学商]会|举报|读者|网友|市民|监督|投诉|咨询|公开|公开电子|投稿|征集"
    r"|征求意见|意见|建议"
    r"|反馈|报名|受理"
    r"|单位|官方|公务|办公|部门|政务|招聘|应聘|简历|采购|客服|服务|工作|公共|公用|信访"
    r"|局长|镇长|市长|县长"
    r"|区长|书记|纪检|局|办公室|中心|委员会|政府|公司|学校|医院|党政办|科|所|站|协会|委"
    r"|院|团|队|部)" + _SAY
)
_SENT_TO = re.compile(
    r"(?:发送?|寄送?|投|报送?|反馈|提交|传|投递|发送邮件|回复|邮件|上报|报名)(?:至|到"
    r"|往)[^,。;@]{0,16}$"
)
_PERSON_LABEL = re.compile(
    r"(?:个人|本人|私人|申请人|当事人|考生|学生|家长|信访人|来信人|投诉人|举报人|作者"
    r"|户主|村民|业主)" + _SAY
)
_PERSON_AFTER = re.compile(r" ?\([^)]{0,8}(?:个人|本人|私人)")
_OFFICE_NEAR = re.compile(
    r"局|政府|办公室|中心|委员会|公司|传真|邮编|邮政编码|咨询电话|监督|举报|通[讯信]地址"
    r"|联系地址|办公|街道办|有限|学校|医院|法院|机构|工作日|受理|来信|来函|征求|报名|简历"
    r"|投递|应聘|招聘|投标"
    r"|采购|招标|供应商|企业|单位|[\u4e00-\u9fff]厂|(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}"
)
_AT_HOME = re.compile(r"(?:宅电|住宅|家庭|家中|家里|私人)[^,。;0-9]{0,8}[0-9()\- ]{7,15}")
_OFFICE_COLUMN = re.compile(
    r"单位邮箱|办公|部门邮箱|公务|官方|举报|咨询|监督|投诉|学校邮箱|机构邮箱"
)
_OFFICE_LOCAL = re.compile(
    r"(?:^|[._\-0-9])(?:xxgk|zwgk|info|office|admin|service|services|hr|jubao|tousu"
    r"|contact|webmaster|bgs|zhaobiao|xfj|mail|support|public|kefu|zhaopin|rsk|dzb|jw"
    r"|jiwei|news|xinxi)"
    r"(?:$|[._\-0-9@])|(?:xxgk|zwgk|zfb|zfbgs|bgs|rsj|fgw|fgj|jyj|mzj|cgj|wsj|wjj|gtj|czj"
    r"|sjj|zjj|rlsb|xfj|tjj|scjg|nyj|slj|jtj|aqj|yjj|ajj|hbj|sthj|zrzy|zrj|lyj|wgj|ghj"
    r"|xczx|bsdt|zwfw|spj|jw|zzb|xcb"
    r"|zhen|xiang|jiedao|zhengfu|bangongshi|zhongxin|dangzheng|dzb|zfxx|gov|ggzy|cgzx"
    r"|zbcg|fuwu|jiedaoban|xzsp|ybj|gajj|jtjc|shequ|cun|cwh|jwh|school|xx|zx|yy|gs|jt"
    r"|zb)[0-9_\-]*$"
)
_SURNAMES = (
    "zhang|wang|zhao|zhou|zhu|zheng|zeng|zou|zhong|zhan|zhuang|li|liu|lin|liang|luo|lu|lv"
    "|liao|lei|long|lai|lou|chen|cheng|cao|cai|cui|chang|che|cen|yang|yu|yuan|ye|yao|yan"
    "|yin|yi|you|yue"
    "|huang|hu|he|han|hou|hao|hong|hua|huo|wu|wei|wan|wen|weng|xu|xie|xiao|xia|xiong|xue"
    "|xiang|xing|sun|song|su|shen|shi|shao|shang|sheng|ma|mao|meng|mei|mo|mu|guo|gao|gu"
    "|gong|ge|guan|gan|tang|tian|tan"
    "|tao|tong|deng|dong|du|ding|dai|duan|feng|fang|fan|fu|fei|peng|pan|pang|jiang|jia"
    "|jin|ji|jiao|jian|qian|qin|qiu|qiao|qi|qu|ren|ruan|rong|bai|bao|bi|bian|kong|kang|ke"
    "|ouyang|an|ai|niu|nie|ni|zhai|zuo"
)
_SYLLABLE = (
    r"(?:(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?(?:[iu]ang|iong|[iu]a[no]?|uai|iao|ang|eng|ing|ong"
    r"|ai|ao|an|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v))"
)
# A name in full, and perhaps a year: nobody would call an office so.
_PERSON_LOCAL = re.compile(
    rf"(?:{_SURNAMES})[._\-]?{_SYLLABLE}{{1,2}}(?:[._\-][a-z]{{0,3}})?[0-9]{{0,8}}"
    rf"|{_SYLLABLE}{{1,2}}[._](?:{_SURNAMES})[0-9]{{0,8}}"
)
# What is neither a name nor a number is seldom that of the person who answers for an office.
_MAY_BE_SOMEBODY = re.compile(rf"[0-9]{{2}}|^(?:{_SURNAMES})(?![^aeiou]{{2}})")
_NAMES_HEADING = re.compile(r"姓 ?名|户 ?主|申请人|领款人|参保人|学生|业主|村民|对象|农户|当事人")
_ORGANS_HEADING = re.compile(r"单位|部门|科室|公司|企业|机构|学校|办公")
_NEAR, _BESIDE = 60, 200


def find(page: Page) -> Iterator[Finding]:
    """Find addresses; those of offices are left out."""
    divided = [match for match in _DIVIDED.finditer(page.flat) if "\n" in match[0]]
    spans = [match.span() for match in divided]
    whole = [
        match
        for match in _ADDRESS.finditer(page.flat)
        if not any(start < match.end() and match.start() < end for start, end in spans)
    ]
    for match in (*divided, *whole):
        if _is_personal(page, match.start(), re.sub(r"\s", "", match[0])):
            yield page.finding("email", *match.span())


def _is_personal(page: Page, start: int, address: str) -> bool:
    local, _at, host = address.replace("(at)", "@").replace("[at]", "@").lower().partition("@")
    before = page.before(start, _NEAR)
    column = page.heading(start).column
    if _OFFICE_HOSTS.search(host):
        return False
    if _PERSON_LABEL.search(before) or _PERSON_AFTER.match(page.after(start + len(address))):
        return True
    if _OFFICE_COLUMN.search(column) or _OFFICE_LABEL.search(before):
        return False
    is_a_name = _is_a_name(local) and host in _FREE
    if is_a_name or _SENT_TO.search(before):
        return is_a_name
    if host in _FREE and column and _is_list_of_persons(page, start):
        return not _OFFICE_LOCAL.search(local)
    first, last = page.near(start, _BESIDE)
    line = page.flat[first:last]
    return _is_of_somebody(local, host in _FREE, bool(column), line)


def _is_list_of_persons(page: Page, start: int) -> bool:
    whole = page.heading(start).whole
    return _NAMES_HEADING.search(whole) is not None and not _ORGANS_HEADING.search(whole)


def _is_a_name(local: str) -> bool:
    return _PERSON_LOCAL.fullmatch(local) is not None and not _OFFICE_LOCAL.search(local)


def _is_of_somebody(local: str, is_free: bool, is_in_a_column: bool, line: str) -> bool:
    """Whether an address is somebody's, where no word says whose it is."""
    is_named = has_name(line)
    is_beside_an_office = _OFFICE_NEAR.search(_AT_HOME.sub("", line)) is not None
    is_like_an_office = _OFFICE_LOCAL.search(local) is not None
    if not is_free:
        return is_named and not is_like_an_office and (is_in_a_column or not is_beside_an_office)
    if is_like_an_office:
        return is_named and is_in_a_column
    if is_beside_an_office:
        return is_named and (is_in_a_column or _MAY_BE_SOMEBODY.search(local) is not None)
    return True
