"""Where Wagtail, and the apps beside this one, meet the rules on files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import documents
from .openness import closed_documents
from .reports import PERMISSION, FileReadingReportView, FileReadingsMenuItem

URL_NAME = FileReadingReportView.index_url_name


@hooks.register("before_serve_document", order=-1000)
def ask_for_document(document: Any, request: HttpRequest) -> None:
    """Before Wagtail's own check, which tells that the document exists."""
    documents.ask(document, request)


@hooks.register("before_serve_document", order=1000)
def serve_document(document: Any, request: HttpRequest) -> HttpResponse | None:
    """After every other check."""
    return documents.serve(document, request)


@hooks.register("register_gongkai_closed_documents")
def tell_closed_documents() -> Callable[[Iterable[Any]], set[Any]]:
    """What documents say that are not open is shown by no app."""
    return closed_documents


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_readings() -> list[str]:
    """The disclosure office sees who read what is not public."""
    return [PERMISSION]


@hooks.register("register_admin_urls")
def add_report() -> list[Any]:
    """The report on readings."""
    view = FileReadingReportView
    return [
        path("gongkai-review/file-readings/", view.as_view(), name=view.index_url_name),
        path(
            "gongkai-review/file-readings/results/",
            view.as_view(results_only=True),
            name=view.index_results_url_name,
        ),
    ]


@hooks.register("register_reports_menu_item")
def add_report_to_menu() -> FileReadingsMenuItem:
    """Among the reports, for who may see it."""
    return FileReadingsMenuItem(
        _("文件查阅记录"),
        reverse_lazy(URL_NAME),
        name="gongkai-review-file-readings",
        icon_name="view",
        order=810,
    )
