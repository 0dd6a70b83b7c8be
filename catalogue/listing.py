"""What a page that lists items shows and offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .conf import get_setting
from .exports import EXPORTERS
from .filters import DEFAULT_ORDERING, ORDERINGS, ItemFilterSet
from .list_downloads import list_downloads
from .organ_history import history_of
from .paging import ListedItems, ListPaginator

if TYPE_CHECKING:
    from .models.pages import ItemListMixin

# What other systems append to links; not worth a notice to the visitor.
_TOLERATED = {"page", "utm_source", "utm_medium", "utm_campaign"}


@dataclass(frozen=True)
class Choice:
    """A link that changes one thing of the list."""

    label: str
    url: str
    selected: bool = False


def item_list_context(page: ItemListMixin, request: HttpRequest) -> dict[str, Any]:
    """Template context of an item list: items, facets, links, and notices for the visitor.

    Links are made of what was understood of the query string, so that a mistyped parameter does
    not travel along.
    """
    filterset = ItemFilterSet(request.GET, root=page.get_item_root(), request=request)
    filterset.is_valid()
    counted = filterset.facet_counts()
    paginator = ListPaginator(
        ListedItems(filterset, counted.total),
        int(str(get_setting("GONGKAI_CATALOGUE_PAGE_SIZE"))),
        total=counted.total,
    )
    page_obj, page_notices = _page_of(paginator, request.GET.get("page", ""))
    stated = filterset.parameters
    return {
        "filterset": filterset,
        "facets": counted.facets,
        "total": counted.total,
        "page_obj": page_obj,
        # Of a list that is kept nobody asks for these.
        "page_links": SimpleLazyObject(lambda: _page_links(page_obj, stated)),
        "conditions": SimpleLazyObject(lambda: _conditions(filterset)),
        "organ_history": SimpleLazyObject(lambda: history_of(filterset)),
        "orderings": SimpleLazyObject(lambda: _orderings(stated)),
        "downloads": SimpleLazyObject(lambda: _downloads(stated, counted.total)),
        "too_long_for": SimpleLazyObject(lambda: _too_long_for(counted.total)),
        "notices": [
            *_parameter_notices(filterset, request.GET),
            *filter(None, [*page_notices, paginator.notice]),
        ],
    }


def export_response(
    page: ItemListMixin, request: HttpRequest, file_format: str
) -> HttpResponseBase:
    """The whole list in one of the formats of :data:`exports.EXPORTERS`, or of an upper app.

    A file cannot carry a notice, so a condition that was not understood leads back to the list,
    which says what is wrong with it; so does a list that is too long for the file.
    """
    offered = list_downloads().get(file_format)
    exporter = offered.export if offered else EXPORTERS.get(file_format)
    if exporter is None:
        raise Http404
    root = page.get_item_root()
    filterset = ItemFilterSet(request.GET, root=root)
    if not filterset.is_valid():
        known = [name for name in filterset.filters if name in filterset.data]
        asked = {name: filterset.data[name] for name in known}
        return redirect(page.get_url(request) + _query(asked))
    items = filterset.qs
    if offered and items.order_by().values("pk")[: offered.most + 1].count() > offered.most:
        return redirect(page.get_url(request) + _query(filterset.parameters))
    return exporter(items, root, request, page.title)


def _page_of(paginator: ListPaginator, number: str) -> tuple[PaginatorPage, list[str]]:
    page_obj = paginator.get_page(number or 1)
    if number and number != str(page_obj.number):
        return page_obj, [
            _("没有第“%(asked)s”页，现显示第%(shown)s页。")
            % {"asked": number[:20], "shown": page_obj.number}
        ]
    return page_obj, []


def _page_links(page_obj: PaginatorPage, stated: dict[str, str]) -> list[Choice | None]:
    """Numbered links around the current page; None stands for the pages left out."""
    return [
        Choice(str(number), _query({**stated, "page": str(number)}), number == page_obj.number)
        if isinstance(number, int)
        else None
        for number in page_obj.paginator.get_elided_page_range(
            page_obj.number, on_each_side=2, on_ends=1
        )
    ]


def _conditions(filterset: ItemFilterSet) -> list[Choice]:
    """The conditions in force, each with the link that takes it out."""
    found = []
    for name, value in filterset.conditions.items():
        label = f"{filterset.filters[name].label}：{_shown(filterset, name, value)}"
        found.append(Choice(label, _query(filterset.parameters_without(name))))
    return found


def _downloads(stated: dict[str, str], total: int) -> list[Choice]:
    own = [("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON")]
    others = [(each.code, str(each.label)) for each in list_downloads().values()]
    fitting = [pair for pair in others if total <= list_downloads()[pair[0]].most]
    return [Choice(label, f"export/{name}/{_query(stated)}") for name, label in own + fitting]


def _too_long_for(total: int) -> list[str]:
    """A sentence on every file that the list is too long for."""
    return [
        _("%(label)s每次不超过%(most)s条，请先按类别、机构或者年份缩小范围。")
        % {"label": each.label, "most": f"{each.most:,}"}
        for each in list_downloads().values()
        if total > each.most
    ]


def _orderings(stated: dict[str, str]) -> list[Choice]:
    current = stated.get("order", DEFAULT_ORDERING)
    return [
        Choice(str(label), _query({**stated, "order": name}), name == current)
        for name, label in ORDERINGS.items()
    ]


def _parameter_notices(filterset: ItemFilterSet, parameters: QueryDict) -> list[str]:
    notices = [
        f"{filterset.filters[name].label}：{message}"
        for name, messages in filterset.form.errors.items()
        for message in messages
    ]
    merged = [
        each.sentence(filterset.label_of(name), _shown(filterset, name, each.code))
        for name, each in filterset.succeeded.items()
    ]
    return [*merged, *notices, *unknown_parameters(parameters, filterset.filters)]


def _shown(filterset: ItemFilterSet, name: str, value: Any) -> str:
    """The value of a condition as visitors read it."""
    choices = getattr(filterset.form.fields[name], "choices", ())
    return str(dict(choices).get(value, value))


def unknown_parameters(parameters: QueryDict, known: Iterable[str]) -> list[str]:
    """A sentence on what an address asks by names that nobody knows."""
    unknown = sorted(set(parameters) - set(known) - _TOLERATED)
    if not unknown:
        return []
    return [_("网址中有无法识别的参数，已忽略：%s。") % "、".join(unknown)[:100]]


def _query(parameters: dict[str, str]) -> str:
    return f"?{urlencode(parameters)}"
