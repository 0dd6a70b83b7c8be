"""Postings in the public API: what the pages of items and guides tell of them, as JSON.

Loaded by the API (hook ``register_gongkai_api_routers``), so that this app does without it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja import Schema as NinjaSchema
from pydantic import ConfigDict, Field

from .notes import told_postings
from .rooms import room

_LABEL = "gongkai_api"
_scopes = room(_LABEL, "v1.scope")
_answering = room(_LABEL, "v1.answering")
_column_pages = room(_LABEL, "v1.column_pages")
_item_detail = room(_LABEL, "v1.item_detail")
_structure = room(_LABEL, "v1.structure")

router = Router(tags=[str(_("张贴记录"))])


class Schema(NinjaSchema):
    """A part of an answer; it has these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Posting(Schema):
    """Where and when something was posted. The register knows more, which is not public."""

    board: str = Field(description=str(_("公示栏的名称")))
    posted_on: date = Field(description=str(_("张贴日期")))
    until: date | None = Field(
        description=str(_("张贴的最后一天：已经撤下的为撤下日期；长期张贴的为null"))
    )


class PostingList(Schema):
    """All postings of an item or a guide that its page tells of."""

    items: list[Posting] = Field(description=str(_("张贴记录，新的在前")))
    next: None = Field(description=str(_("总是null：一次给出全部")))
    count: int = Field(description=str(_("张贴的处次")))


@router.get(
    "/items/{int:item_id}/postings/",
    response=PostingList,
    operation_id="list_item_postings",
    url_name="item_postings",
    summary=str(_("条目的张贴记录")),
    description=str(
        _("条目张贴在哪些公示栏、起止日期，与条目页面上公布的相同；不公布的公示栏不在其中。")
    ),
)
def item_postings(request: HttpRequest, item_id: int) -> HttpResponse:
    """Where one item hangs or hung."""
    return _listed(_item_detail.item_of(_scopes.scope_of(request), item_id))


@router.get(
    "/guide/{int:guide_id}/postings/",
    response=PostingList,
    operation_id="list_guide_postings",
    url_name="guide_postings",
    summary=str(_("指南的张贴记录")),
    description=str(
        _("指南张贴在哪些公示栏、起止日期，与指南页面上公布的相同；不公布的公示栏不在其中。")
    ),
)
def guide_postings(request: HttpRequest, guide_id: int) -> HttpResponse:
    """Where one guide hangs or hung."""
    guides = _column_pages.pages_of(_scopes.scope_of(request), "GuidePage")
    return _listed(_item_detail.row_of(guides, guide_id))


def _listed(page: Any) -> HttpResponse:
    rows = [
        {"board": each.board.name, "posted_on": each.posted_on, "until": each.last_day}
        for each in told_postings(page)
    ]
    answer: HttpResponse = _answering.answer(_structure.whole(rows))
    return answer
