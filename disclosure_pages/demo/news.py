"""News items (动态): drawn from the occasions of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from .build import make_item
from .calendar import days_in_windows, later
from .drawing import dice, pick_some, slots, summary_of
from .organs import COMMUNITIES, DISCLOSURE_OFFICE, OFFICES, VILLAGES
from .shapes import DemoItem, Occasion
from .texts import news_all_year, news_autumn, news_recent, news_summer, news_winter_spring

RECENT_FROM = 2024
OCCASIONS: tuple[Occasion, ...] = (
    *news_winter_spring.OCCASIONS,
    *news_summer.OCCASIONS,
    *news_autumn.OCCASIONS,
    *news_all_year.OCCASIONS,
    *news_recent.OCCASIONS,
)
CLOSINGS = (
    "下一步，{place}将把这项工作纳入日常检查，及时公布进展。",
    "群众如有意见和建议，可以通过政府网站的互动留言栏目反映。",
    "相关情况将在宣传栏和村务、居务公开栏同步公示。",
    "据介绍，类似安排今后每年都会持续开展。",
    "镇里还将适时组织回访，了解实际效果。",
)
NOTICES = "40-02"
HEADS = ("{title}。", "{title}。", "泗门讯：{title}。", "据{place}消息，{title}。")
"""A brief opens by saying what its title says, so that title and body tell of one thing."""
CLOSING_SHARE = 0.45
SAME_DAY_SHARE = 0.6
MOST_DRAWS = 60


def occasions_of(year: int) -> list[Occasion]:
    """Return the occasions that fit a year; recent years have a pool of their own."""
    if year >= RECENT_FROM:
        return [occasion for occasion in OCCASIONS if year in occasion.years]
    return [occasion for occasion in OCCASIONS if not occasion.years or year in occasion.years]


def news(year: int, count: int, until: date | None = None) -> Iterator[DemoItem]:
    """Yield ``count`` news items of a year with different titles, none later than ``until``."""
    random = dice("news", year)
    pool = occasions_of(year)
    weights = [occasion.weight for occasion in pool]
    used: set[str] = set()
    for number in range(1, count + 1):
        for _ in range(MOST_DRAWS):
            occasion = random.choices(pool, weights)[0]
            item = _draw(random, occasion, f"{year}-news-{number:04d}", year, until)
            if item is not None and item["title"] not in used:
                break
        else:
            message = f"the news texts are used up after {number - 1} items of {year}"
            raise ValueError(message)
        used.add(item["title"])
        yield item


def _draw(
    random: Random, occasion: Occasion, key: str, year: int, until: date | None
) -> DemoItem | None:
    days = days_in_windows(year, occasion.windows)
    days = [day for day in days if until is None or day <= until]
    if not days:
        return None
    written = random.choice(days)
    published = later(written, 0 if random.random() < SAME_DAY_SHARE else random.randint(1, 3))
    if until is not None and published > until:
        published = written
    title = random.choice(occasion.titles)
    organ = _teller(random, title, random.choice(occasion.organs))
    values = slots(random, written, organ)
    title = title.format(**values)
    lead = random.choice(occasion.leads).format(**values)
    is_notice = occasion.category == NOTICES
    return make_item(
        key,
        title,
        written,
        published,
        body="\n".join(_paragraphs(random, occasion, _head(random, title, values) + lead, values)),
        summary=summary_of(lead),
        organ=organ,
        topic=occasion.topic,
        audience=occasion.audience,
        kind="news",
        category=occasion.category,
        keywords=occasion.keywords,
        genre="公告" if is_notice else "其他",
        period="限时公开" if is_notice else "长期公开",
    )


def _teller(random: Random, title: str, organ: str) -> str:
    """Return who tells the news: the village or community that the title is about, if it is one.

    What the whole town did (我镇…) is told by an office of the town.
    """
    if title.startswith("我镇"):
        return organ if organ in OFFICES else DISCLOSURE_OFFICE
    about_village, about_community = "{village}" in title, "{community}" in title
    if "{place}" in title or (about_village and about_community):
        return organ
    if about_village and organ in COMMUNITIES:
        return random.choice(VILLAGES)
    if about_community and organ in VILLAGES:
        return random.choice(COMMUNITIES)
    return organ


def _head(random: Random, title: str, values: dict[str, str]) -> str:
    if title.startswith("关于"):
        return ""
    heads = HEADS[:-1] if values["place"] in title else HEADS
    return random.choice(heads).format(title=title.replace(" ", "，"), place=values["place"])


def _paragraphs(
    random: Random, occasion: Occasion, first: str, values: dict[str, str]
) -> list[str]:
    details = pick_some(random, occasion.details, 2, 3)
    random.shuffle(details)
    if random.random() < CLOSING_SHARE:
        details.append(random.choice(CLOSINGS))
    return [first, *(detail.format(**values) for detail in details)]
