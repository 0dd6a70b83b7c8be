"""Earlier texts of a report at addresses of their own, and the list of what was corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path
from wagtail.log_actions import log


@dataclass(frozen=True)
class Amendment:
    """A correction that was published.

    ``url`` leads to the text that was public before it; empty where that is withheld.
    """

    published_at: datetime
    note: str
    url: str


def amendments_of(page: Any, request: HttpRequest | None) -> list[Amendment]:
    """What was corrected since the report was first public, oldest first; one query."""
    if not (page.pk and page.figures):
        return []
    versions = list(page.versions.defer("content"))
    base = page.get_url(request) or ""
    return [
        Amendment(
            version.published_at,
            version.note,
            ""
            if before.is_withheld
            else f"{base}{page.reverse_subpage('version', args=[before.number])}",
        )
        for before, version in pairwise(versions)
    ]


@transaction.atomic
def withhold(version: Any, user: Any, reason: str) -> None:
    """Show an earlier text to the public no more, such as one with somebody's personal data.

    It stays stored. The text that is public now is taken back with the page, not here.

    Raises:
        PermissionDenied: the user may not take the report back.
        ValidationError: at ``reason``, when it is missing; or it is the text that is public now.
    """
    page = version.page
    if not page.permissions_for_user(user).can_unpublish():
        raise PermissionDenied(_("您没有撤下这份报告的权限。"))
    if not page.versions.filter(number__gt=version.number).exists():
        raise ValidationError(_("这是现在公开的文本，请用“撤回”。"), code="current")
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不再公开的原因。")})
    version.withheld_reason = reason.strip()
    version.save(update_fields=["withheld_reason"])
    log(
        page,
        "gongkai_pages.withhold_version",
        user=user,
        data={"number": version.number, "reason": version.withheld_reason},
    )


class VersionsMixin:
    """Serves what a report said before it was corrected; stands before ``RoutablePageMixin``."""

    @path("versions/<int:number>/", name="version")
    def read_version(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """The report as it was then, with a notice; 404 for the text that is public now."""
        page: Any = self
        version = page.versions.filter(number=number).first()
        if version is None or version.is_withheld or version == page.versions.last():
            raise Http404
        then = page.with_content_json(version.content)
        then.live = True
        response: HttpResponseBase = then.render(
            request, context_overrides={"page": then, "old_version": version}
        )
        response["X-Robots-Tag"] = "noindex"
        return response
