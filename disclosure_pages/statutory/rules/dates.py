"""The form and the date that a report may have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from .structure import Facts, Found, Rule, Severity


def _form_of_the_year(facts: Facts) -> Iterator[Found]:
    form = facts.form
    if form.covers(facts.year):
        return
    until = _("%d年") % form.last_year if form.last_year else _("今")
    sentence = _(
        "%(year)d年的报告用了“%(form)s”，这种格式适用于%(first)d年至%(until)s。请更换格式。"
    )
    yield Found(
        sentence
        % {"year": facts.year, "form": form.label, "first": form.first_year, "until": until}
    )


def _after_the_year(facts: Facts) -> Iterator[Found]:
    if facts.reported_on is None or facts.reported_on > date(facts.year, 12, 31):
        return
    sentence = _(
        "报告日期是%(day)s，而报告的统计期限到%(year)d年12月31日才结束。请核对年度和报告日期。"
    )
    yield Found(sentence % {"day": _day(facts.reported_on), "year": facts.year})


def _not_in_the_future(facts: Facts) -> Iterator[Found]:
    if facts.reported_on is None or facts.reported_on <= timezone.localdate():
        return
    sentence = _("报告日期%s还没有到。请核对报告日期。")
    yield Found(sentence % _day(facts.reported_on))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


DATES: tuple[Rule, ...] = (
    Rule(
        "report.form",
        "报告采用其年度规定的格式。",
        Severity.ERROR,
        "国办公开办函〔2021〕30号等规定格式的文件",
        _form_of_the_year,
    ),
    Rule(
        "report.after_year",
        "报告日期在所报告年度结束之后。",
        Severity.ERROR,
        "《中华人民共和国政府信息公开条例》第四十九条（公布上一年度的报告）",
        _after_the_year,
    ),
    Rule(
        "report.not_in_future",
        "报告日期不晚于今天。",
        Severity.ERROR,
        "常理",
        _not_in_the_future,
    ),
)
