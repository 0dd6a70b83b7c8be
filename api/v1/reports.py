"""Published annual reports as dictionaries."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ..rooms import room
from .column_pages import Columns, column_of, organ_of, pages_of
from .form_tables import tables_of
from .item_rows import Context
from .markup import absolute_html, text_of
from .problems import not_found
from .scope import Scope

FIELDS = (
    "id",
    "title",
    "year",
    "column",
    "organ",
    "form",
    "reported_on",
    "updated_at",
    "url",
    "api_url",
    "downloads",
)


def reports_of(scope: Scope) -> Any:
    """Public reports (``PageQuerySet``), without their texts."""
    return pages_of(scope, "AnnualReportPage").defer("body")


def report_of(scope: Scope, columns: Columns, column_id: int, year: int) -> Any:
    """The public report of a column and year, with its column.

    Raises:
        Problem: there is none.
    """
    column = columns.by_id(column_id)
    if column is None or not 0 < year < 10_000:  # noqa: PLR2004 - years of four digits
        raise not_found()
    reports = pages_of(scope, "AnnualReportPage").descendant_of(column).filter(year=year)
    for page in reports.order_by("path"):
        if columns.above(page) is column:
            stand_in(page, column)
            return page
    raise not_found()


def stand_in(page: Any, column: Any) -> None:
    """Tell a report its column, so that it need not ask."""
    page._column = column


def row_of(request: HttpRequest, scope: Scope, page: Any, column: Any) -> dict[str, Any]:
    """A report as lists show it: all of :data:`FIELDS`."""
    stand_in(page, column)
    address = reverse("gongkai_api:annual_report", args=(column.pk, page.year))
    return {
        "id": page.pk,
        "title": page.title,
        "year": page.year,
        "column": column_of(column),
        "organ": organ_of(column),
        "form": {"code": page.form, "label": page.report_form.label},
        "reported_on": page.reported_on,
        "updated_at": _local(page.last_published_at),
        "url": Context(scope).address(page.url_path),
        "api_url": request.build_absolute_uri(address),
        "downloads": _downloads(request, page),
    }


def detail_of(request: HttpRequest, scope: Scope, page: Any, column: Any) -> dict[str, Any]:
    """A report with all that it says, as its page and its files say it."""
    document = room("gongkai_pages", "downloads.document").document_of(
        page, request, with_rules=True
    )
    context = room("gongkai_pages", "reporting").report_context(page, request)
    figures, statistics = context["figures"], context["statistics"]
    return {
        **row_of(request, scope, page, column),
        "period": list(document.period),
        "is_frozen": bool(figures.is_frozen),
        "frozen_at": _local(statistics.frozen_at) if statistics else None,
        "sections": list(_sections(request, page, context)),
        "notes": list(document.notes),
        "values": values_of(request, figures),
        "tables": tables_of(document),
        "rules": _rules(document),
        "amendments": [
            {
                "published_at": _local(each.published_at),
                "note": each.note,
                "previous_url": request.build_absolute_uri(each.url) if each.url else None,
            }
            for each in context["amendments"]
        ],
    }


def values_of(request: HttpRequest, figures: Any) -> list[dict[str, Any]]:
    """Figures (``FigureValue``) with their numbers."""
    return [value_of(request, figure, figure.value) for figure in figures]


def value_of(request: HttpRequest, figure: Any, number: Any) -> dict[str, Any]:
    """A figure with a number."""
    json_number = room("gongkai_pages", "downloads.wording").json_number
    return {
        "code": figure.code,
        "label": str(figure.label),
        "unit": str(figure.unit),
        "group": figure.figure.group,
        "value": json_number(number),
        "url": request.build_absolute_uri(figure.url) if figure.url else None,
    }


def _sections(request: HttpRequest, page: Any, context: dict[str, Any]) -> Any:
    shown = {**context, "page": page, "self": page, "request": request}
    for section in context["sections"]:
        html = absolute_html(request, str(section.block.render(context=shown)))
        yield {"heading": section.heading, "html": html, "text": text_of(html)}


def _rules(document: Any) -> list[dict[str, Any]]:
    known = {rule.id: rule for rule in room("gongkai_pages", "statutory.rules.registry").RULES}
    return [
        {
            "id": breach.id,
            "severity": breach.severity,
            "sentence": breach.sentence,
            "source": str(known[breach.id].source),
            "cells": list(breach.cells),
        }
        for breach in document.breaches
    ]


def _downloads(request: HttpRequest, page: Any) -> list[dict[str, Any]]:
    formats = room("gongkai_pages", "downloads.formats").FORMATS
    return [
        {
            "format": code,
            "media_type": file.content_type,
            "url": request.build_absolute_uri(file.url),
        }
        for code, file in zip(formats, page.get_downloads(request), strict=False)
    ]


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None
