"""Organs and pages of the demo town, without its items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail.models import Page, Site

from . import report_2013, town
from .categories import CATALOGUE_CATEGORIES, POLICIES, DemoCategory
from .guide import GUIDE
from .organs import ORGANS, TOWN

if TYPE_CHECKING:
    from .loader import Progress

Organs = dict[str, Any]


@dataclass(frozen=True)
class Pages:
    """The column and its categories by code."""

    home: Any
    categories: dict[str, Any]


def load_organs() -> Organs:
    """Make the organs, each below its superior, and return them by slug."""
    model = apps.get_model("gongkai_catalogue", "Organ")
    organs: Organs = {}
    for number, each in enumerate(ORGANS, start=1):
        organ = model(
            name=each.name,
            short_name=each.short_name,
            slug=each.slug,
            parent=organs.get(each.parent),
            organisation_code=each.organisation_code,
            credit_code=each.credit_code,
            address=each.address,
            phone=each.phone,
            sort_order=number,
        )
        organ.full_clean()
        organ.save()
        organs[each.slug] = organ
    _make_reporting_body(organs[TOWN])
    return organs


def _make_reporting_body(organ: Any) -> None:
    """The town reports; the county, which is no part of the demo, does not compile here."""
    body = apps.get_model("gongkai_pages", "ReportingBody")(organ=organ, level="township")
    body.full_clean()
    body.save()


def load_pages(site: Site, organs: Organs, progress: Progress) -> Pages:
    """Publish the column with guide, policies, catalogue and reports."""
    from .loader import catalogue_module

    catalogue_module("services.vocabularies").seed_vocabularies()
    home = _publish(
        Page.get_first_root_node(),
        "gongkai_pages.DisclosureIndexPage",
        title=town.COLUMN_TITLE,
        slug=TOWN,
        organ=organs[TOWN],
        introduction=town.COLUMN_INTRODUCTION,
    )
    _publish_guide(home)
    categories: dict[str, Any] = {}
    _publish_categories(home, (POLICIES,), organs, categories, progress)
    catalogue = _publish(
        home,
        "gongkai_catalogue.CataloguePage",
        title=town.CATALOGUE_TITLE,
        slug="catalogue",
        introduction=town.CATALOGUE_INTRODUCTION,
    )
    _publish_categories(catalogue, CATALOGUE_CATEGORIES, organs, categories, progress)
    _publish_reports(home)
    return Pages(home, categories)


def _publish(parent: Any, label: str, **values: Any) -> Any:
    """Publish a page as an editor does: draft, revision, publication."""
    page = apps.get_model(label)(live=False, **values)
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _publish_guide(home: Any) -> None:
    _publish(
        home,
        "gongkai_pages.GuidePage",
        title=GUIDE.title,
        slug="guide",
        search_description=GUIDE.introduction,
        classification=GUIDE.classification_html,
        arrangement=GUIDE.arrangement_html,
        ways_to_obtain=GUIDE.obtaining_html,
        applying=GUIDE.applying_html,
        fees=GUIDE.fees_html,
        remedies=GUIDE.complaints_html,
        office_name=GUIDE.office_name,
        office_address=f"{GUIDE.office_address}（邮政编码{GUIDE.office_postcode}）",
        office_hours=GUIDE.office_hours,
        office_phone=GUIDE.office_phone,
        office_fax=GUIDE.office_fax,
        office_internet=GUIDE.internet_contact,
        last_checked_on=date.fromisoformat(GUIDE.last_checked_on),
    )


def _publish_categories(
    parent: Any,
    categories: tuple[DemoCategory, ...],
    organs: Organs,
    found: dict[str, Any],
    progress: Progress,
) -> None:
    for each in categories:
        page = _publish(
            parent,
            "gongkai_catalogue.CategoryPage",
            title=each.title,
            slug=each.slug,
            code=each.code,
            introduction=each.introduction,
            organ=organs[each.organ],
            statutory_basis=each.basis,
            update_rule=each.update_rule,
            update_interval_days=each.update_days,
            publication_deadline=each.deadline,
            items_required=each.items_required,
        )
        found[each.code] = page
        progress("栏目")
        _publish_categories(page, each.children, organs, found, progress)


def _publish_reports(home: Any) -> None:
    index = _publish(
        home,
        "gongkai_pages.AnnualReportIndexPage",
        title=town.ANNUAL_REPORTS_TITLE,
        slug="annual-reports",
        introduction=town.ANNUAL_REPORTS_INTRODUCTION,
    )
    body = [("section", {"heading": "前言", "content": [_report_block(report_2013.PREFACE)]})]
    body += [
        ("section", {"heading": each.heading, "content": [*map(_report_block, each.blocks)]})
        for each in report_2013.SECTIONS
    ]
    page = _publish(
        index,
        "gongkai_pages.AnnualReportPage",
        title=report_2013.TITLE,
        slug=str(report_2013.YEAR),
        year=report_2013.YEAR,
        reported_on=date.fromisoformat(report_2013.PUBLISHED_ON),
        body=body,
    )
    # A reference to a figure that no source provides must not reach the page unnoticed.
    page.body.stream_block.clean(page.body)


def _report_block(block: report_2013.Block) -> tuple[str, Any]:
    if isinstance(block, report_2013.Prose):
        return ("prose", block.html)
    if isinstance(block, report_2013.FiguresTable):
        return ("figures", {"caption": block.caption, "codes": "\n".join(block.codes)})
    return ("chart", {"caption": block.caption, "group": f"items.{block.by}"})
