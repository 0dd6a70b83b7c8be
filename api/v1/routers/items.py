"""Items: the list, one item, its attachments; and the facets of the list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from ...rooms import catalogue
from .. import item_detail
from ..answering import answer
from ..fields import fields_of
from ..item_rows import COLUMNS, rows_of
from ..listing import Narrowed, keyset_of
from ..pagination import link_next, next_url
from ..schemas.items import AttachmentList, FacetList, ItemDetail, ItemList
from ..schemas.narrowing import ItemFacetQuery, ItemListQuery
from ..scope import scope_of

router = Router(tags=[str(_("条目"))])


@router.get(
    "/items/",
    response=ItemList,
    operation_id="list_items",
    url_name="items",
    summary=str(_("条目列表")),
    description=str(
        _(
            "公开目录中的全部条目，可以筛选、排序；条件的含义与网页上的筛选相同。"
            "机构、主题分类、体裁分类已并入其他值的，按旧代码查询，答复的是并入后的值的条目。"
        )
    ),
)
def items(request: HttpRequest, query: Query[ItemListQuery]) -> HttpResponse:
    """One page of the items under the conditions."""
    names = fields_of(query.fields, COLUMNS) or list(COLUMNS)
    keyset = keyset_of(query.order)
    narrowing = Narrowed(request, scope_of(request, query.column))
    keys, cursor = narrowing.page(keyset, query.cursor or "", query.limit)
    following = next_url(request, cursor)
    rows = rows_of(narrowing.scope, keys, names)
    return link_next(
        answer({"items": rows, "next": following, "count": narrowing.count()}), following
    )


@router.get(
    "/items/{int:item_id}/",
    response=ItemDetail,
    operation_id="get_item",
    url_name="item",
    summary=str(_("一个条目")),
    description=str(_("条目的全部信息、正文、附件、更正说明以及与其他条目的关系。")),
)
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item with all that its page shows."""
    return answer(item_detail.detail_of(request, scope_of(request), item_id))


@router.get(
    "/items/{int:item_id}/attachments/",
    response=AttachmentList,
    operation_id="list_attachments",
    url_name="attachments",
    summary=str(_("条目的附件")),
    description=str(_("条目的附件，只列公众可以打开的。")),
)
def attachments(request: HttpRequest, item_id: int) -> HttpResponse:
    """The files of one item that anybody may open."""
    found = item_detail.attachments_of(request, item_detail.item_of(scope_of(request), item_id))
    return answer({"items": found, "next": None, "count": len(found)})


@router.get(
    "/facets/",
    response=FacetList,
    operation_id="list_facets",
    url_name="facets",
    summary=str(_("筛选项及条目数")),
    description=str(_("每个筛选项有哪些取值、选了它有多少条目；各项按其他条件统计。")),
)
def facets(request: HttpRequest, query: Query[ItemFacetQuery]) -> HttpResponse:
    """The values of each filter, counted as beside the list on the pages."""
    filterset = Narrowed(request, scope_of(request, query.column)).filterset
    counted = catalogue("facets").count_facets(filterset)
    return answer(
        {
            "facets": [
                {
                    "name": facet.name,
                    "label": facet.label,
                    "values": [
                        {
                            "code": value.value,
                            "label": value.label,
                            "count": value.count,
                            "level": value.level,
                            "selected": value.selected,
                        }
                        for value in facet.values
                    ],
                }
                for facet in counted.facets
            ],
            "count": counted.total,
        }
    )
