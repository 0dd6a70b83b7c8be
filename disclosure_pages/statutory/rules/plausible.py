"""What a report cannot well say, though its sums are right."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .naming import number_text
from .structure import Facts, Found, Rule, Severity

_REGULATIONS = ("made", "abolished", "in_force")
# 元 written for 万元 makes an amount ten thousand times as large; nothing else makes it a thousand.
_WRONG_UNIT = 1000
# 一亿元: more than what a township collects in fees.
_MOST_OF_A_TOWNSHIP = 10000
_CHANNELS = ("by_gazette", "by_website", "by_microblog", "by_wechat", "by_other")


def _regulations(facts: Facts) -> Iterator[Found]:
    if not facts.is_township:
        return
    cells = [
        cell
        for cell in facts.form.cells.values()
        if cell.row == "regulations" and facts.value(cell.code)
    ]
    if not cells:
        return
    stated = "、".join(
        f"“{cell.label}”{number_text(facts.values[cell.code] or 0)}" for cell in cells
    )
    sentence = _(
        "表二：%(stated)s。乡镇人民政府和街道办事处没有制定规章的权限，这几格应为0；"
        "制定的文件属于行政规范性文件的，请填在下一行。"
    )
    yield Found(sentence % {"stated": stated}, tuple(cell.code for cell in cells))


def _least_in_force(facts: Facts) -> Iterator[Found]:
    for line, label in (("regulations", "规章"), ("normative", "行政规范性文件")):
        codes = tuple(f"t2.{line}.{name}" for name in _REGULATIONS)
        made, abolished, now = (facts.value(code) for code in codes)
        if made is None or abolished is None or now is None or now >= made - abolished:
            continue
        sentence = _(
            "表二“%(line)s”：本年制发%(made)s件、废止%(abolished)s件，现行有效至少有%(least)s件，"
            "填的是%(now)s件。请核对；本年制发而已经失效的，请说明。"
        ) % {
            "line": label,
            "made": number_text(made),
            "abolished": number_text(abolished),
            "least": number_text(made - abolished),
            "now": number_text(now),
        }
        yield Found(sentence, codes)


def _disclosed(facts: Facts) -> Iterator[Found]:
    for line, label in (("regulations", "规章"), ("normative", "规范性文件")):
        codes = (f"t2a.{line}.disclosed", f"t2a.{line}.total")
        new, total = (facts.value(code) for code in codes)
        if new is None or total is None or new <= total:
            continue
        sentence = _(
            "表二“%(line)s”：本年新公开%(new)s件，多于对外公开总数量%(total)s件。请核对。"
        ) % {"line": label, "new": number_text(new), "total": number_text(total)}
        yield Found(sentence, codes)


def _unit_of_fees(facts: Facts) -> Iterator[Found]:
    code = "t2.fees.amount"
    now, before = facts.value(code), facts.last_year.get(code)
    if not now or now < 0:
        return
    if before and before > 0 and now >= before * _WRONG_UNIT:
        told = _(
            "表二“行政事业性收费”填的是%(now)s万元，上年是%(before)s万元，相差千倍以上。"
            "请核对是否把元填成了万元。"
        )
    elif before is None and facts.is_township and now >= _MOST_OF_A_TOWNSHIP:
        told = _("表二“行政事业性收费”填的是%(now)s万元，超过1亿元。请核对是否把元填成了万元。")
    else:
        return
    yield Found(told % {"now": number_text(now), "before": number_text(before or 0)}, (code,))


def _sheet_parts(facts: Facts) -> Iterator[Found]:
    published = facts.value("s.published")
    if published is None:
        return
    for name in ("normative_published", *_CHANNELS):
        code = f"s.{name}"
        number = facts.value(code)
        if number is None or number <= published:
            continue
        sentence = _(
            "统计表“%(label)s”填的是%(number)s条，多于主动公开政府信息数%(published)s条。"
            "请核对；计数口径不同的，请说明。"
        ) % {
            "label": facts.form.cells[code].label,
            "number": number_text(number),
            "published": number_text(published),
        }
        yield Found(sentence, (code, "s.published"))


def _sheet_channels(facts: Facts) -> Iterator[Found]:
    codes = [f"s.{name}" for name in _CHANNELS]
    published, numbers = facts.value("s.published"), [facts.value(code) for code in codes]
    known = [number for number in numbers if number is not None]
    if published is None or len(known) < len(numbers) or sum(known) >= published:
        return
    sentence = _(
        "统计表：主动公开政府信息%(published)s条，而各种渠道公开的相加只有%(sum)s条。"
        "每条信息至少经一种渠道公开，请核对。"
    ) % {"published": number_text(published), "sum": number_text(known[0] + sum(known[1:]))}
    yield Found(sentence, ("s.published", *codes))


def _sheet_charges(facts: Facts) -> Iterator[Found]:
    charges, received = facts.value("s.charges"), facts.value("s.received")
    if not charges or received is None or received > 0:
        return
    sentence = _(
        "统计表：没有收到申请，却收取了依申请公开信息的费用%(charges)s万元。请核对；"
        "属于上年申请的，请说明。"
    )
    yield Found(sentence % {"charges": number_text(charges)}, ("s.charges", "s.received"))


_CUSTOM = "惯例（数字之间的常理）"
_SHEET = "惯例（2014—2018年统计表的行次）"

PLAUSIBLE: tuple[Rule, ...] = (
    Rule(
        "t2.regulations",
        "乡镇人民政府和街道办事处不制定规章，规章各格为0。",
        Severity.WARNING,
        "《中华人民共和国立法法》关于规章制定机关的规定",
        _regulations,
    ),
    Rule(
        "t2.least_in_force",
        "现行有效件数不少于本年制发件数减本年废止件数。",
        Severity.WARNING,
        _CUSTOM,
        _least_in_force,
    ),
    Rule(
        "t2a.disclosed",
        "本年新公开数量不多于对外公开总数量。",
        Severity.WARNING,
        _CUSTOM,
        _disclosed,
    ),
    Rule(
        "t2.fees_unit",
        "行政事业性收费以万元为单位，没有误填为元。",
        Severity.WARNING,
        _CUSTOM,
        _unit_of_fees,
    ),
    Rule(
        "sheet.within_published",
        "规范性文件和各渠道公开的信息都不多于主动公开政府信息数。",
        Severity.WARNING,
        _SHEET,
        _sheet_parts,
    ),
    Rule(
        "sheet.channels",
        "各种渠道公开的信息数相加不少于主动公开政府信息数。",
        Severity.WARNING,
        _SHEET,
        _sheet_channels,
    ),
    Rule(
        "sheet.charges",
        "没有收到申请的，没有依申请公开信息的收费。",
        Severity.WARNING,
        _SHEET,
        _sheet_charges,
    ),
)
