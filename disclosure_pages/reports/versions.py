"""Earlier texts of a report at addresses of their own, and the list of what was corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.contrib.routable_page.models import path


@dataclass(frozen=True)
class Amendment:
    """A correction that was published.

    ``url`` leads to the text that was public before it.
    """

    published_at: datetime
    note: str
    url: str


def amendments_of(page: Any, request: HttpRequest | None) -> list[Amendment]:
    """What was corrected since the report was first public, oldest first; one query."""
    if not (page.pk and page.figures):
        return []
    rows = list(page.versions.values_list("number", "note", "published_at"))
    base = page.get_url(request) or ""
    return [
        Amendment(at, note, f"{base}{page.reverse_subpage('version', args=[before[0]])}")
        for before, (_number, note, at) in pairwise(rows)
    ]


class VersionsMixin:
    """Serves what a report said before it was corrected; stands before ``RoutablePageMixin``."""

    @path("versions/<int:number>/", name="version")
    def read_version(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """The report as it was then, with a notice; 404 for the text that is public now."""
        page: Any = self
        version = page.versions.filter(number=number).first()
        latest = page.versions.last()
        if version is None or version.number == latest.number:
            raise Http404
        then = page.with_content_json(version.content)
        then.live = True
        response: HttpResponseBase = then.render(
            request, context_overrides={"page": then, "old_version": version}
        )
        response["X-Robots-Tag"] = "noindex"
        return response
