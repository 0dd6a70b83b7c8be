"""Items to search: law articles with judged questions, or any number of made-up notices."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.corpus import CORPUS

ARTICLES = CORPUS / "retrieval" / "articles.jsonl.gz"
LAWS = CORPUS / "laws.jsonl.gz"
# Put into the made-up items, each into a share of them; the rest of their text is law.
PLANTED = {
    "信息公开": 0.25, "年度报告": 0.05, "低保": 0.22, "卫星城市": 0.14,
    "泗门镇": 0.10, "五水共治": 0.03, "行政复议": 0.08, "农村公路": 0.01,
}  # fmt: skip
_LENGTH = 760
_BATCH = 500
_ROOTS = 20  # categories
_DAYS = 7000


def articles(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Single articles of law: ``id``, ``title``, ``text``, ``day``."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, limit)):
            day = row.get("date") or "2000-01-01"
            yield {**row, "day": date.fromisoformat(day)}


def notices(count: int) -> Iterator[dict[str, Any]]:
    """``count`` items of 760 characters of law with the :data:`PLANTED` words in them."""
    chance = random.Random(7)  # noqa: S311 - the same items every time
    pieces = []
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = row["text"]
            pieces += [
                (row["title"], text[start : start + _LENGTH])
                for start in range(0, max(1, len(text) - _LENGTH // 2), _LENGTH)
            ]
    chance.shuffle(pieces)
    for number in range(count):
        title, text = pieces[number % len(pieces)]
        turn = number // len(pieces)
        if turn:
            other = pieces[(number * 7 + turn) % len(pieces)][1]
            text = text[_LENGTH // 2 :] + other[: _LENGTH // 2]
        for word, share in PLANTED.items():
            if chance.random() < share:
                place = chance.randrange(len(text) + 1)
                text = text[:place] + word + text[place:]
        day = date(2005, 1, 1) + timedelta(days=chance.randrange(_DAYS))
        yield {"id": str(number), "title": f"{title}第{number}号", "text": text, "day": day}


def load(rows: Iterable[dict[str, Any]]) -> dict[int, str]:
    """Make published items of rows; return the rows' ids by the items' keys.

    Rows of the tables are written directly: what is measured here is the search, not publishing.
    """
    from tests.factories.catalogue import make_column

    column = make_column()
    loader = _Loader(column)
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        loader.add(batch)
    loader.finish()
    return loader.ids


class _Loader:
    def __init__(self, column: Any) -> None:
        from catalogue.models import Topic
        from tests.factories.catalogue import CategoryPageFactory, OrganFactory

        self.organs = [column.government, *column.offices]
        self.organs += [OrganFactory(parent=column.government) for _number in range(20)]
        self.topics = list(Topic.objects.all())
        # The factories are not typed.
        self.categories: list[Any] = [
            CategoryPageFactory(parent=column.catalogue, title=f"类别{number}", code=f"b-{number}")
            for number in range(_ROOTS)
        ]
        self.counts = [0] * _ROOTS
        self.ids: dict[int, str] = {}
        self.made = 0

    def add(self, batch: list[dict[str, Any]]) -> None:
        from wagtail.models import Page

        from catalogue.models import ItemPage

        items = [self._item(row) for row in batch]
        pages = [
            Page(**{
                field.attname: getattr(item, field.attname)
                for field in Page._meta.concrete_fields
                if not field.primary_key
            })
            for item in items
        ]  # fmt: skip
        for item, page in zip(items, Page.objects.bulk_create(pages), strict=True):
            item.id = item.page_ptr_id = page.pk
        ItemPage._base_manager.all()._insert(
            items, fields=ItemPage._meta.local_concrete_fields, using="default"
        )
        self.ids |= {item.pk: row["id"] for item, row in zip(items, batch, strict=True)}

    def _item(self, row: dict[str, Any]) -> Any:
        from django.contrib.contenttypes.models import ContentType
        from django.utils import timezone

        from catalogue.enums import Kind
        from catalogue.models import ItemPage

        place = self.made % _ROOTS
        category = self.categories[place]
        self.counts[place] += 1
        self.made += 1
        step = ItemPage._int2str(self.counts[place]).rjust(ItemPage.steplen, "0")
        paragraphs = "".join(f"<p>{line}</p>" for line in row["text"].split("\n"))
        now = timezone.now()
        return ItemPage(
            path=category.path + step, depth=category.depth + 1, title=row["title"],
            draft_title=row["title"], slug=f"bench-{self.made}", live=True,
            url_path=f"{category.url_path}bench-{self.made}/",
            content_type=ContentType.objects.get_for_model(ItemPage),
            first_published_at=now, last_published_at=now, locale_id=category.locale_id,
            body=[("text", paragraphs)], index_number=f"B/{self.made}",
            kind=Kind.values[self.made % len(Kind.values)], published_on=row["day"],
            written_on=row["day"], published_year=row["day"].year,
            organ=self.organs[self.made * 7 % len(self.organs)],
            topic=self.topics[self.made * 11 % len(self.topics)],
        )  # fmt: skip

    def finish(self) -> None:
        from django.db import connection

        for category, count in zip(self.categories, self.counts, strict=True):
            category.numchild = count
            category.save(update_fields=["numchild"])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
