"""Reports in the form of 2021 for the demo town: text, tables and charts, with numbers that add up.

Not through factories: they are made in the demo itself, by a command of its own process.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from disclosure_pages.models import AnnualReportIndexPage, AnnualReportPage, DisclosureIndexPage
from disclosure_pages.statistics import services
from disclosure_pages.statutory.forms import form_for
from review.services.imports import importing

YEARS = (2021, 2022, 2023)
CHARTS = {
    "items.kind": "各类信息条数",
    "items.month": "各月公开条数",
    "results": "申请办理结果",
    "years": "近五年主要数据",
}


def numbers_of(year: int) -> dict[str, int]:
    """Every input of the form: mostly noughts, as in a town."""
    inputs = {cell.code for cell in form_for(year).cells.values() if not cell.parts}
    left = max(0, year - YEARS[0])
    some = {
        "t2.normative.made": 3,
        "t2.normative.abolished": 1,
        "t2.normative.in_force": 20 + 2 * left,
        "t2.licences.decisions": 126 + 7 * left,
        "t2.penalties.decisions": 18,
        "t2.fees.amount": 2,
        "t3.received.person": 11 + left,
        "t3.received.company": 4,
        "t3.granted.person": 6 + left,
        "t3.granted.company": 2,
        "t3.partial.person": 1,
        "t3.secret.person": 1,
        "t3.not_held.person": 2,
        "t3.repeated.company": 2,
        "t3.other.person": 1,
        "t4.reconsideration.upheld": 1,
        "t4.lawsuit.pending": 1,
    }
    return {code: some.get(code, 0) for code in inputs}


def publish_year_reports(years: Iterable[int] = YEARS) -> list[AnnualReportPage]:
    """Publish a report for each of ``years`` below the one list of reports."""
    column = DisclosureIndexPage.objects.get()
    index = AnnualReportIndexPage.objects.get()
    pages = []
    for year in years:
        statistics = services.get_or_create(column.organ, year)
        services.enter_many(statistics, numbers_of(year), "依申请公开台账")
        with importing("浏览器测试"):
            pages.append(index.add_child(instance=_report(year)))
    return pages


def _report(year: int) -> AnnualReportPage:
    form = form_for(year)
    parts = []
    for place, heading in enumerate(form.headings):
        content = [("prose", f"<p>{year}年，本镇依照条例公开政府信息{{{{items.total}}}}条。</p>")]
        content += [("table", table.code) for table in form.tables_of(place)]
        if place == 0:
            content += [
                ("chart", {"group": group, "caption": caption}) for group, caption in CHARTS.items()
            ]
        parts.append(("section", {"heading": heading, "content": content}))
    return AnnualReportPage(
        title=f"泗门镇{year}年度政府信息公开工作年度报告",
        slug=str(year),
        year=year,
        form=form.code,
        reported_on=date(year + 1, 1, 20),
        body=parts,
    )
