"""A page as the Wagtail tutorial makes it: the thing to be measured against."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page


class StockPage(Page):
    """Title, date and body."""

    published_on = models.DateField(null=True)
    body = models.TextField()

    template = "bench_stock/stock_page.html"
