"""Add items and say, as JSON, what there is."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from catalogue.models import CategoryPage, ItemPage
from catalogue.services.bulk import Publication, publish_items


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["items"]:
            add_items(options["items"], "政府信息公开是建设服务型政府的一项基础工作。" * 34)
        items = ItemPage.objects.disclosed()
        item = items.filter(kind="document", published_year=2013).first()
        facts = {
            "items": items.count(),
            "item_path": item.get_url(),
            "database": connection.vendor,
        }
        self.stdout.write(json.dumps(facts))


def add_items(number: int, text: str) -> None:
    """Publish ``number`` items more, spread over categories, years and organs."""
    categories = list(CategoryPage.objects.filter(numchild__gt=0, items_required=True))
    patterns = list(ItemPage.objects.all()[:500])
    publish_items(
        (
            (
                categories[index % len(categories)],
                ItemPage(
                    title=f"测试条目第{index}号",
                    kind=patterns[index % len(patterns)].kind,
                    organ_id=patterns[index % len(patterns)].organ_id,
                    topic_id=patterns[index % len(patterns)].topic_id,
                    genre_id=patterns[index % len(patterns)].genre_id,
                    written_on=date(2010, 1, 1) + timedelta(days=index % 5000),
                    published_on=date(2010, 1, 8) + timedelta(days=index % 5000),
                    body=[("text", f"<p>{text}</p>")],
                ),
            )
            for index in range(number)
        ),
        Publication(reason="bench"),
    )
