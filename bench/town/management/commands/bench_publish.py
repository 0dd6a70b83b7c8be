"""Publish one item and say its address, in a process that serves nobody."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalogue.models import CategoryPage, ItemPage, Organ
from catalogue.services.bulk import Publication, publish_items


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title")

    def handle(self, *args: Any, **options: Any) -> None:
        category = CategoryPage.objects.filter(items_required=True, numchild__gt=0).first()
        item = ItemPage(
            title=options["title"],
            organ=Organ.objects.first(),
            written_on=timezone.localdate(),
            published_on=timezone.localdate(),
            body=[("text", "<p>新发布的条目。</p>")],
        )
        publish_items([(category, item)], Publication(reason="bench"))
        self.stdout.write(item.get_url() or "")
