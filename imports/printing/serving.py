"""Answers with a printed 目录.

Anybody may ask for one, so that it must not cost much: a list has an upper limit, a process makes
one file at a time, and the file of a whole list is kept until something public in the column
changes. Lists that somebody narrowed down are not kept, since there are too many of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..conf import get_setting
from ..rooms import catalogue
from . import word, workbook
from .entries import PrintedCatalogue, catalogue_of

# Seconds: how long somebody waits for others, when to come again, and how long a file is kept.
_PATIENCE, _RETRY_AFTER, _KEPT = 20, 30, 3600
_LONGEST_NAME = 80
_making = BoundedSemaphore(1)


@dataclass(frozen=True)
class PrintFormat:
    """A format.

    Attributes:
        code: last part of the address.
        ending: of the file's name.
    """

    code: str
    ending: str
    label: Any
    content_type: str
    render: Callable[[PrintedCatalogue], bytes]


FORMATS = {
    each.code: each
    for each in (
        PrintFormat(
            "print-docx", "docx", gettext_lazy("打印用目录（Word）"), word.CONTENT_TYPE, word.render
        ),
        PrintFormat(
            "print-xlsx",
            "xlsx",
            gettext_lazy("打印用目录（Excel）"),
            workbook.CONTENT_TYPE,
            workbook.render,
        ),
    )
}


def most_items() -> int:
    """Items that one file has at most."""
    return int(str(get_setting("GONGKAI_IMPORTS_PRINT_LIMIT")))


def answer(
    wanted: PrintFormat, items: Any, root: Any, request: HttpRequest, title: str
) -> HttpResponse:
    """A file of public items below ``root``; 503 while others have theirs made."""
    name = f"gongkai_imports.print.{root.pk}.{wanted.code}"
    # Before the items are read: what is made may be newer than its mark, never older.
    mark = f"{catalogue('kept').tag_of(root, request)}|{timezone.localdate()}"
    found = None if request.GET else cache.get(name)
    if found is None or found[0] != mark:
        if not _making.acquire(timeout=_PATIENCE):
            return _busy()
        try:
            printed = catalogue_of(items, root, title)
            found = (mark, printed.title, wanted.render(printed))
        finally:
            _making.release()
        if not request.GET:
            cache.set(name, found, _KEPT)
    return _sent(wanted, found[1], found[2])


def _sent(wanted: PrintFormat, title: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=wanted.content_type)
    safe = "".join(" " if each in '\\/:*?"<>|\r\n\t' else each for each in title)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{safe[:_LONGEST_NAME].strip(' .')}.{wanted.ending}"
    )
    # An item may be withdrawn at any time, and caches between do not know.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _busy() -> HttpResponse:
    response = HttpResponse(
        _("正在为其他人生成目录，请过半分钟再下载。"),
        content_type="text/plain; charset=utf-8",
        status=503,
    )
    response["Retry-After"] = str(_RETRY_AFTER)
    response._has_been_logged = True  # type: ignore[attr-defined]  # what Django's own log asks
    patch_cache_control(response, no_store=True)
    return response
