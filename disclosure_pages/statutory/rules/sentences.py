"""Sentences of a report, and whether what a place in one says is said of the report's year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_ENDS = re.compile(r"[。！？；;\n]+")
_CLAUSE_ENDS = re.compile(r"，|（|）|\(|\)|(?<!\d),|,(?!\d{3})")

# The whole year, which is no part of it.
_WHOLE_YEAR = re.compile(
    r"自?(?P<year>\d{4}年)?1月1日起?(?:至|到|[—\-~－～])+(?:同年|当年|\d{4}年)?12月31日(?:止|期间)?"
    r"|截[至止](?P<until>\d{4}年)?(?:12月(?:31日|底)|年?底|年末)"
)
_PART_OF_YEAR = re.compile(r"\d{1,2}月|季度|上半年|下半年")
_SEVERAL_YEARS = re.compile(
    r"以来|历年|至今|迄今|近[一二三四五六七八九十\d]+年|[一二三四五六七八九十]年来|年均"
)
_PLAN = re.compile(r"计划|力争|预计|目标|拟|争取|下一步|明年|不少于|达到.{0,4}以上|做到|确保|坚持")
_OTHERS = re.compile(r"全[县市省国]|各[镇乡村县]|[县市省]级|兄弟|下辖|所辖")
_YEAR = re.compile(
    r"(?P<year>(?:20)\d\d)年|(?P<last>上一?年|去年)|(?P<other>前年|往年|历年)|"
    r"(?P<this>今年|本年)"
)
# 与2024年相比 says what is compared with, and not when something was.
# So does 结转2026年 not say that what follows was then.
_COMPARED = re.compile(r"(?:与|和|同|较|比|对比|(?:结转|转入|延续)[至到]?)$")
_CARRIED = re.compile(r"^(?:度)?结转")


@dataclass(frozen=True)
class Clause:
    """A part of a sentence between commas or brackets.

    Attributes:
        text: itself.
        before: what its sentence says before it.
        sentence: the whole sentence.
    """

    text: str
    before: str
    sentence: str


def clauses_of(text: str) -> Iterator[Clause]:
    """Every clause of ``text``; digits of full width become plain, spaces are dropped."""
    for sentence in _SENTENCE_ENDS.split(_plain(text)):
        start = 0
        for end in [*_CLAUSE_ENDS.finditer(sentence), None]:
            stop = end.start() if end else len(sentence)
            if stop > start:
                yield Clause(sentence[start:stop], sentence[:start], sentence)
            start = end.end() if end else stop


def is_of_the_year(clause: Clause, position: int, year: int, is_township: bool) -> bool:
    """Whether a place of a clause speaks of what this organ did in the whole of ``year``."""
    said = _WHOLE_YEAR.sub(
        lambda match: match["year"] or match["until"] or "", clause.before + clause.text[:position]
    )
    if _PLAN.search(clause.text[:position]) or _PART_OF_YEAR.search(said):
        return False
    if is_township and _OTHERS.search(clause.text[:position]):
        return False
    spoken_of = _year_of(said, year)
    if spoken_of is None:
        return not _SEVERAL_YEARS.search(said)
    return spoken_of == year


def _year_of(said: str, year: int) -> int | None:
    """The year that was named last, None where none was; 0 for years that are not told."""
    found = None
    for match in _YEAR.finditer(said):
        if _COMPARED.search(said[: match.start()]) or _CARRIED.match(said[match.end() :]):
            continue
        if match["year"]:
            found = int(match["year"])
        else:
            found = {"last": year - 1, "this": year}.get(match.lastgroup or "", 0)
    return found


def _plain(text: str) -> str:
    digits = "".join(
        unicodedata.normalize("NFKC", character) if "０" <= character <= "９" else character
        for character in text
    )
    return re.sub(r"[^\S\n]+", "", digits)
