"""The demo town's report of 2025: drafted, finished by the office, signed off and published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from wagtail.log_actions import LogContext

from ..models import AnnualReportIndexPage, AnnualReportPage
from ..reports import drafting, signing
from ..statutory.forms import FORM_2021
from . import report_2025
from .loader_people import People
from .registers import YEAR

_TO_BE_WRITTEN = re.compile(r"<p[^>]*>【请补充[^】]*】</p>")
_PROBLEMS = 4


def load_report(home: Any, people: People) -> None:
    """Publish the report; what it says of the figures is what an office's draft says."""
    index = AnnualReportIndexPage.objects.child_of(home).get()
    page = AnnualReportPage(
        title=report_2025.TITLE,
        slug=str(YEAR),
        year=YEAR,
        form=FORM_2021.code,
        reported_on=date.fromisoformat(report_2025.REPORTED_ON),
        live=False,
        owner=people.accounts["office"],
    )
    index.add_child(instance=page)
    page = drafting.draft(page, people.accounts["office"]).as_object()
    page.body = page.body.stream_block.to_python(_finished(page.body.get_prep_value()))
    signing.fix_figures(page)
    page.full_clean()
    with LogContext(user=people.accounts["office"]):
        page.save_revision(user=people.accounts["office"]).publish()


def _finished(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The draft with the parts that only the office can write."""
    for number, part in enumerate(body):
        own = iter(report_2025.OWN_WORDS.get(number, ()))
        proses = [block for block in part["value"]["content"] if block["type"] == "prose"]
        for block in proses:
            block["value"] = _completed(block["value"], own)
        if number == _PROBLEMS:
            proses[0]["value"] = report_2025.PROBLEMS
    first = body[0]["value"]["content"][0]
    first["value"] = report_2025.NOTICE + first["value"]
    return body


def _completed(text: str, own: Iterator[str]) -> str:
    """Text with the office's own words where the draft asks for them; none left, none put."""

    def write(match: re.Match[str]) -> str:
        return f"<p>{words}</p>" if (words := next(own, "")) else match[0]

    return _TO_BE_WRITTEN.sub(write, text)
