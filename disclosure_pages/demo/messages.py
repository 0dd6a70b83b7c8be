"""Message items (留言): citizens' questions with the office's replies, names left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from .build import make_item
from .calendar import days_in_windows, later
from .drawing import chinese_day, dice, slots
from .organs import BY_SLUG
from .shapes import DemoItem, Question
from .texts import messages_living, messages_services

QUESTIONS: tuple[Question, ...] = (*messages_living.QUESTIONS, *messages_services.QUESTIONS)
MAILBOXES = {"领导信箱": "50-01", "在线咨询": "50-02", "监督投诉": "50-03"}
BOUND_TO_THEIR_TIME = frozenset({"weijian", "jisheng", "taifeng", "bingyi", "nongye", "huji"})
FITOW_YEAR = 2013
GREETINGS = ("", "", "镇领导您好：", "您好！", "工作人员好，", "打扰了，")
THANKS = ("", "", "谢谢！", "盼复。", "期待你们的答复。", "先感谢你们的工作。")
OPENINGS = (
    "",
    "您好，来信收到。",
    "感谢您对我镇工作的关心。",
    "经了解，现答复如下：",
    "您反映的情况我们作了核实。",
)
FAREWELLS = (
    "",
    "如有不明之处，可在办公时间来电咨询。",
    "感谢您的理解和监督。",
    "欢迎继续提出宝贵意见。",
)
LEAST_DAYS, MOST_DAYS = 1, 5
MOST_DRAWS = 80


def messages(year: int, count: int, until: date | None = None) -> Iterator[DemoItem]:
    """Yield ``count`` messages published in a year, titles different, none later than ``until``."""
    random = dice("messages", year)
    pool = [
        question
        for question in QUESTIONS
        if year == FITOW_YEAR or question.code not in BOUND_TO_THEIR_TIME
    ]
    used: set[str] = set()
    for number in range(1, count + 1):
        for _ in range(MOST_DRAWS):
            item = _draw(random, random.choice(pool), f"{year}-message-{number:04d}", year, until)
            if item is not None and item["title"] not in used:
                break
        else:
            message = f"the questions are used up after {number - 1} messages of {year}"
            raise ValueError(message)
        used.add(item["title"])
        yield item


def _draw(
    random: Random, matter: Question, key: str, year: int, until: date | None
) -> DemoItem | None:
    asked = random.choice(days_in_windows(year, matter.windows))
    replied = later(asked, random.randint(LEAST_DAYS, MOST_DAYS))
    published = later(replied, random.randint(0, 2))
    if until is not None and published > until:
        return None
    values = slots(random, asked, matter.organ)
    title, question, reply = (part.format(**values) for part in random.choice(matter.cases))
    question = random.choice(GREETINGS) + question.removeprefix("您好，") + random.choice(THANKS)
    if reply.startswith(("您好", "来信", "感谢", "接到")):
        reply += random.choice(FAREWELLS)
    else:
        reply = random.choice(OPENINGS) + reply + random.choice(FAREWELLS)
    office = BY_SLUG[matter.organ].name
    return make_item(
        key,
        title,
        replied,
        published,
        body="\n".join(
            (
                f"来信日期：{asked.year}年{chinese_day(asked)}（{matter.mailbox}）",
                f"来信内容：{question}",
                f"答复单位：{office}",
                f"答复日期：{replied.year}年{chinese_day(replied)}",
                f"答复内容：{reply}",
            )
        ),
        summary=f"{matter.mailbox}来信“{title}”及{BY_SLUG[matter.organ].short_name}的答复。",
        organ=matter.organ,
        topic=matter.topic,
        kind="message",
        category=MAILBOXES[matter.mailbox],
        keywords=matter.keywords,
        message={
            "mailbox": matter.mailbox,
            "asked_on": asked.isoformat(),
            "question": question,
            "replied_on": replied.isoformat(),
            "replied_by": matter.organ,
            "reply": reply,
        },
    )
