"""The first text of a report in six parts (国办公开办函〔2019〕60号 and 〔2021〕30号)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from .draft_words import Words, heading, joined, paragraph, to_be_written

# Type and value of a block of the body.
Block = tuple[str, object]
# The rules on the fee are in force since then (国办函〔2020〕109号).
_FEES_SINCE = 2021


def parts_2021(words: Words) -> list[list[Block]]:
    """Blocks of each of the six parts, in their order; tables are put in by the caller."""
    writers: tuple[Callable[[Words], list[Block]], ...] = (
        _overview,
        _disclosed,
        _applications,
        _disputes,
        _problems,
        _other_matters,
    )
    return [write(words) for write in writers]


def received(words: Words) -> str:
    """What came in and what became of it; that nothing came is a sentence too."""
    code = "t3.received.total"
    since = _("%(year)d年，%(we)s") % {"year": words.year, "we": words.we}
    if words.is_zero(code, "t3.carried_in.total", "t3.carried_out.total"):
        return joined(
            _("%s未收到政府信息公开申请") % since + words.compared(code),
            _("没有上年结转的申请"),
        )
    if words.is_zero(code):
        came = _("%s未收到政府信息公开申请") % since
    else:
        came = words.counted(_("%s新收政府信息公开申请") % since, code)
    rest = joined(
        words.counted(_("上年结转申请"), "t3.carried_in.total"),
        words.counted(_("本年办结申请"), "t3.total.total"),
        words.counted(_("结转下年度继续办理"), "t3.carried_out.total"),
    )
    return f"{came}{words.compared(code)}；{rest}"


def disputes(words: Words) -> str:
    """Reconsiderations and suits."""
    codes = ("t4.reconsideration.total", "t4.lawsuit.total", "t4.appeal.total")
    if words.is_zero(*codes):
        return _("未发生因政府信息公开申请引起的行政复议和行政诉讼")
    return joined(
        words.counted(_("因政府信息公开申请引起的行政复议"), codes[0]) + words.compared(codes[0]),
        words.counted(_("未经复议直接起诉"), codes[1]),
        words.counted(_("复议后起诉"), codes[2]),
    )


def published(words: Words) -> list[str]:
    """Sentences on the items of the year."""
    code = words.known("items.total")
    if not code:
        return []
    since = _("%(year)d年，%(we)s主动公开政府信息") % {"year": words.year, "we": words.we}
    sentences = [words.counted(since, code, "条") + words.compared(code)]
    kinds = (
        ("items.kind.document", _("文件")),
        ("items.kind.news", _("动态")),
        ("items.kind.message", _("留言")),
        ("items.kind.other", _("其他信息")),
    )
    listed = joined(*(words.counted(label, kind, "条") for kind, label in kinds))
    if listed and not words.is_zero(code):
        sentences.append(_("其中%s") % listed)
    return sentences


def kinds_chart(words: Words) -> list[Block]:
    """The chart of kinds, where there is something to draw."""
    if not words.value("items.total"):
        return []
    return [("chart", {"caption": _("%d年公开信息的类别") % words.year, "group": "items.kind"})]


def basis(words: Words) -> list[str]:
    """By what the report is made, for which time, where it is read, and whom to ask."""
    by = _("根据《中华人民共和国政府信息公开条例》（以下简称《条例》）%s的规定") % (
        _("和%s") % words.form.source if words.form.source else ""
    )
    sentences = [
        joined(by, _("编制%(year)d年政府信息公开工作年度报告") % {"year": words.year}),
        _("报告所列数据的统计期限为%(year)d年1月1日至12月31日") % {"year": words.year},
    ]
    if words.column:
        sentences.append(_("本报告电子版可以在%s查阅和下载") % words.column)
    if words.contact:
        sentences.append(_("对本报告有疑问的，请与%s联系") % words.contact)
    return sentences


def problems(words: Words) -> str:
    """What only the office can write; what the figures show stands in the note to it."""
    shown = (
        _("统计显示有%s") % "、".join(words.amiss)
        if words.amiss
        else _("统计没有显示逾期公开、逾期更新等情形")
    )
    return (
        heading(_("（一）存在的主要问题"))
        + to_be_written(_("本年度存在的主要问题；%s") % shown)
        + heading(_("（二）改进情况"))
        + to_be_written(_("上一年度报告所列问题的整改情况，以及下一步的改进措施"))
    )


def _overview(words: Words) -> list[Block]:
    first = (
        paragraph(*basis(words))
        + heading(_("（一）主动公开情况"))
        + paragraph(*published(words), _in_time(words), _normative(words))
    )
    second = (
        heading(_("（二）依申请公开情况"))
        + paragraph(received(words), disputes(words))
        + heading(_("（三）政府信息管理情况"))
        + paragraph(*_review(words))
        + to_be_written(_("规范性文件清理、公开信息动态调整和保密审查制度落实等情况"))
        + heading(_("（四）政府信息公开平台建设情况"))
        + paragraph(*_platform(words))
        + to_be_written(_("平台功能完善、政务新媒体、公开查阅点等情况"))
        + heading(_("（五）监督保障情况"))
        + paragraph(_training(words))
        + to_be_written(
            _("工作考核、社会评议和责任追究的结果，《条例》第五十条规定各级人民政府的报告应当包括")
        )
    )
    return [("prose", first), *kinds_chart(words), ("prose", second)]


def _in_time(words: Words) -> str:
    """How much was public within the days that the law allows (条例第二十六条)."""
    if words.value("timeliness.rate") is None:
        return ""
    return joined(
        words.counted(_("在规定期限内公开"), "timeliness.on_time", "条"),
        words.counted(_("按时公开率"), "timeliness.rate", "%"),
    )


def _normative(words: Words) -> str:
    if words.figures.get("t2.normative.made") is None:
        return words.counted(_("制发规范性文件"), "t2a.normative.made")
    codes = [f"t2.normative.{name}" for name in ("made", "abolished", "in_force")]
    if words.is_zero(*codes[:2]):
        return joined(
            _("本年未制发行政规范性文件"),
            _("未废止行政规范性文件"),
            words.counted(_("现行有效"), codes[2]),
        )
    return joined(
        words.counted(_("本年制发行政规范性文件"), codes[0]),
        words.counted(_("废止"), codes[1]),
        words.counted(_("现行有效"), codes[2]),
    )


def _review(words: Words) -> list[str]:
    """Told of years of which there are records."""
    if not words.value("review.reviewed"):
        return []
    done = joined(
        words.counted(_("本年保密审查"), "review.reviewed", "件次"),
        words.counted(_("审签同意公开"), "review.approved", "件次"),
    )
    if words.value("review.exceptions"):
        done = joined(done, words.counted(_("按例外程序发布"), "review.exceptions", "件次"))
    return [_("信息公开前逐条进行保密审查并由负责人审签"), done]


def _platform(words: Words) -> list[str]:
    sentences = []
    if words.parts_of_column:
        sentences.append(_("政府信息公开专栏设有%s") % "、".join(words.parts_of_column))
    messages = words.known("messages.total")
    if messages and words.is_zero(messages):
        sentences.append(_("本年没有收到公众留言"))
    elif messages:
        sentences.append(
            joined(
                words.counted(_("本年收到公众留言"), messages) + words.compared(messages),
                words.counted(_("已答复"), "messages.replied"),
            )
        )
    return sentences


def _training(words: Words) -> str:
    return joined(
        words.counted(_("召开政府信息公开工作会议"), "activities.meetings", "次"),
        words.counted(_("举办培训"), "activities.trainings", "次"),
        words.counted(_("接受培训"), "activities.trained", "人次"),
    )


def _disclosed(words: Words) -> list[Block]:
    lead = _("%d年按照《条例》第二十条规定主动公开的政府信息，数量见下表") % words.year
    return [("prose", paragraph(lead))]


def _applications(words: Words) -> list[Block]:
    handled = words.value("t3.total.total")
    where = _("按申请人和办理结果分列，见下表")
    blocks: list[Block] = [("prose", paragraph(received(words), where))]
    if handled:
        caption = _("%d年政府信息公开申请的办理结果") % words.year
        blocks.append(("chart", {"caption": caption, "group": "results"}))
    return blocks


def _disputes(words: Words) -> list[Block]:
    lead = _("%(year)d年，%(told)s") % {"year": words.year, "told": disputes(words)}
    return [("prose", paragraph(lead, _("具体情况见下表")))]


def _problems(words: Words) -> list[Block]:
    return [("prose", problems(words))]


def _other_matters(words: Words) -> list[Block]:
    since = _("%(year)d年，%(we)s") % {"year": words.year, "we": words.we}
    if words.year >= _FEES_SINCE:
        since = _("依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，%s") % since
    code = words.known("fees.processing")
    if not code:
        fees = to_be_written(_("本年度实际收取的政府信息公开信息处理费金额"))
    elif words.is_zero(code):
        fees = paragraph(_("%s办理政府信息公开申请未收取信息处理费") % since)
    else:
        fees = paragraph(words.counted(_("%s实际收取信息处理费") % since, code, "元"))
    other = to_be_written(_("其他需要报告的事项；没有的，写明没有其他需要报告的事项"))
    return [("prose", fees + other)]
