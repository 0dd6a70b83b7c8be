"""The first text of a report in five parts, of the years 2008 to 2018."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .draft_text_2021 import Block, basis, kinds_chart, problems, published
from .draft_words import Words, heading, joined, paragraph, to_be_written


def parts_2008(words: Words) -> list[list[Block]]:
    """Blocks of each of the five parts, in their order; the sheet is put in by the caller."""
    return [
        [("prose", _overview(words))],
        [
            ("prose", paragraph(*published(words), _normative(words), _channels(words))),
            *kinds_chart(words),
        ],
        [("prose", paragraph(*_applications(words)))],
        [("prose", paragraph(_disputes(words)))],
        [("prose", problems(words))],
    ]


def _overview(words: Words) -> str:
    made_of = "".join(f"“{each.partition('、')[2] or each}”" for each in words.form.headings)
    return (
        paragraph(
            *basis(words)[:1],
            _("报告分为%(parts)s，共%(count)d个部分")
            % {"parts": made_of, "count": len(words.form.headings)},
            *basis(words)[1:],
        )
        + heading(_("（一）组织领导和制度建设"))
        + to_be_written(_("本年度政府信息公开工作的组织领导、制度建设和保密审查情况"))
        + heading(_("（二）工作开展"))
        + paragraph(_training(words), _messages(words))
        + to_be_written(_("公开载体、宣传栏、查阅点等情况"))
    )


def _training(words: Words) -> str:
    meetings = words.known("s.meetings", "activities.meetings")
    trainings = words.known("s.trainings", "activities.trainings")
    trained = words.known("s.trained", "activities.trained")
    return joined(
        words.counted(_("本年召开政府信息公开工作会议"), meetings, "次"),
        words.counted(_("举办培训"), trainings, "次"),
        words.counted(_("接受培训"), trained, "人次"),
    )


def _messages(words: Words) -> str:
    code = words.known("messages.total")
    if not code:
        return ""
    if words.is_zero(code):
        return _("本年没有收到公众留言")
    return words.counted(_("本年收到公众留言"), code) + words.compared(code)


def _normative(words: Words) -> str:
    code = words.known("s.normative_made")
    if not code or words.value(code) is None:
        return ""
    if words.is_zero(code):
        return _("本年未制发规范性文件")
    return words.counted(_("本年制发规范性文件"), code)


def _channels(words: Words) -> str:
    """Only those that were counted: the sheet came in 2014."""
    channels = (
        ("s.by_gazette", _("通过政府公报公开")),
        ("s.by_website", _("通过政府网站公开")),
        ("s.by_microblog", _("通过政务微博公开")),
        ("s.by_wechat", _("通过政务微信公开")),
        ("s.by_other", _("通过其他方式公开")),
    )
    counted = [(code, label) for code, label in channels if words.value(code) is not None]
    if words.is_zero(*(code for code, _label in counted)):
        return ""
    return joined(*(words.counted(label, code, "条") for code, label in counted))


def _applications(words: Words) -> list[str]:
    code = words.known("s.received", "applications.received")
    since = _("%(year)d年，%(we)s") % {"year": words.year, "we": words.we}
    if not code:
        return []
    if words.is_zero(code):
        told = _("%s未收到政府信息公开申请") % since + words.compared(code)
        return [told, _fees(words)]
    finished = words.known("s.finished", "applications.finished")
    sentence = words.counted(_("%s收到政府信息公开申请") % since, code) + words.compared(code)
    return [f"{sentence}；{words.counted(_('办结申请'), finished)}", _fees(words)]


def _fees(words: Words) -> str:
    code, unit = words.known("s.charges", "fees.processing"), "万元"
    if not code or words.value(code) is None:
        return ""
    if words.is_zero(code):
        return _("办理政府信息公开申请未收取费用")
    if code == "fees.processing":
        unit = "元"
    return words.counted(_("办理政府信息公开申请收取费用"), code, unit)


def _disputes(words: Words) -> str:
    since = _("%(year)d年，%(we)s") % {"year": words.year, "we": words.we}
    first = words.known("s.reconsiderations", "reconsiderations.total")
    second = words.known("s.lawsuits", "lawsuits.total")
    if words.is_zero(first, second):
        return _("%s未发生因政府信息公开申请行政复议、提起行政诉讼的情况") % since
    return joined(
        words.counted(_("%s因政府信息公开申请行政复议") % since, first),
        words.counted(_("提起行政诉讼"), second),
    )
