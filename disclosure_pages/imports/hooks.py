"""Where the import of reports meets Wagtail's admin; its button stands above 年度统计."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail import hooks

from .views import IMPORT, ImportReportView


@hooks.register("register_admin_urls")
def register_import_url() -> list[Any]:
    """Address of the page."""
    return [path("annual-reports/import/", ImportReportView.as_view(), name=IMPORT)]
