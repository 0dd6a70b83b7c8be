"""What the home of a column shows: sections, newest items, figures of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from .catalogue_app import catalogue_module
from .statistics.services import figures_for

if TYPE_CHECKING:
    from .models import DisclosureIndexPage

NEWEST = 10


def column_context(page: DisclosureIndexPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Template context of the column's home, in a constant number of queries."""
    year = figure_year(items_of(page, request))
    figures = figures_for(page, year, request)
    return {
        "sections": sections_of(page),
        "newest": catalogue_module("newest").newest_items(page, NEWEST, request),
        "year": year,
        "figures": figures,
        "total": figures.get("items.total"),
        "kinds": figures.group("items.kind"),
        # Publications past the review are told to everybody, also that there were none.
        "exceptions": figures.get("review.exceptions"),
    }


def items_of(column: Page, request: HttpRequest | None = None) -> PageQuerySet:
    """What the public may read in ``column``."""
    restrictions = catalogue_module("restrictions")
    hidden = restrictions.below_any(restrictions.restricted_pages(column, request))
    items: PageQuerySet = apps.get_model("gongkai_catalogue", "ItemPage").objects
    return items.descendant_of(column).disclosed(hidden)


def figure_year(items: PageQuerySet) -> int:
    """The year whose figures are shown: this one, or the last in which anything was published."""
    this_year: int = timezone.localdate().year
    published = items.filter(published_year__lte=this_year)
    latest: int | None = published.aggregate(latest=Max("published_year"))["latest"]
    return latest or this_year


def sections_of(column: Page) -> list[Page]:
    """The mandated sections: guide, policies, catalogue, reports, each kind in tree order.

    A page model takes part when it says ``section_order``. Who may read the column passed the
    restrictions above; only the sections' own are left.
    """
    children = column.get_children().live().filter(view_restrictions__isnull=True)
    children = children.specific(defer=True)
    sections = [child for child in children if hasattr(child, "section_order")]
    return sorted(sections, key=lambda child: child.section_order)
