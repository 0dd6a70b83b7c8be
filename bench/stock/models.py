"""Pages as the Wagtail tutorial makes them: the thing to be measured against."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.api import APIField
from wagtail.models import Page


class StockIndexPage(Page):
    """A list of its children, twenty a page, newest first."""

    template = "bench_stock/stock_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = StockPage.objects.child_of(self).live().order_by("-published_on")
        page_obj = Paginator(pages, 20).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "page_obj": page_obj}


class StockPage(Page):
    """Title, date, organ and body."""

    published_on = models.DateField(null=True)
    organ = models.CharField(max_length=100, blank=True)
    body = models.TextField()

    template = "bench_stock/stock_page.html"
    api_fields = [APIField("published_on"), APIField("organ")]
