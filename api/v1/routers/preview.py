"""A draft for the front end that previews it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from .. import drafts
from ..answering import answer, unkept
from ..schemas.preview import Draft, PreviewQuery

router = Router(tags=[str(_("预览"))])


@router.get(
    "/preview/",
    response=Draft,
    operation_id="get_preview",
    url_name="preview",
    summary=str(_("一个草稿")),
    description=str(
        _(
            "编辑在后台预览时，独立前端用地址中的token取得草稿。"
            "token一小时内有效，谁有token谁就能读到草稿，请勿转给他人。"
        )
    ),
    openapi_extra={"x-may-be-missing": True},
)
@unkept
def preview(request: HttpRequest, query: Query[PreviewQuery]) -> HttpResponse:
    """The draft that was stored under a token."""
    return answer(drafts.draft(request, query.token))
