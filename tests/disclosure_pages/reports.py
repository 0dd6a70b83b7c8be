"""Reports in the form of 2021, filled in with numbers that add up."""

from __future__ import annotations

import json
from datetime import date

from disclosure_pages.statistics import services
from disclosure_pages.statutory.forms import form_for
from tests.factories.pages import make_report

CHARTS = {
    "items.kind": "各类信息条数",
    "items.month": "各月公开条数",
    "results": "申请办理结果",
    "years": "近五年比较",
}


def body_of(year: int, charts=CHARTS) -> str:
    """Raw value of a body with the tables of the year's form, and charts in its second part."""
    form = form_for(year)
    parts = []
    for place, heading in enumerate(form.headings):
        content = [{"type": "table", "value": table.code} for table in form.tables_of(place)]
        if place == 1:
            content += [
                {"type": "chart", "value": {"caption": caption, "group": group}}
                for group, caption in charts.items()
            ]
        parts.append({"type": "section", "value": {"heading": heading, "content": content}})
    return json.dumps(parts)


def inputs_of(year: int) -> dict[str, int]:
    """A number for each cell that is no sum: 1, 2, 3 … 7, 1 …, so that each can be told."""
    cells = form_for(year).cells.values()
    codes = [cell.code for cell in cells if not cell.parts]
    return {code: number % 7 + 1 for number, code in enumerate(codes)}


def enter(column, year: int, numbers=None):
    """Statistics of the year with every input entered."""
    statistics = services.get_or_create(column.government, year)
    services.enter_many(statistics, inputs_of(year) if numbers is None else numbers, "台账")
    return statistics


def report_of(column, year: int, *, entered: bool = True, **fields):
    """A public report of the year, with its numbers where they are ``entered``."""
    if entered:
        enter(column, year)
    fields = {
        "year": year,
        "form": form_for(year).code,
        "slug": str(year),
        "title": f"{year}年度政府信息公开工作年度报告",
        "reported_on": date(year + 1, 1, 20),
        "body": body_of(year),
    } | fields
    return make_report(column, **fields)


def signed(column, year: int, numbers=None) -> list[list[str]]:
    """Figures as a report keeps them that was signed off."""
    form = form_for(year)
    numbers = inputs_of(year) if numbers is None else numbers
    rows = [["items.total", "公开信息总数", "条", "items", str(1000 + year % 100)]]
    rows += [
        [code, cell.label, cell.unit, code.partition(".")[0], str(numbers.get(code, ""))]
        for code, cell in form.cells.items()
    ]
    return rows
