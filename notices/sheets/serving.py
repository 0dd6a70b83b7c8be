"""张贴版: ``?sheet=`` at the address of a public item or guide."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from lxml import html as markup

from ..conf import get_setting, number
from ..public import has_sheet, is_public
from ..rooms import room
from . import engine
from .content import SheetContent, content_of, has_summary
from .options import PARAMETER, Paper, SheetForm

TEMPLATE = "gongkai_notices/sheet_options.html"
SHEET = "gongkai_notices/sheet.html"
LIMIT = "GONGKAI_NOTICES_RATE_LIMIT"
_READING = {"GET", "HEAD"}


def serve_sheets(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve sheets where they are asked for, everything else as ever.

    A link of Wagtail's chain ``on_serve_page``, within that of view restrictions.
    """

    def answer(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        asked = PARAMETER in request.GET and request.method in _READING
        # What is not public now the page's own view answers: 404, or 410 where it was withdrawn.
        if not asked or not page.live or not has_sheet(page):
            return serve(page, request, args, kwargs)
        return _sheet(page, request)

    return answer


def _sheet(page: Any, request: HttpRequest) -> HttpResponse:
    """The sheet that is asked for, or the page on which it is chosen.

    Raises:
        Http404: the page is shown to some readers only: it is not for a board.
    """
    if not is_public(page):
        raise Http404
    output = request.GET.get("output", "")
    if not output:
        initial = {"sheet": Paper.A4, "part": "whole"}
        return _options(page, request, SheetForm(initial=initial, has_summary=has_summary(page)))
    form = SheetForm(request.GET, has_summary=has_summary(page))
    if not form.is_valid():
        return _options(page, request, form)
    content = content_of(page, request, form.cleaned_data["part"])
    if output == "pdf" and engine.is_available():
        return _pdf(page, request, form, content)
    return TemplateResponse(request, SHEET, _context(page, form, content))


def _context(page: Any, form: SheetForm, content: SheetContent) -> dict[str, Any]:
    chosen = form.cleaned_data
    return {
        "page": page,
        "content": content,
        "paper": chosen["sheet"],
        "is_summary": chosen["part"] == "summary",
        "since": chosen["since"],
        "until": chosen["until"],
    }


def _pdf(page: Any, request: HttpRequest, form: SheetForm, content: SheetContent) -> HttpResponse:
    if content.length > number("GONGKAI_NOTICES_LONGEST"):
        trouble = _("正文太长，不制作PDF。请只张贴摘要，或者在浏览器里打印。")
        return _options(page, request, form, trouble=trouble)
    limit = cast("tuple[int, float] | None", get_setting(LIMIT))
    if limit is not None:
        allowance = room("gongkai_search", "rate_limit").take(request, LIMIT, limit)
        if allowance.is_exceeded:
            return _wait(page, request, form, 429, allowance.reset)
    text = render_to_string(SHEET, {**_context(page, form, content), "for_pdf": True})
    pictures = engine.open_pictures(_addresses(text))
    try:
        made = engine.pdf(text, form.cleaned_data["sheet"], pictures)
    except engine.Busy:
        return _wait(page, request, form, 503, number("GONGKAI_NOTICES_WAIT"))
    response = HttpResponse(made, content_type="application/pdf")
    name = _("%s（张贴版）.pdf") % page.title
    response["Content-Disposition"] = str(content_disposition_header(False, name))
    response["X-Robots-Tag"] = "noindex"
    # Finished sheets are kept by their content; the page cache need not have them as well.
    response["Cache-Control"] = "private, no-cache"
    return response


def _wait(
    page: Any, request: HttpRequest, form: SheetForm, status: int, seconds: float
) -> HttpResponse:
    wait = math.ceil(seconds)
    trouble = _("正在制作的张贴版较多，请在%(wait)s秒后再试，或者在浏览器里打印。") % {"wait": wait}
    response = _options(page, request, form, trouble=trouble, status=status)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def _options(
    page: Any, request: HttpRequest, form: SheetForm, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "self": page,
        "form": form,
        "trouble": trouble,
        "makes_pdf": engine.is_available(),
    }
    response = TemplateResponse(request, TEMPLATE, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _addresses(text: str) -> list[str]:
    """Addresses of the pictures in a document."""
    return [str(each) for each in markup.document_fromstring(text).xpath("//img/@src")]
