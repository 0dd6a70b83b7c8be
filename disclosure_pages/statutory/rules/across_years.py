"""What this year's report takes over from last year's; silent where there is none.

The form does not ask for these, only sense does: a correction of last year's number breaks them
rightly, and is then what the remark says.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..applications import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    DISPUTES,
    TOTAL,
    application_code,
    dispute_code,
)
from .naming import column_name, dispute_name, number_text
from .structure import Facts, Found, Rule, Severity

_CUSTOM = "惯例（表内数字按年度衔接）"
_RULE_LINES = (("regulations", "规章"), ("normative", "行政规范性文件"))
_PROJECT_LINES = (
    ("licences", "行政许可"),
    ("services", "其他对外管理服务事项"),
    ("penalties", "行政处罚"),
    ("coercion", "行政强制"),
    ("fees", "行政事业性收费"),
)


def _carried_over(facts: Facts) -> Iterator[Found]:
    found: list[Found] = []
    for column, _label in COLUMNS:
        code = application_code(CARRIED_IN[0], column)
        now = facts.value(code)
        before = facts.last_year.get(application_code(CARRIED_OUT[0], column))
        if now is None or before is None or now == before:
            continue
        sentence = _(
            "表三%(column)s列：上年结转填的是%(now)s，而%(last)d年报告结转下年度的是%(before)s。"
            "请核对；上年数字有误或者另有原因的，请说明。"
        ) % {
            "column": column_name(column),
            "now": number_text(now),
            "before": number_text(before),
            "last": facts.year - 1,
        }
        found.append(Found(sentence, (code,)))
    # The sum differs wherever one of its columns does: that is one mistake, to be explained once.
    yield from found[:-1] if len(found) > 1 and _is_total(found[-1]) else found


def _is_total(found: Found) -> bool:
    return found.cells == (application_code(CARRIED_IN[0], TOTAL),)


def _disputes_carried(facts: Facts) -> Iterator[Found]:
    for block, _label in DISPUTES:
        code = dispute_code(block, TOTAL)
        now, pending = facts.value(code), facts.last_year.get(dispute_code(block, "pending"))
        if now is None or pending is None or now >= pending:
            continue
        sentence = _(
            "表四%(block)s：%(last)d年报告有%(pending)s件尚未审结，今年应当已审结或者仍未审结，"
            "而今年总计只有%(now)s件。请核对；撤回等原因不再计入的，请说明。"
        ) % {
            "block": dispute_name(block),
            "last": facts.year - 1,
            "pending": number_text(pending),
            "now": number_text(now),
        }
        yield Found(sentence, (*facts.form.cells[code].parts, code))


def _abolished(facts: Facts) -> Iterator[Found]:
    for line, label in _RULE_LINES:
        made, abolished = (facts.value(f"t2.{line}.{name}") for name in ("made", "abolished"))
        before = facts.last_year.get(f"t2.{line}.in_force")
        if made is None or abolished is None or before is None or abolished <= before + made:
            continue
        sentence = _(
            "表二“%(line)s”：本年废止%(abolished)s件，多于上年末有效的%(before)s件与本年制发的"
            "%(made)s件之和%(sum)s件。请核对；上年数字有误的，请说明。"
        ) % {
            "line": label,
            "abolished": number_text(abolished),
            "before": number_text(before),
            "made": number_text(made),
            "sum": number_text(before + made),
        }
        yield Found(sentence, (f"t2.{line}.made", f"t2.{line}.abolished"))


def _in_force(facts: Facts) -> Iterator[Found]:
    for line, label in _RULE_LINES:
        codes = tuple(f"t2.{line}.{name}" for name in ("made", "abolished", "in_force"))
        made, abolished, now = (facts.value(code) for code in codes)
        before = facts.last_year.get(codes[2])
        if made is None or abolished is None or now is None or before is None:
            continue
        expected = before + made - abolished
        # Below zero it is the number of those abolished that is wrong: another rule says so.
        if expected < 0 or now == expected:
            continue
        sentence = _(
            "表二“%(line)s”：上年末有效%(before)s件+本年制发%(made)s件-本年废止%(abolished)s件"
            "＝%(expected)s件，现行有效填的是%(now)s件。请核对；有自行失效等情形的，请说明。"
        ) % {
            "line": label,
            "before": number_text(before),
            "made": number_text(made),
            "abolished": number_text(abolished),
            "expected": number_text(expected),
            "now": number_text(now),
        }
        yield Found(sentence, codes)


def _projects(facts: Facts) -> Iterator[Found]:
    for line, label in _PROJECT_LINES:
        code = f"t2a.{line}.before"
        now = facts.value(code)
        before, change = (
            facts.last_year.get(f"t2a.{line}.{name}") for name in ("before", "change")
        )
        if now is None or before is None or change is None or now == before + change:
            continue
        sentence = _(
            "表二“%(line)s”：上一年项目数量填的是%(now)s项，而按%(last)d年报告应为%(before)s项"
            "（上一年项目数量加本年增/减）。请核对；上年数字有误的，请说明。"
        ) % {
            "line": label,
            "now": number_text(now),
            "last": facts.year - 1,
            "before": number_text(before + change),
        }
        yield Found(sentence, (code,))


ACROSS_YEARS: tuple[Rule, ...] = (
    Rule(
        "t3.carried_over",
        "表三每一列：上年结转等于上一年度报告中的结转下年度继续办理。",
        Severity.WARNING,
        _CUSTOM,
        _carried_over,
    ),
    Rule(
        "t4.carried_over",
        "表四每一组：上一年度尚未审结的，本年度审结或者仍未审结，总计不少于其数量。",
        Severity.WARNING,
        _CUSTOM,
        _disputes_carried,
    ),
    Rule(
        "t2.abolished",
        "本年废止件数不多于上年末有效件数与本年制发件数之和。",
        Severity.WARNING,
        _CUSTOM,
        _abolished,
    ),
    Rule(
        "t2.in_force",
        "现行有效件数等于上年末有效件数加本年制发件数减本年废止件数。",
        Severity.WARNING,
        _CUSTOM,
        _in_force,
    ),
    Rule(
        "t2a.projects",
        "上一年项目数量等于上一年度报告的上一年项目数量加当年增减。",
        Severity.WARNING,
        _CUSTOM,
        _projects,
    ),
)
