"""Names of persons, and what stands beside them: identity numbers, illness, minors."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from .finding import Finding
from .page import Page
from .words import ENDING_IN_SURNAME, NOT_NAMES

# The surnames of more than 99 of 100 people (公安部户政管理中心),
# without those that are mostly words of another meaning (和 and the like).
_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭"
    "曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱"
    "侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔"
    "赖文庞樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦柳邢岳齐梅庄辛管祝左涂谷祁"
    "时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍"
    "翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边楼竺岑励鲍虞裘诸胥应戎茅屠褚诸史黄"
    "蒲桑丛仇岳宗窦苟全原晏奚蔺冷闻蓝佟芮储钮宣邬费卞缪计滕干封尚国"
    "符骆喻饶艾穆娄戚瞿臧姬栾刁寇仲佘谈匡荆郁谌粟冼厉郜阚帅朴廉禹卿狄扈阙辜亓邰逯茹亢嵇湛昝荣吉连班栗"
    "傅萧阎简蒙占盘农邝麦练区丘池储祖宿巫楚利井郎伊敖沙米卓苍冀仝鄢鹿於邸乐满慕古鞠揭党晁巩樵"
)
_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|钟离|宇文|长孙|端木|司空"
    "|独孤|南宫|百里|呼延|东郭|澹台|公冶|宗政"
)
_HAN = r"[\u4e00-\u9fff]"
NAME = (
    rf"(?:(?:{_DOUBLE}){_HAN}{{1,2}}|[{''.join(dict.fromkeys(_SINGLE))}]{_HAN}{{1,2}}"
    rf"|{_HAN}{{2,6}}·{_HAN}{{2,8}})"
)
"""A pattern of what may be somebody's name; :func:`is_name` is stricter."""

_NOT_LAST = frozenset(
    "局镇乡县市省厅科室站校厂店司组街号楼费款额率值价间期度量表册证类称务况目镇处课"
)
_LABELS = (
    "姓 ?名|户 ?主|申请人|当事人|被处罚人|被征收人|被拆迁人|被申请人|产权人|权利人|承租人"
    "|村民|居民|住户|业主|家长|监护人|家属|受助人"
    "|低保对象|五保户|低保户|困难户|困难群众|信访人|来信人|投诉人|举报人|反映人|原告|被告"
    "|上诉人|学生|考生|应聘人|经办人|联系人|持证人|持卡人|车主|驾驶人"
    "|死者|患者|病人|残疾人|负责人|经营者|法定代表人|委托代理人|代理人|被告人|罪犯"
    "|社区矫正对象|退役军人|优抚对象|房东|房主|租客|租户|出租人|收件人|收货人|捐款人|领款人|收款人|户名|配偶|父亲|母亲|儿子|女儿"
)
_LABELLED = re.compile(rf"(?:{_LABELS})(?:\([^)]{{1,8}}\))?[:为是 \t]{{0,3}}({NAME})(?!{_HAN})")
_LABELLED_LOOSE = re.compile(rf"(?:{_LABELS})[:为是 \t]{{0,3}}({NAME}?)")
_AT_END = re.compile(rf"(?:^|[^\u4e00-\u9fff]|{_LABELS}|同志|是|为|找|给)({NAME})[ \t:,(、\-]*$")
_WITH_SEX = re.compile(rf"(?<!{_HAN})({NAME})[,、( \t]{{1,3}}(?:性别[: ]?)?[男女](?!{_HAN})")
_BESIDE = re.compile(
    rf"({NAME})[ \t:,(、;]*(?:[男女][,、 ]*)?(?:[^,。;\n]{{0,6}}(?:身份证|证件|公民身份"
    rf"|护照|通行证)[^0-9A-Za-z\n]{{0,12}})?$"
)
IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")
_CELL = re.compile(r"[^\t|\n]+")
_ILLNESS = re.compile(
    r"(?:被?诊断为|确诊为?|罹患|身患|患有|患)(?!者|儿|病率)[\u4e00-\u9fff]{2,12}?(?:癌|瘤"
    r"|病|症|炎|中风|肺结核|艾滋病|瘫痪|肾衰竭|梗死)"
    r"|(?:精神|智力|肢体|视力|听力|言语|多重)残疾(?:[一二三四1-4]级)?"
    r"|残疾等级[: ]?[一二三四1-4]级|[一二三四]级(?:精神|智力|肢体|视力|听力|言语"
    r"|多重)?残疾"
    r"|(?:病历号|住院号|病案号|残疾证号)[: ]?[0-9A-Za-z\-]{4,}|艾滋病|HIV|白血病|尿毒症"
    r"|精神分裂症|抑郁症|乙肝|恶性肿瘤|[胃肝肺肠乳食直结宫鼻血胰甲腺][\u4e00-\u9fff]{0,2}癌"
)
_MINOR = re.compile(
    r"学籍号[: ]?[0-9A-Za-z]{6,}|未成年(?:人|子女)?|留守儿童|孤儿|困境儿童|(?:小学|初中"
    r"|幼儿园)?[一二三四五六七八九1-9]年级(?:[\(（]?[0-9一二三四五六"
    r"七八九]{1,2}[\)）]?班)?|(?:小|中|大)班(?:幼儿)"
)
_POLICY = re.compile(r"《|应当|可以|不得|标准|条件|对象为|符合|政策|规定|人数|合计")
_ID_KINDS = frozenset({"resident_id", "passport", "travel_permit"})
_NEAR = 40
_ROW = 200


def is_name(text: str) -> bool:
    """Whether a whole text is somebody's name, as far as words can tell."""
    return (
        _NAME.fullmatch(text) is not None
        and text not in NOT_NAMES
        and text[:2] not in NOT_NAMES
        and text[-1] not in _NOT_LAST
    )


_NAME = re.compile(NAME)


def ends_with_name(before: str) -> bool:
    """Whether a name stands directly before."""
    match = _AT_END.search(before)
    return match is not None and is_name(match[1])


def has_name(line: str) -> bool:
    """Whether a line says somebody's name: labelled, as a cell of its own, or with the sex."""
    return any(True for _span in names_in(line))


def is_of_a_person(line: str) -> bool:
    """Whether a row or a line is about somebody: it has a name, or an identity number."""
    return IDENTITY.search(line) is not None or has_name(line)


def names_in(line: str) -> Iterator[tuple[int, int]]:
    """Where a line, in half width, says the name of somebody."""
    for pattern in (_LABELLED, _WITH_SEX):
        for match in pattern.finditer(line):
            if is_name(match[1]):
                yield match.span(1)
    pieces = _CELL if "\t" in line or "|" in line else re.compile(r"[^ \n]+")
    for match in pieces.finditer(line):
        cell = match[0].strip()
        if is_name(cell.replace(" ", "")):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, start + len(cell)


def find(page: Page, found: Sequence[Finding]) -> list[Finding]:
    """Find names beside numbers that were found, and words of illness and age beside names."""
    return [*_beside_numbers(page, found), *_sensitive(page)]


def _beside_numbers(page: Page, found: Sequence[Finding]) -> Iterator[Finding]:
    for number in found:
        if number.kind not in _ID_KINDS:
            continue
        start, end = page.line(number.start)
        match = _BESIDE.search(page.flat, max(start, number.start - _NEAR), number.start)
        if match and is_name(match[1]) and not _ends_a_word(page.flat, match.start(1)):
            yield page.finding("name_with_id", *match.span(1))
            continue
        # A row of a table: the name may stand in any cell.
        if page.is_row(number.start) or end - start < _ROW:
            begin = max(start, number.start - _ROW)
            names = names_in(page.flat[begin : min(end, number.end + _ROW)])
            for first, last in itertools.islice(names, 1):
                yield page.finding("name_with_id", begin + first, begin + last)


def _ends_a_word(text: str, at: int) -> bool:
    """Whether the character at a place ends a word rather than begins a name."""
    return text[max(at - 1, 0) : at + 1] in ENDING_IN_SURNAME


def _sensitive(page: Page) -> Iterator[Finding]:
    for kind, pattern in (("medical", _ILLNESS), ("minor", _MINOR)):
        for match in pattern.finditer(page.flat):
            start, end = page.line(match.start())
            if page.is_row(match.start()):
                first, last = max(start, match.start() - _ROW), min(end, match.end() + _ROW)
            else:
                first = match.start() - len(page.before(match.start(), _NEAR))
                last = match.end() + len(page.after(match.end(), _NEAR))
            near = page.flat[first:last]
            if not _POLICY.search(near) and has_name(near):
                yield page.finding(kind, *match.span())
