"""What tests of the tables of a year share."""

from __future__ import annotations

import json

from django.urls import reverse

from disclosure_pages.models import AnnualStatistics, AnnualValue
from disclosure_pages.statutory.forms import form_for

NAMESPACE = "wagtailsnippets_gongkai_pages_annualstatistics"


def address(name: str, statistics: AnnualStatistics | None = None) -> str:
    """Return the address of a page of statistics."""
    return reverse(f"{NAMESPACE}:{name}", args=[statistics.pk] if statistics else [])


def entered(statistics: AnnualStatistics) -> dict[str, int]:
    """Return what is entered by hand."""
    rows = AnnualValue.objects.filter(statistics=statistics, override__isnull=False)
    return {row.code: row.override for row in rows}


def typing(statistics: AnnualStatistics, reason: str = "台账", totals=(), **more: str) -> dict:
    """Return what a browser sends that opened the page now and typed ``more``.

    Names are codes with two underscores for each point.
    """
    stored = {code: f"{number:f}" for code, number in entered(statistics).items()}
    typed = {code.replace("__", "."): text for code, text in more.items()}
    return {
        **stored,
        **typed,
        "base": json.dumps(stored),
        "reason": reason,
        "totals": list(totals),
    }


def correct_numbers(year: int = 2025) -> dict[str, str]:
    """Return numbers for every input of a year's form that keep the rules: of one application."""
    numbers = {cell.code: "0" for table in form_for(year).tables for cell in table.inputs}
    return numbers | {"t3.received.person": "1", "t3.granted.person": "1"}
