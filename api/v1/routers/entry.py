"""The way in: where everything else is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from ..answering import answer
from ..schemas.entry import Entry

router = Router(tags=[str(_("入口"))])


@router.get(
    "",
    response=Entry,
    operation_id="entry",
    url_name="entry",
    summary=str(_("接口入口")),
    description=str(_("接口说明页和OpenAPI文档的地址。")),
)
def entry(request: HttpRequest) -> HttpResponse:
    """Addresses of the documentation and of its machine-readable form."""
    return answer(
        {
            "docs": request.build_absolute_uri(reverse("gongkai_api:docs")),
            "openapi": request.build_absolute_uri(reverse("gongkai_api:openapi")),
        }
    )
