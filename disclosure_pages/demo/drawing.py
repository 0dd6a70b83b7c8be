"""Repeatable draws: the dice, and the slots that the text templates are filled from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TypeVar

from .organs import BY_SLUG, COMMUNITIES, VILLAGES
from .texts import places

T = TypeVar("T")

SUMMARY_LIMIT = 100
WHEN = ("{day}，", "{day}上午，", "{day}下午，", "近日，", "日前，", "本周，")
SENTENCE_ENDS = "。！？"


def dice(*seed: object) -> Random:
    """Return a generator that always draws the same for the same seed."""
    return Random("/".join(map(str, seed)))  # noqa: S311  # repeatability is wanted, not secrecy


def chinese_day(day: date) -> str:
    """Return a day of the year as it is written in running text (3月5日)."""
    return f"{day.month}月{day.day}日"


def slots(random: Random, day: date, organ: str) -> dict[str, str]:
    """Draw one value for every slot a template may name, the same throughout one item."""
    village, village2 = random.sample(VILLAGES, 2)
    if organ in VILLAGES:
        village = organ
    written = chinese_day(day)
    values = {
        "day": written,
        "when": random.choice(WHEN).format(day=written),
        "year": str(day.year),
        "last": str(day.year - 1),
        "next": str(day.year + 1),
        "month": f"{day.month}月",
        "place": BY_SLUG[organ].short_name,
        "organ": BY_SLUG[organ].name,
        "village": BY_SLUG[village].short_name,
        "village2": BY_SLUG[village2].short_name,
        "community": BY_SLUG[
            organ if organ in COMMUNITIES else random.choice(COMMUNITIES)
        ].short_name,
        "n": str(random.randint(2, 9)),
        "m": str(random.randint(3, 8)),
        "n20": str(random.randint(12, 48)),
        "n100": str(random.randint(8, 46) * 10 + random.choice((0, 0, 3, 6))),
        "n1000": str(random.randint(11, 48) * 100),
        "wan": str(random.randint(12, 380)),
        "mu": str(random.randint(4, 90) * 10),
        "pct": f"{random.randint(31, 240) / 10:.1f}",
    }
    for name, pool in places.POOLS.items():
        values[name] = random.choice(pool)
    return values


def summary_of(text: str) -> str:
    """Return the first sentence of a text as a summary of at most a hundred characters."""
    ends = [text.index(mark) for mark in SENTENCE_ENDS if mark in text]
    sentence = text[: min(ends) + 1] if ends else f"{text}。"
    if len(sentence) <= SUMMARY_LIMIT:
        return sentence
    head = sentence[: SUMMARY_LIMIT - 1]
    return head[: max(head.rfind("，"), head.rfind("、"), head.rfind("；"))] + "。"


def pick_some(random: Random, pool: Sequence[T], least: int, most: int) -> list[T]:
    """Draw between ``least`` and ``most`` members of a pool, in the pool's own order."""
    count = min(random.randint(least, most), len(pool))
    chosen = sorted(random.sample(range(len(pool)), count))
    return [pool[place] for place in chosen]
