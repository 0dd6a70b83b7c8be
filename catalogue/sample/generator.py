"""Generated items: the same for the same seed and position, whatever was made before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from ..enums import Kind
from ..models import Audience, CategoryPage, Genre, ItemAttachment, ItemPage, Organ, Topic
from ..services.loading import paragraphs
from . import texts

FIRST_DAY = date(2008, 5, 1)  # 条例施行
YEARS = 18
# Of all items so many are in the category that has most, as the news of a town are.
LARGEST_SHARE = 0.5
BODY_CHARACTERS = 760
_DAYS = YEARS * 365
_LONGEST_DELAY = 20  # days between writing and publication
_KINDS = (Kind.DOCUMENT, Kind.NEWS, Kind.MESSAGE, Kind.OTHER)
_KIND_WEIGHTS = (30, 45, 10, 15)
_SENTENCES_A_PARAGRAPH = 3


@dataclass(frozen=True)
class Stock:
    """What generated items refer to; all of it stands already.

    Attributes:
        categories: the first one gets :data:`LARGEST_SHARE` of the items.
        organs: those that index numbers can be formed for.
        documents: files that attachments are chosen from; empty for items without any.
        attached_every: one in so many items has attachments.
    """

    categories: Sequence[CategoryPage]
    organs: Sequence[Organ]
    topics: Sequence[Topic]
    genres: Sequence[Genre]
    audiences: Sequence[Audience]
    documents: Sequence[Any] = ()
    attached_every: int = 10


@dataclass(frozen=True)
class _Words:
    """What one item is about."""

    subject: str
    keywords: str
    place: str
    day: date


def generate(
    stock: Stock, seed: str, first: int, last: int
) -> Iterator[tuple[CategoryPage, ItemPage]]:
    """Category and unsaved item of the positions from ``first`` up to, not including, ``last``."""
    for position in range(first, last):
        yield _pair(stock, seed, position)


def moment_of(item: ItemPage) -> datetime:
    """When a generated item was published: in the office hours of its day."""
    minutes = sum(item.title.encode()) % (8 * 60)
    moment = datetime.combine(item.published_on or FIRST_DAY, time(8, 30))
    return timezone.make_aware(moment + timedelta(minutes=minutes))


def _pair(stock: Stock, seed: str, position: int) -> tuple[CategoryPage, ItemPage]:
    chance = Random(f"{seed}/{position}")  # noqa: S311 - no secret depends on it
    published = FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    kind = chance.choices(_KINDS, _KIND_WEIGHTS)[0]
    subject, keywords = chance.choice(texts.SUBJECTS)
    words = _Words(subject, keywords, _place(chance), published)
    genre, form = chance.choice(texts.FORMS)
    is_document = kind == Kind.DOCUMENT
    written = published - timedelta(days=chance.randrange(_LONGEST_DELAY) if is_document else 0)
    body = _body(chance, words)
    item = ItemPage(
        title=_title(words, form),
        kind=kind.value,
        organ=chance.choice(stock.organs),
        topic=chance.choice(stock.topics) if stock.topics else None,
        genre=_genre(stock, genre) if is_document else None,
        audience=_some(chance, stock.audiences),
        summary=Truncator(body).chars(60) if is_document else "",
        keywords=keywords,
        document_number=_number(chance, written) if is_document else "",
        written_on=written,
        published_on=published,
        body=[("text", paragraphs(body))],
        **(_validity(chance, published) if is_document else {}),
    )
    if stock.documents and position % stock.attached_every == 0:
        item.attachments.set([ItemAttachment(document=chance.choice(stock.documents))])
    return _category(chance, stock.categories), item


def _category(chance: Random, categories: Sequence[CategoryPage]) -> CategoryPage:
    if len(categories) == 1 or chance.random() < LARGEST_SHARE:
        return categories[0]
    return chance.choice(categories[1:])


def _place(chance: Random) -> str:
    name = chance.choice(texts.SURNAMES) + chance.choice(texts.PLACE_MIDDLES)
    return name + chance.choice(texts.PLACE_ENDINGS)


def _title(words: _Words, form: str) -> str:
    """Begins with what tells it from others, as its address does, which is cut short."""
    named = f"{words.place}{words.day.year % 100}年{words.day.month}月{words.subject}"
    return form.format(subject=named)


def _body(chance: Random, words: _Words) -> str:
    """Sentences until there are enough characters, some to a paragraph."""
    lines: list[str] = []
    length = 0
    while length < BODY_CHARACTERS:
        chosen = chance.sample(texts.SENTENCES, _SENTENCES_A_PARAGRAPH)
        count = chance.randrange(20, 900)
        line = "".join(chosen).format(
            subject=words.subject,
            place=words.place,
            year=words.day.year,
            month=words.day.month,
            day=words.day.day,
            amount=chance.randrange(3, 800),
            share=chance.randrange(20, 81),
            window=chance.randrange(1, 30),
            count=count,
            passed=count - chance.randrange(20),
        )
        lines.append(line)
        length += len(line)
    return "\n".join(lines)


def _number(chance: Random, written: date) -> str:
    return f"泗{chance.choice(texts.PREFIXES)}〔{written.year}〕{chance.randrange(1, 400)}号"


def _genre(stock: Stock, name: str) -> Genre | None:
    return next((genre for genre in stock.genres if genre.name == name), None)


def _some(chance: Random, terms: Sequence[Audience]) -> Audience | None:
    return chance.choice(terms) if terms and chance.random() < 0.3 else None  # noqa: PLR2004 - three in ten


def _validity(chance: Random, published: date) -> dict[str, date]:
    """Days of a document's force; half of the documents say nothing about it."""
    case = chance.randrange(20)
    if case < 10:  # noqa: PLR2004 - of twenty
        return {}
    effective = published + timedelta(days=chance.randrange(60))
    days = {"effective_on": effective}
    if case < 15:  # noqa: PLR2004 - of twenty
        days["expires_on"] = effective + timedelta(days=365 * chance.choice((2, 3, 5)))
    elif case == 15:  # noqa: PLR2004 - of twenty
        days["repealed_on"] = effective + timedelta(days=chance.randrange(1, 2000))
    return days
