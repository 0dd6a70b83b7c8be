"""A policy beside its interpretation: which passage speaks of which article. Pure functions.

Two signs count, both of which a reader can check: the number of an article (第三条), and words
that are quoted as they stand in the policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from .reading.days import number_of

_ARTICLE = re.compile(r"第(?P<number>[一二三四五六七八九十百零〇0-9]{1,6})条(?!例)")
_STARTS = re.compile(r"[ \u3000]*第(?P<number>[一二三四五六七八九十百零〇0-9]{1,6})条(?!例)")
_QUOTED = re.compile(r"[“\"「](?P<words>[^“”\"「」\n]{6,200})[”\"」]")
_CITED_TITLE = re.compile(r"《(?P<title>[^《》]{1,60})》[ ]?(?:的)?$")
_OWN = re.compile(r"(?:办法|意见|通知|规定|细则|方案|条例|决定|规则|公告|通告|措施)")
_HUNDRED = 100


@dataclass
class Passage:
    """A paragraph, list or table of one of the two texts."""

    html: str
    plain: str
    number: int = 0


@dataclass
class Cited:
    """A passage of the interpretation at the article that it cites, and how it does."""

    passage: Passage
    reasons: list[str]
    # It stands at an earlier article already.
    is_repeat: bool = False


@dataclass
class Row:
    """An article (or another part) of the policy, and what is said of it."""

    passages: list[Passage]
    article: int = 0
    cited: list[Cited] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """Rows in the order of the policy; what cites nothing of it is in ``rest``.

    ``is_matched`` is False where nothing was matched: both texts are to be read side by side.
    """

    rows: list[Row]
    rest: list[Passage]
    is_matched: bool


def passages_of(blocks: Iterable[tuple[str, str]]) -> list[Passage]:
    """Passages of a rendered body.

    Args:
        blocks: type and HTML of each block; text is taken apart, other blocks stay whole.
    """
    found: list[Passage] = []
    for kind, html in blocks:
        if kind == "text" and html.strip():
            found += _paragraphs(html)
        elif html.strip():
            found.append(Passage(html, _plain(html)))
    for number, each in enumerate(found, start=1):
        each.number = number
    return found


def _paragraphs(html: str) -> list[Passage]:
    found = []
    for element in lxml_html.fragment_fromstring(html, create_parent="div"):
        text = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        found.append(Passage(text, "".join(element.itertext()).strip()))
    return [each for each in found if each.plain or "<hr" in each.html]


def _plain(html: str) -> str:
    try:
        return " ".join(
            "".join(lxml_html.fragment_fromstring(html, create_parent="div").itertext()).split()
        )
    except etree.ParserError:
        return ""


def article_number(text: str) -> int:
    """Number of an article in either script; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    hundreds, mark, rest = text.partition("百")
    try:
        if not mark:
            return number_of(text)
        base = number_of(hundreds or "一") * _HUNDRED
        rest = rest.lstrip("零〇")
        return base + (number_of(rest) if rest else 0)
    except (ValueError, KeyError):
        return 0


def compare(policy: Sequence[Passage], interpretation: Sequence[Passage], title: str) -> Comparison:
    """Match the passages of an interpretation to the articles of a policy.

    Args:
        title: of the policy, by which citations of other documents are told apart.
    """
    rows = _rows(policy)
    by_article = {row.article: row for row in rows if row.article}
    rest: list[Passage] = []
    for passage in interpretation:
        targets = _targets(passage, rows, by_article, title)
        if not targets:
            rest.append(passage)
        for position, (row, reasons) in enumerate(targets):
            row.cited.append(Cited(passage, reasons, is_repeat=position > 0))
    is_matched = any(row.cited for row in rows)
    return Comparison(rows, rest, is_matched)


def _rows(policy: Sequence[Passage]) -> list[Row]:
    """An article with all its paragraphs is one row; without articles each passage is."""
    rows: list[Row] = []
    for passage in policy:
        start = _STARTS.match(passage.plain)
        is_heading = passage.html.startswith(("<h2", "<h3"))
        if start:
            rows.append(Row([passage], article_number(start["number"])))
        elif rows and rows[-1].article and not is_heading:
            rows[-1].passages.append(passage)
        else:
            rows.append(Row([passage]))
    return rows


def _targets(
    passage: Passage, rows: list[Row], by_article: dict[int, Row], title: str
) -> list[tuple[Row, list[str]]]:
    reasons: dict[int, list[str]] = {}
    for match in _ARTICLE.finditer(passage.plain):
        row = by_article.get(article_number(match["number"]))
        if row and _is_own(passage.plain[: match.start()], title):
            _note(reasons, rows.index(row), match[0])
    for match in _QUOTED.finditer(passage.plain):
        words = _squeezed(match["words"]).rstrip("。；，")
        for index, row in enumerate(rows):
            if any(words in _squeezed(each.plain) for each in row.passages):
                _note(reasons, index, f"“{match['words']}”")
                break
    return [(rows[index], reasons[index]) for index in sorted(reasons)]


def _note(reasons: dict[int, list[str]], index: int, reason: str) -> None:
    held = reasons.setdefault(index, [])
    if reason not in held:
        held.append(reason)


def _is_own(before: str, title: str) -> bool:
    """Whether an article is one of this policy: no other document is named just before it."""
    cited = _CITED_TITLE.search(before)
    if not cited:
        return True
    name = cited["title"]
    return name in title or bool(_OWN.fullmatch(name))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
