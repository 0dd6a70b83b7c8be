"""Sending the stored files.

What a file says may have been withdrawn since it was made. Such a file is not sent, not even once:
the answer is 503 with the time to wait, and the next one is made in the background, which takes
seconds for a town and minutes for a large year of a city. It is not made for the one who asks: it
would have no checksum in the list, and everybody who asks meanwhile would have it made once more.
Where tasks are done at once (no worker), the new file is there before the answer is.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ..columns import column_or_404
from ..models import DataFile
from ..rooms import review
from ..services import refreshing
from ..services.truth import may_be_sent

RETRY_AFTER = 60  # seconds
_LONGEST_NAME = 60


@require_safe
def file(request: HttpRequest, column_pk: int, year: int, file_format: str) -> HttpResponse:
    """The items of a year.

    Raises:
        Http404: no such column of this site, or no file of the year.
    """
    column = column_or_404(request, column_pk)
    place = {"column": column, "year": year, "format": file_format}
    found = _at_hand(place, column)
    if found is None:
        refreshing.want(column.pk, year)
        # Where tasks are done at once, it is there by now.
        found = _at_hand(place, column)
    return _too_early() if found is None else _sent(request, found, column)


@require_safe
def sums(request: HttpRequest, column_pk: int) -> HttpResponse:
    """Checksums of all files of a column, as ``sha256sum --check`` reads them.

    Raises:
        Http404: no such column of this site.
    """
    column = column_or_404(request, column_pk)
    rows = DataFile.objects.filter(column=column).exclude(file="").order_by("year", "format")
    lines = [f"{row.sha256}  {row.year}.{row.format}\n" for row in rows]
    response = HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response


def _at_hand(place: dict[str, Any], column: Page) -> DataFile | None:
    row = DataFile.objects.filter(**place).first()
    if row is None:
        raise Http404
    return row if may_be_sent(row, column) else None


def _too_early() -> HttpResponse:
    response = HttpResponse(
        _("这个文件中有信息刚刚更正或者撤下，新的文件正在生成。请过一两分钟再下载。"),
        content_type="text/plain; charset=utf-8",
        status=503,
    )
    response["Retry-After"] = str(RETRY_AFTER)
    # Meant, and no fault of the server that somebody has to look at.
    response._has_been_logged = True  # type: ignore[attr-defined]  # what Django's own log asks
    patch_cache_control(response, no_store=True)
    return response


def _sent(request: HttpRequest, row: DataFile, column: Page) -> HttpResponse:
    sending = review("files.sending")
    headers = sending.Headers(
        content_type=row.known_format.content_type,
        etag=f'"{row.sha256}"',
        save_as=_name(row, column),
        as_attachment=True,
    )
    response: HttpResponse = sending.send(request, row.file, headers)
    response["Last-Modified"] = http_date(int(row.made_at.timestamp()))
    # An item may be withdrawn at any time, and caches between do not know.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _name(row: DataFile, column: Page) -> str:
    """Name under which a browser saves it: column, year, and the day it is of."""
    title = "".join(" " if each in '\\/:*?"<>|\r\n\t' else each for each in column.title)
    day = timezone.localtime(row.made_at)
    return f"{title[:_LONGEST_NAME].strip(' .')}_{row.year}_{day:%Y%m%d}.{row.format}"
