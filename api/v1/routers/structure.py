"""What the platform is divided into: sites, organs, sections, categories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from .. import structure
from ..answering import answer
from ..schemas.narrowing import ColumnChoice
from ..schemas.structure import CategoryList, OrganList, SectionList, SiteList
from ..scope import scope_of

router = Router(tags=[str(_("网站、机构和类别"))])


@router.get(
    "/sites/",
    response=SiteList,
    operation_id="list_sites",
    url_name="sites",
    summary=str(_("网站和栏目")),
    description=str(_("平台上的网站，以及每个网站的政府信息公开栏目。")),
)
def sites(request: HttpRequest) -> HttpResponse:
    """The public sites with their columns."""
    return answer(structure.whole(structure.sites(scope_of(request))))


@router.get(
    "/organs/",
    response=OrganList,
    operation_id="list_organs",
    url_name="organs",
    summary=str(_("机构")),
    description=str(
        _("发布信息的机构，按上下级排成树；已经撤销、并入其他机构的也在内，并附其沿革。")
    ),
)
def organs(request: HttpRequest) -> HttpResponse:
    """The organs as a tree, with what became of them."""
    return answer(structure.whole(structure.organs()))


@router.get(
    "/sections/",
    response=SectionList,
    operation_id="list_sections",
    url_name="sections",
    summary=str(_("栏目的板块")),
    description=str(_("每个栏目的指南、制度、目录和年报。")),
)
def sections(request: HttpRequest, query: Query[ColumnChoice]) -> HttpResponse:
    """The sections of the columns."""
    return answer(structure.whole(structure.sections(scope_of(request, query.column))))


@router.get(
    "/categories/",
    response=CategoryList,
    operation_id="list_categories",
    url_name="categories",
    summary=str(_("目录的类别")),
    description=str(_("公开目录的类别，按上下级排成树，并附条目数。")),
)
def categories(request: HttpRequest, query: Query[ColumnChoice]) -> HttpResponse:
    """The categories as a tree with counts."""
    return answer(structure.whole(structure.categories(scope_of(request, query.column))))
