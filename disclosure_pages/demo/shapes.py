"""The shapes that the modules of the demo town hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypedDict


class ParagraphBlock(TypedDict):
    """A block of running text; line breaks part its paragraphs."""

    type: Literal["paragraph"]
    text: str


class TableBlock(TypedDict):
    """A table with one header row; every row has as many cells as the header."""

    type: Literal["table"]
    caption: str
    header: list[str]
    rows: list[list[str]]


Body = str | list[ParagraphBlock | TableBlock]


class MessageExchange(TypedDict):
    """A citizen's message (no name kept) and the office's reply; dates are ISO strings."""

    mailbox: str
    asked_on: str
    question: str
    replied_on: str
    replied_by: str  # slug of the organ
    reply: str


class DemoItem(TypedDict):
    """One item in the shape of ``load_items``, with the extras the demo loader knows.

    Dates are ISO strings, absent dates empty strings. ``organ`` is a slug, ``category`` a code,
    ``topic`` reads 大类/小类, ``repealed_by`` and ``interprets`` are keys of other items.
    """

    key: str
    title: str
    summary: str
    body: Body
    document_number: str
    written_on: str
    published_on: str
    effective_on: str
    expires_on: str
    repealed_on: str
    repealed_by: str
    interprets: str
    organ: str
    topic: str
    genre: str
    audience: str
    kind: str
    category: str
    keywords: list[str]
    disclosure_mode: str
    disclosure_period: str
    message: NotRequired[MessageExchange]


@dataclass(frozen=True)
class Occasion:
    """Something that makes news: when, who tells of it, and the words it is told in.

    ``windows`` are "MM-DD..MM-DD" stretches of the year. The texts are ``str.format`` templates
    over the slots of ``drawing.slots``. ``years`` empty means that any year will do.
    """

    code: str
    windows: tuple[str, ...]
    weight: int
    organs: tuple[str, ...]
    topic: str
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    details: tuple[str, ...]
    keywords: tuple[str, ...]
    category: str = "40-01"
    audience: str = "公民"
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Question:
    """A matter that citizens write about; each case is a (title, question, reply) template."""

    code: str
    mailbox: str
    organ: str
    topic: str
    cases: tuple[tuple[str, str, str], ...]
    keywords: tuple[str, ...]
    windows: tuple[str, ...] = ("01-04..12-25",)


@dataclass(frozen=True)
class Paper:
    """An official paper: title and substance as templates over ``{year}``, ``{last}``, ``{next}``.

    ``day`` is "MM-DD". ``series`` is the prefix of its document number (``泗政``, ``泗政办``…),
    empty for papers that carry none. ``yearly`` papers recur in other years.
    """

    code: str
    day: str
    series: str
    genre: str
    category: str
    organ: str
    topic: str
    title: str
    aim: str
    points: tuple[str, ...]
    keywords: tuple[str, ...]
    audience: str = "法人"
    yearly: bool = False
    closing: str = ""


@dataclass(frozen=True)
class PaperFate:
    """What became of a paper: dates in ISO form and keys of related items."""

    effective_on: str = ""
    expires_on: str = ""
    repealed_on: str = ""
    repealed_by: str = ""
    interprets: str = ""


@dataclass(frozen=True)
class DatedPaper:
    """A paper of one known day (ISO), the series its number belongs to, and its fate."""

    key: str
    written_on: str
    series: str
    paper: Paper
    fate: PaperFate = field(default_factory=PaperFate)
