"""What the text of a report says against what its tables say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .claims import CLAIMS, Claim, Reading
from .naming import number_text
from .numerals import number_of
from .sentences import Clause, clauses_of, is_of_the_year
from .structure import Facts, Found, Number, Rule, Severity

PLACEHOLDER = re.compile(r"【请补充[^】]*】")
# What stands in the text where the figure it cites has no number.
MISSING = "未填报"
# As much of a sentence as is needed to find it.
_QUOTED = 40


def _figures_in_text(facts: Facts) -> Iterator[Found]:
    said: set[tuple[str, str]] = set()
    for clause in clauses_of(PLACEHOLDER.sub("", facts.text)):
        for claim in CLAIMS:
            found = _contradiction(facts, clause, claim)
            if found and (found.sentence, claim.what) not in said:
                said.add((found.sentence, claim.what))
                yield found


def _contradiction(facts: Facts, clause: Clause, claim: Claim) -> Found | None:
    for wording in claim.wordings:
        for match in wording.finditer(clause.text):
            number = _number_in(match)
            if number is None or not _is_meant(facts, clause, claim, match):
                continue
            readings = [
                (reading, total)
                for reading in claim.readings
                if (total := _total(facts, reading)) is not None
            ]
            if readings and all(total != number for _reading, total in readings):
                reading, counted = readings[0]
                cells = tuple(code for code in reading if code in facts.form.cells)
                return Found(_sentence(clause, claim, number, counted), cells)
    return None


def _number_in(match: re.Match[str]) -> Number | None:
    """The number that a wording states; None where it is no exact one."""
    groups = match.groupdict()
    if "n" not in groups:
        return 0
    if groups["vague"] or groups["more"]:
        return None
    return number_of(groups["n"])


def _is_meant(facts: Facts, clause: Clause, claim: Claim, match: re.Match[str]) -> bool:
    if claim.context and not claim.context.search(clause.sentence):
        return False
    if claim.blocked and claim.blocked.search(clause.sentence):
        return False
    if claim.blocked_clause and claim.blocked_clause.search(clause.text[: match.end()]):
        return False
    return is_of_the_year(clause, match.start(), facts.year, facts.is_township)


def _total(facts: Facts, reading: Reading) -> Number | None:
    total: Number = 0
    for code in reading:
        number = facts.value(code)
        if number is None:
            return None
        total += number
    return total


def _sentence(clause: Clause, claim: Claim, said: Number, counted: Number) -> str:
    return _(
        "正文“%(quoted)s”：%(what)s写的是%(said)s，而报表和统计中是%(counted)s。"
        "请核对；正文说的不是同一件事的，请说明。"
    ) % {
        "quoted": clause.sentence if len(clause.sentence) <= _QUOTED else clause.text[:_QUOTED],
        "what": claim.what,
        "said": number_text(said),
        "counted": number_text(counted),
    }


def _placeholders(facts: Facts) -> Iterator[Found]:
    for match in dict.fromkeys(PLACEHOLDER.findall(facts.text)):
        sentence = _("正文中还有“%s”没有写。请补充内容，或者删去这一处。")
        yield Found(sentence % match)


def _missing_figures(facts: Facts) -> Iterator[Found]:
    told = dict.fromkeys(clause.text for clause in clauses_of(facts.text) if MISSING in clause.text)
    for clause in told:
        sentence = _("正文“%s”引用的数字没有填报。请填报这个数字；没有统计的，删去这一处。")
        yield Found(sentence % clause[:_QUOTED])


PROSE: tuple[Rule, ...] = (
    Rule(
        "text.figures",
        "正文中的数字与报表一致。",
        Severity.WARNING,
        "惯例（文表一致）",
        _figures_in_text,
    ),
    Rule(
        "text.placeholder",
        "正文没有待补充的内容。",
        Severity.ERROR,
        "起草报告时留下的提示",
        _placeholders,
    ),
    Rule(
        "text.missing_figure",
        "正文引用的数字都已填报。",
        Severity.ERROR,
        "常理",
        _missing_figures,
    ),
)
