"""Pages broken in ways that careless editors and converters break them."""

from __future__ import annotations

import random
import re

CELL = re.compile(r"<td[^>]*>[^<]*</td>")
DAMAGES = (
    "a span is missing",
    "a span is wrong",
    "ends are missing",
    "beginnings are missing",
    "a cell is missing",
    "a cell too many",
    "any letters",
)


def damaged(html: str, damage: str, seed: int) -> str:
    """``html`` with a few places damaged; which, ``seed`` decides."""
    chance = random.Random(f"{damage} {seed}")
    if damage in _MISSING:
        pattern, most = _MISSING[damage]
        return _without(html, re.compile(pattern), chance.randint(1, most), chance)
    if damage == "a span is wrong":
        span = chance.choice(list(re.finditer(r'span="(\d+)"', html)))
        wrong = str(chance.choice([0, 1, 2, 3, 4, 7, 30]))
        return html[: span.start(1)] + wrong + html[span.end(1) :]
    if damage == "a cell too many":
        start = chance.choice(list(CELL.finditer(html))).start()
        return f"{html[:start]}<td></td>{html[start:]}"
    for _each in range(chance.randint(1, 30)):
        at = chance.randrange(len(html))
        html = html[:at] + chance.choice("<>\"'&/一 ") + html[at + 1 :]
    return html


# What is taken out, and how often at most.
_MISSING = {
    "a span is missing": (r' (row|col)span="\d+"', 4),
    "ends are missing": (r"</(td|tr|table|p)>", 5),
    "beginnings are missing": (r"<(tr|table|p)[^>]*>", 5),
    "a cell is missing": (CELL.pattern, 1),
}


def _without(html: str, pattern: re.Pattern[str], count: int, chance: random.Random) -> str:
    found = list(pattern.finditer(html))
    for match in sorted(chance.sample(found, count), key=lambda each: -each.start()):
        html = html[: match.start()] + html[match.end() :]
    return html
