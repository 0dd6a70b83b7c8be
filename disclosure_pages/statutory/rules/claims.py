"""What the prose of a report says in numbers, as data: how it is worded, and which cells say it.

Wordings are told by what may stand between the verb and the number, and not by what may not: a
sentence that says more than these words, such as 收到网络申请3件, is about a part and left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..applications import (
    APPLICANTS,
    NOT_AVAILABLE,
    NOT_HANDLED,
    TOTAL,
    WITHHELD,
    Results,
    application_code,
    dispute_code,
)
from .numerals import AMOUNT, COUNT

# Codes whose numbers add up to what is claimed.
Reading = tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """Something that prose states, and its wordings.

    Attributes:
        what: what it states, for people.
        readings: what it may mean, the usual first; those that the form does not have are passed
            over, and it is true if one of the others is.
        wordings: find it in a clause; the group ``n`` is the number, without one it says none.
        context: of whose words the sentence has to have one.
        blocked: of whose words the sentence may have none.
        blocked_clause: of whose words the clause may have none before the number.
    """

    what: str
    readings: tuple[Reading, ...]
    wordings: tuple[re.Pattern[str], ...]
    context: re.Pattern[str] | None = None
    blocked: re.Pattern[str] | None = None
    blocked_clause: re.Pattern[str] | None = None


def _any(*words: str) -> str:
    """Any of these words, some of them or none; with an end, so that no text takes long."""
    return rf"(?:{'|'.join(words)}){{0,12}}"


def _worded(*wordings: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(wording) for wording in wordings)


def _sum_of(group: Results) -> Reading:
    return tuple(application_code(line, TOTAL) for line, _label in group.lines)


_RECEIVED = application_code("received", TOTAL)
_CARRIED_IN = application_code("carried_in", TOTAL)
_CARRIED_OUT = application_code("carried_out", TOTAL)
_HANDLED = application_code("total", TOTAL)
_LEGAL = tuple(application_code("received", code) for code, _label in APPLICANTS[1:])
_RECONSIDERED = dispute_code("reconsideration", TOTAL)
_SUED = dispute_code("lawsuit", TOTAL)
_APPEALED = dispute_code("appeal", TOTAL)

_N = rf"{COUNT}(?:件|宗|起|份|条|例|项)(?:次)?"
_NONE = r"(?:(?<!有)无|未|没有|尚未|尚无|不存在|(?<![\d一二三四五六七八九十百千])零)"
# Words that say nothing of their own between a noun and its number.
_W = _any(
    "一?共计?",
    "合计",
    "总计",
    "累计",
    "总?数量?",
    "为",
    "是",
    "有",
    "达到?",
    "[了的：:已均]",
    "全部",
)
_ZERO = rf"{_W}(?:0|零)(?:件|宗|起|条)?$"
_PUBLIC = _any(
    "各类",
    "有效",
    "社会公众",
    "公众",
    "群众",
    "公民、法人(?:和|或|及|或者)其他组织",
    "公民",
    "政府",
    "政务",
    "信息",
    "公开",
    "依申请公开",
    "依",
    "关于",
    "书面",
    "提出",
    "提交",
    "要求",
    "的",
    "向?[我本][镇乡局办县市](?:政府)?",
)
_FOR = _any("公开", "政府", "信息", "事项", "件", "的?情况", "数量?", "要求", "案件", "业务")
_APPLIED = rf"(?:{_PUBLIC}申请{_FOR})"
_COME = r"(?:新收|收到|受理|接到|接收|新增)(?:到|了|过)?"
_COME_NONE = rf"{_NONE}(?:新收|收到|受理|接到|接收|有|出现|发生|新增)?(?:到|过|任何)*"
_NEXT = r"(?:下一?年度?|次年度?|20\d\d年度?)"
_LAST = r"(?:上一?年度?|去年度?|20\d\d年度?)"
_LEFT = rf"(?:结转|转入|延续)(?:至|到|入)?{_NEXT}(?:度)?(?:继续)?(?:办理|处理)?"
_RULES = r"(?:行政)?规范性文件"
_RULES_MADE = r"(?:制定出台|制定印发|制发|制定|出台)(?:并公开|并印发)?"
# What may stand before 复议 or 诉讼 where it says that there was none, or how many.
_BECAUSE = (
    r"(?:因|政府|政务|信息|依申请公开|公开|工作|申请|答复|引起|引发|提起|产生|导致|被|的|而|相关"
    r"|有关|过|方面|类|任何|涉及?|关于|与|和|、|及|或者?|以及|发生|出现|收到|接到|存在|新增|有"
    r"|申诉|举报|投诉|进行|办理){0,14}"
)
# 行政复议、行政诉讼共3件 says nothing of the second alone.
_ALONE = r"(?<!行政)(?<!(?:纠正|纠错|败诉|胜诉|维持|撤销|审结)的)" + "".join(
    f"(?<!{word}[、和及与或]{verb})"
    for word in ("复议", "诉讼", "案件", "议申请")
    for verb in ("", "提起", "申请")
)
_RECONSIDERATION = r"(?:行政)?复议(?:申请|案件|案|事项)?"
_SUIT = r"(?<!复议后)(?:行政)?(?<!复议后)诉讼(?:案件|案|事项)?"
_AND = r"(?:、|和|及|与|或者?|以及)(?:被?提起)?(?:的)?"
_END = r"(?:的?(?:情况|情形|事项|事件|现象|发生|案件|各?类?案件))*(?:$|[、：:。])"
_FEES = r"行政事业性收费"

_APPLICATIONS = re.compile(r"信息公开|公开政府信息|依申请|申请")
_OTHER_APPLICATIONS = re.compile(
    r"许可|低保|救助|补贴|补助|审批|登记|证照|信访|留言|来信|热线|12345|诉求|咨询|投诉|举报|建议|提案|信箱"
)
_OTHER_DISPUTES = re.compile(
    r"决定书|应诉|出庭|执法|依法行政|法治|普法|调解|答辩|代理|法律顾问|行政机关负责人"
)
_OTHER_ITEMS = re.compile(
    r"通过|利用|依托|网站|平台|公众号|微信|微博|抖音|栏|报纸|媒体|视频|动态|其中|领域|渠道|账号|客户端"
    r"|信箱|转发|解读"
)
_PART = re.compile(r"其中|延期|逾期|网络|当面|现场|信函|邮寄|传真|电子邮件")

_CAME = ((_RECEIVED,), ("s.received",), (_RECEIVED, _CARRIED_IN))

APPLICATION_CLAIMS = (
    Claim(
        "收到的政府信息公开申请",
        _CAME,
        _worded(
            rf"{_COME}{_W}{_APPLIED}{_W}{_N}",
            rf"{_COME}{_W}{_N}的?{_APPLIED}(?!人)",
            rf"{_COME}{_W}{_APPLIED}{_ZERO}",
            rf"新收{_W}{_N}",
        ),
        context=_APPLICATIONS,
        blocked=_OTHER_APPLICATIONS,
        blocked_clause=_PART,
    ),
    Claim(
        "收到的政府信息公开申请",
        _CAME[:2],
        _worded(rf"{_COME_NONE}{_APPLIED}$", rf"零{_PUBLIC}申请{_FOR}$"),
        context=_APPLICATIONS,
        blocked_clause=_PART,
    ),
    Claim(
        "依申请公开",
        (*_CAME, (_HANDLED,), ("s.answered",), ("t3.granted.total", "t3.partial.total")),
        _worded(
            rf"(?<!收到)(?<!受理)(?<!接到)依申请公开(?:政府信息|信息)?{_W}{_N}",
            rf"(?<!收到)(?<!受理)(?<!接到)依申请公开(?:政府信息|信息)?{_ZERO}",
        ),
        blocked_clause=_PART,
    ),
    Claim(
        "上年结转的申请",
        ((_CARRIED_IN,),),
        _worded(
            rf"{_LAST}结转(?:至|到)?(?:本年度?|今年|20\d\d年度?)?(?:继续)?(?:办理)?{_W}{_APPLIED}?{_W}{_N}",
            rf"结转{_LAST}{_W}{_APPLIED}?{_W}{_N}",
            rf"{_NONE}{_LAST}结转{_W}{_APPLIED}?(?:$|办理)",
        ),
        context=_APPLICATIONS,
    ),
    Claim(
        "结转下年度的申请",
        ((_CARRIED_OUT,),),
        _worded(
            rf"{_LEFT}{_W}{_APPLIED}?{_W}{_N}",
            rf"(?<!受理)(?<!收到)(?<!办结){_N}{_APPLIED}?{_LEFT}",
            rf"{_NONE}{_APPLIED}?{_LEFT}{_W}(?:{_APPLIED}|件)?$",
        ),
        context=_APPLICATIONS,
    ),
    Claim(
        "办结的政府信息公开申请",
        ((_HANDLED,), ("s.finished",)),
        _worded(rf"(?:办结|办理完毕|办理完结){_W}{_APPLIED}?{_W}{_N}"),
        context=_APPLICATIONS,
        blocked=re.compile(rf"{_OTHER_APPLICATIONS.pattern}|延期"),
        blocked_clause=_PART,
    ),
    Claim(
        "答复的政府信息公开申请",
        (("s.answered",),),
        _worded(rf"(?:作出|予以)?答复{_W}{_APPLIED}?{_W}{_N}"),
        context=_APPLICATIONS,
        blocked=_OTHER_APPLICATIONS,
        blocked_clause=_PART,
    ),
    Claim(
        "自然人的申请",
        (
            (application_code("received", "person"),),
            (application_code("received", "person"), application_code("carried_in", "person")),
            (application_code("total", "person"),),
        ),
        _worded(rf"自然人(?:提出|提交)?(?:的)?(?:申请)?{_W}{_N}"),
        context=_APPLICATIONS,
    ),
    Claim(
        "法人或其他组织的申请",
        (_LEGAL, tuple(code.replace("received", "total") for code in _LEGAL)),
        _worded(rf"法人(?:或|和|及|、|或者)其他组织(?:提出|提交)?(?:的)?(?:申请)?{_W}{_N}"),
        context=_APPLICATIONS,
    ),
    *(
        Claim(what, (codes,), _worded(rf"(?<![不主动]){what}(?:的)?{_W}{_N}"), _APPLICATIONS)
        for what, codes in (
            ("予以公开", (application_code("granted", TOTAL),)),
            ("部分公开", (application_code("partial", TOTAL),)),
            ("不予公开", _sum_of(WITHHELD)),
            ("无法提供", _sum_of(NOT_AVAILABLE)),
            ("不予处理", _sum_of(NOT_HANDLED)),
        )
    ),
)

DISPUTE_CLAIMS = (
    Claim(
        "行政复议",
        ((_RECONSIDERED,), ("s.reconsiderations",)),
        _worded(
            rf"(?<!不服){_ALONE}{_RECONSIDERATION}{_W}{_N}",
            rf"(?:发生|收到|受理|办理|新增|引发|被申请|有){_W}{_N}{_BECAUSE}{_RECONSIDERATION}(?!后)",
            rf"{_ALONE}{_RECONSIDERATION}{_ZERO}",
            rf"{_NONE}{_BECAUSE}{_RECONSIDERATION}{_END}",
        ),
        blocked=_OTHER_DISPUTES,
    ),
    Claim(
        "行政诉讼",
        ((_SUED, _APPEALED), ("s.lawsuits",)),
        _worded(
            rf"{_ALONE}{_SUIT}{_W}{_N}",
            rf"(?:发生|收到|受理|办理|新增|引发|被提起|有){_W}{_N}{_BECAUSE}{_SUIT}",
            rf"{_ALONE}{_SUIT}{_ZERO}",
            rf"{_NONE}{_BECAUSE}{_SUIT}{_END}",
        ),
        blocked=_OTHER_DISPUTES,
    ),
    Claim(
        "行政复议和行政诉讼",
        ((_RECONSIDERED, _SUED, _APPEALED), ("s.reconsiderations", "s.lawsuits")),
        _worded(
            rf"{_RECONSIDERATION}{_AND}{_SUIT}(?:案件)?(?:一?共计?|合计|总计|：)?{_N}",
            rf"{_RECONSIDERATION}{_AND}{_SUIT}{_W}(?:各|均为|都是|都为)?{_ZERO}",
            rf"{_NONE}{_BECAUSE}(?:{_RECONSIDERATION}{_BECAUSE}{_SUIT}|{_SUIT}{_BECAUSE}"
            rf"{_RECONSIDERATION}){_END}",
        ),
        blocked=_OTHER_DISPUTES,
    ),
    Claim(
        "未经复议直接起诉",
        ((_SUED,),),
        _worded(rf"未经复议(?:直接|径直)?(?:起诉|提起(?:行政)?诉讼)(?:的|案件)?{_W}{_N}"),
    ),
    Claim(
        "复议后起诉",
        ((_APPEALED,),),
        _worded(rf"(?<!未经)复议后(?:起诉|提起(?:行政)?诉讼)(?:的|案件)?{_W}{_N}"),
    ),
)

DISCLOSURE_CLAIMS = (
    Claim(
        "制发的规范性文件",
        (("t2.normative.made",), ("t2a.normative.made",), ("s.normative_made",)),
        _worded(
            rf"{_RULES_MADE}(?:了)?{_RULES}{_W}{_N}",
            rf"{_RULES_MADE}(?:了)?{_W}{_N}(?:的)?{_RULES}",
            rf"{_NONE}(?:新)?{_RULES_MADE}(?:过|任何)?{_RULES}(?:$|、)",
        ),
    ),
    Claim(
        "废止的规范性文件",
        (("t2.normative.abolished",),),
        _worded(
            rf"废止(?:了)?(?:{_RULES})?{_W}{_N}(?!规章)",
            rf"{_NONE}废止(?:过|任何)?{_RULES}(?:$|、)",
        ),
        context=re.compile(_RULES),
        blocked=re.compile(r"规章|地方性法规|修改|清理出"),
    ),
    Claim(
        "现行有效的规范性文件",
        (("t2.normative.in_force",),),
        _worded(rf"现行有效(?:的)?(?:{_RULES})?(?:件数)?{_W}{_N}"),
        context=re.compile(_RULES),
        blocked=re.compile(r"规章|地方性法规"),
    ),
    Claim(
        "主动公开的信息",
        (("items.total",), ("s.published",)),
        _worded(
            rf"(?:主动)?(?:公开|发布)(?:了)?{_W}{_any('各类', '政府', '政务')}信息{_W}{_N}",
            rf"(?:主动)?(?:公开|发布)(?:了)?{_W}{_N}{_any('各类', '政府', '政务')}信息$",
        ),
        blocked_clause=_OTHER_ITEMS,
    ),
    *(
        Claim(
            f"{what}决定",
            ((f"t2.{code}.decisions",), (f"t2a.{code}.decisions",)),
            _worded(
                rf"{what}(?:处理)?(?:决定|措施)(?:数量)?{_W}{_N}",
                rf"作出{_W}{_N}(?:的)?{what}(?:处理)?决定(?!书)",
                rf"{_NONE}(?:作出|实施)(?:过|任何)?{what}(?:处理)?(?:决定|措施)?(?:$|、)",
            ),
            blocked=re.compile(r"公示|双公示|公开了?行政|决定书"),
        )
        for what, code in (
            ("行政许可", "licences"),
            ("行政处罚", "penalties"),
            ("行政强制", "coercion"),
        )
    ),
    Claim(
        "行政事业性收费（万元）",
        (("t2.fees.amount",),),
        _worded(
            rf"{_FEES}(?:收入|收费)?(?:金额)?{_W}{AMOUNT}万元",
            rf"{_NONE}(?:收取)?(?:过|任何)?{_FEES}(?:$|、)",
        ),
    ),
    Claim(
        "依申请公开信息收取的费用（万元）",
        (("s.charges",),),
        _worded(rf"{_NONE}(?:收取)(?:过|任何)?(?:信息处理费|费用|检索、复制、邮寄等?费用?)用?$"),
        context=_APPLICATIONS,
    ),
)

CLAIMS: tuple[Claim, ...] = (*APPLICATION_CLAIMS, *DISPUTE_CLAIMS, *DISCLOSURE_CLAIMS)
