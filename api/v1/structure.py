"""What the platform is divided into: sites, columns, sections, organs, categories."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.models import Site as WagtailSite

from ..rooms import catalogue
from .scope import Scope, columns_of

# ``section_order`` of a section's model, see ``catalogue.models.CataloguePage``.
_KINDS = {10: "guide", 20: "policies", 30: "catalogue", 40: "reports"}


def choice_of(term: Any) -> dict[str, str] | None:
    """An organ or a term of a vocabulary as code and label."""
    if term is None:
        return None
    return {"code": getattr(term, "slug", None) or term.code, "label": term.name}


def sites(scope: Scope) -> list[dict[str, Any]]:
    """Public sites with their columns."""
    settings = catalogue("models").DisclosureSiteSettings.objects.in_bulk(field_name="site_id")
    found = []
    for site in WagtailSite.objects.select_related("root_page").order_by("pk"):
        public = Page.objects.filter(pk=site.root_page_id).live().exclude(scope.hidden)
        if not public.exists():
            continue
        identity = settings.get(site.pk)
        found.append(
            {
                "id": site.pk,
                "name": (identity.site_name if identity else "") or site.site_name,
                "code": identity.site_code if identity else "",
                "url": f"{site.root_url}/",
                "api_url": f"{site.root_url}{reverse('gongkai_api:entry')}",
                "is_asked": site.pk == scope.site.pk,
                "columns": [
                    {
                        "id": column.pk,
                        "title": column.title,
                        "url": address_in(site, column),
                        "organ": choice_of(getattr(column, "organ", None)),
                    }
                    for column in columns_of(site, scope.hidden).specific()
                ],
            }
        )
    return found


def address_in(site: WagtailSite, page: Page) -> str:
    """Absolute address of a page of ``site``."""
    inside = page.url_path[len(site.root_page.url_path) :]
    return f"{site.root_url}{reverse('wagtail_serve', args=(inside,))}"


def organs() -> list[dict[str, Any]]:
    """All organs, those that ended among them, each after its superior; two queries."""
    rows = list(catalogue("models").Organ.objects.all())
    codes = {organ.pk: organ.slug for organ in rows}
    merged = catalogue("successors").former_codes("organ", codes)
    succession = catalogue("organ_history").Succession(rows)
    below: dict[int | None, list[Any]] = {}
    for organ in rows:
        below.setdefault(organ.parent_id, []).append(organ)
    found: list[dict[str, Any]] = []

    def walk(parent: Any, level: int) -> None:
        for organ in below.get(parent.pk if parent else None, []):
            found.append(
                {
                    "code": organ.slug,
                    "name": organ.name,
                    "short_name": organ.short_name,
                    "parent": parent.slug if parent else None,
                    "level": level,
                    "organisation_code": organ.organisation_code,
                    **_history(organ, succession),
                    "former_codes": merged.get(organ.pk, []),
                }
            )
            walk(organ, level + 1)

    walk(None, 0)
    return found


def _history(organ: Any, succession: Any) -> dict[str, Any]:
    """What was and what became of an organ."""
    successors = succession.successors(organ)
    return {
        "state": organ.state_on(timezone.localdate()).value,
        "valid_from": organ.valid_from,
        "valid_until": organ.valid_until,
        "successor": successors[0].slug if successors else None,
        "predecessors": [each.slug for each in succession.predecessors(organ)],
        "former_names": [
            {
                "name": each.name,
                "short_name": each.short_name,
                "valid_from": each.since,
                "valid_until": each.until,
            }
            for each in catalogue("organ_history").former_names(organ)
        ],
    }


def sections(scope: Scope) -> list[dict[str, Any]]:
    """The sections of the scope's columns, as the navigation of the pages has them."""
    columns = {column.path: column for column in _columns(scope)}
    places = Q(pk__in=())
    for column in columns.values():
        places |= Q(path__startswith=column.path, depth=column.depth + 1)
    rows = []
    for page in Page.objects.filter(places).live().exclude(scope.hidden).order_by("path"):
        order = getattr(page.specific_class, "section_order", None)
        if order is not None:
            column = columns[page.path[: -page.steplen]]
            rows.append((column.path, order, page, column))
    return [
        {
            "id": page.pk,
            "column": column.pk,
            "kind": _KINDS.get(order, "other"),
            "title": page.title,
            "url": _address(scope, page),
        }
        for _path, order, page, column in sorted(rows, key=lambda row: row[:2])
    ]


def categories(scope: Scope) -> list[dict[str, Any]]:
    """Public categories as a tree, with the number of items that each page of them lists."""
    columns = list(_columns(scope))
    counts = _counts(scope)
    above: list[Any] = []
    found = []
    model = catalogue("models").CategoryPage
    pages = model.objects.descendant_of(scope.root).live().exclude(scope.hidden)
    for page in pages.select_related("organ").order_by("path"):
        while above and not page.path.startswith(above[-1].path):
            above.pop()
        column = next((each for each in columns if page.path.startswith(each.path)), None)
        found.append(
            {
                "id": page.pk,
                "column": column.pk if column else None,
                "code": page.code,
                "title": page.title,
                "url": _address(scope, page),
                "parent": above[-1].pk if above else None,
                "level": len(above),
                "count": counts[page.path],
                "introduction": page.introduction,
                "organ": choice_of(page.organ),
                "statutory_basis": page.statutory_basis,
                "update_rule": page.update_rule,
                "deadline_working_days": page.deadline_working_days,
            }
        )
        above.append(page)
    return found


def _counts(scope: Scope) -> Counter[str]:
    """Number of items by the path of their category, and of each above it."""
    reading = catalogue("tallies.reading")
    own = reading.counts({"category": reading.Selection(scope.place)})["category"]
    counts: Counter[str] = Counter()
    for path, number in own.items():
        for end in range(Page.steplen, len(path) + 1, Page.steplen):
            counts[path[:end]] += number
    return counts


def _columns(scope: Scope) -> Any:
    return [scope.root] if scope.column_id else columns_of(scope.site, scope.hidden)


def _address(scope: Scope, page: Page) -> str:
    return scope.base + quote(page.url_path[len(scope.root.url_path) :])


def whole(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A list that is given in one piece."""
    return {"items": rows, "next": None, "count": len(rows)}
