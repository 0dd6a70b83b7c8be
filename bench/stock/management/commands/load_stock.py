"""Fill the stock project: pages below twelve lists, written past Wagtail's slow ways."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, Site

from bench.stock.models import StockIndexPage, StockPage

LISTS = 12
BODY = "政府信息公开是建设服务型政府的一项基础工作。" * 34
_AT_ONCE = 1000


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=int, required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        root = Site.objects.get(is_default_site=True).root_page
        lists = [
            root.add_child(instance=StockIndexPage(title=f"目录{number}", slug=f"list-{number}"))
            for number in range(LISTS)
        ]
        of_each = -(-options["items"] // LISTS)
        for parent in lists:
            self.fill(parent, of_each)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(
            json.dumps({"list": lists[0].get_url(), "page": f"{lists[0].get_url()}item-1/"})
        )

    def fill(self, parent: StockIndexPage, number: int) -> None:
        """Write ``number`` pages below ``parent``."""
        kind = ContentType.objects.get_for_model(StockPage)
        now = timezone.now()
        for start in range(0, number, _AT_ONCE):
            pages = Page.objects.bulk_create(
                Page(
                    title=f"关于测试事项第{index}号的通知",
                    draft_title=f"关于测试事项第{index}号的通知",
                    slug=f"item-{index}",
                    path=Page._get_path(parent.path, parent.depth + 1, index),
                    depth=parent.depth + 1,
                    content_type=kind,
                    locale_id=parent.locale_id,
                    url_path=f"{parent.url_path}item-{index}/",
                    live=True,
                    first_published_at=now,
                    last_published_at=now,
                )
                for index in range(start + 1, min(start + _AT_ONCE, number) + 1)
            )
            rows = [
                (page.pk, date(2010, 1, 1) + timedelta(days=place % 5000), "泗门镇人民政府", BODY)
                for place, page in enumerate(pages, start)
            ]
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO bench_stock_stockpage (page_ptr_id, published_on, organ, body)"
                    " VALUES (%s, %s, %s, %s)",
                    rows,
                )
        Page.objects.filter(pk=parent.pk).update(numchild=number)
