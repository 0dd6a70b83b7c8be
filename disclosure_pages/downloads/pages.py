"""The addresses at which a report can be had as a file, below that of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.routable_page.models import path


@dataclass(frozen=True)
class Download:
    """A link to a file of a report."""

    label: str
    url: str
    content_type: str


class DownloadsMixin:
    """Serves the report as a file; stands before ``RoutablePageMixin``.

    Wagtail asks for the page's restrictions before it calls a route, and a page that is not public
    has none.
    """

    @path("download/<slug:file_format>/", name="download")
    def download(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The report as it is shown, as a file; 404 for a format that there is not."""
        from .serving import public_file

        return public_file(self, request, file_format)

    def get_downloads(self, request: HttpRequest | None = None) -> list[Download]:
        """Links to all files of the report; none where it has no column and so no figures."""
        from .formats import FORMATS

        page: Any = self
        base = page.get_url(request)
        if not base or page.column_above() is None:
            return []
        return [
            Download(
                each.label,
                f"{base}{page.reverse_subpage('download', args=[each.code])}",
                each.content_type.partition(";")[0],
            )
            for each in FORMATS.values()
        ]
