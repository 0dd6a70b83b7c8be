"""The numbers of a report for machines: JSON and CSV.

The keys of the JSON are kept as they are: others read them.

``title`` ``organ`` ``year`` ``form`` ``reported_on`` ``url``
    What report it is; ``form`` is the code of the form, dates are ``YYYY-MM-DD`` or null.
``draft``
    Present and true where the report is not public yet.
``values``
    All figures of the year: ``code``, ``label``, ``value`` (null: not filled in), ``unit``.
``tables``
    Numbers of the form's tables in reading order: of the table with code ``3`` a list for each of
    its lines, of the others one list. As ``manage.py import_report --json`` gives them.
``rules``
    Rules that the numbers break: ``id``, ``severity`` (``error`` or ``warning``), ``sentence``,
    ``cells`` (codes).
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from ..catalogue_app import catalogue_module
from ..statutory.structure import Table
from .model import ReportDocument
from .wording import json_number

JSON_TYPE = "application/json; charset=utf-8"
CSV_TYPE = "text/csv; charset=utf-8"
# Without it Excel in China shows the text garbled.
_BYTE_ORDER_MARK = "\ufeff"
# Tables whose lines are lists of their own.
_BY_LINES = {"3"}


def render_json(report: ReportDocument) -> bytes:
    """The report's numbers as JSON."""
    said: dict[str, Any] = {
        "title": report.title,
        "organ": report.organ,
        "year": report.year,
        "form": report.form.code,
        "reported_on": report.reported_on.isoformat() if report.reported_on else None,
        "url": report.url,
        **({"draft": True} if report.is_draft else {}),
        "values": [
            {
                "code": figure.code,
                "label": figure.label,
                "value": json_number(figure.value),
                "unit": figure.unit,
            }
            for figure in report.figures
        ],
        "tables": {table.code: _in_order(table, report) for table in report.form.tables},
        "rules": [
            {
                "id": breach.id,
                "severity": breach.severity,
                "sentence": breach.sentence,
                "cells": list(breach.cells),
            }
            for breach in report.breaches
        ],
    }
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()


def render_csv(report: ReportDocument) -> bytes:
    """All figures of the year, a line each."""
    guarded = catalogue_module("exports").guarded
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([_("代码"), _("指标"), _("数字"), _("单位")])
    for figure in report.figures:
        number = "" if figure.value is None else figure.value
        texts = [guarded(text) for text in (figure.code, figure.label, figure.unit)]
        writer.writerow([texts[0], texts[1], number, texts[2]])
    return f"{_BYTE_ORDER_MARK}{file.getvalue()}".encode()


def _in_order(table: Table, report: ReportDocument) -> list[Any]:
    values = report.values
    if table.code in _BY_LINES:
        lines = groupby(table.cells, key=lambda cell: cell.row)
        return [[json_number(values[cell.code]) for cell in cells] for _row, cells in lines]
    return [json_number(values[cell.code]) for cell in table.cells]
