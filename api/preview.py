"""Drafts in a front end of its own: what wagtail-headless-preview does, for pages of ours.

The draft is stored under a token that nobody can guess; the front end is opened with it in a frame
of the preview, and asks ``/api/v1/preview/`` for the draft. Whoever has the token may read it, so
it holds for an hour, and the answer is kept nowhere.
"""

from __future__ import annotations

from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .conf import get_setting

_APP = "wagtail_headless_preview"


def is_configured() -> bool:
    """Whether the package is installed and a front end named."""
    named = getattr(settings, "WAGTAIL_HEADLESS_PREVIEW", {}).get("CLIENT_URLS")
    return bool(named) and apps.is_installed(_APP)


class FrontEndMode:
    """The draft as the front end shows it (``PreviewMode`` of the review)."""

    name = "gongkai-front-end"
    label = _("独立前端")

    def serves(self, page: Any) -> bool:
        """Items, guides and reports, where there is a front end."""
        from .v1.drafts import PREVIEWED

        return is_configured() and page._meta.label_lower in PREVIEWED

    def serve(self, page: Any, request: HttpRequest) -> HttpResponseBase:
        """The front end in a frame, which has the token of the draft."""
        from wagtail_headless_preview.models import get_client_root_url_from_site

        query = urlencode({"content_type": page._meta.label_lower, "token": _keep(page)})
        root = get_client_root_url_from_site(Site.find_for_request(request))
        return render(request, "gongkai_api/preview.html", {"address": f"{root}?{query}"})


def draft_of(token: str) -> Any:
    """The draft that was stored under ``token``.

    Returns:
        None where the token was never given, is too old, or its draft is gone.
    """
    if not is_configured():
        return None
    from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview

    age = int(str(get_setting("GONGKAI_API_PREVIEW_SECONDS")))
    try:
        HeadlessPreviewMixin.get_preview_signer().unsign(token, max_age=age)
    except BadSignature:
        return None
    stored = PagePreview.objects.filter(token=token).first()
    return stored.as_page() if stored else None


def _keep(page: Any) -> str:
    """Store the draft; its token."""
    from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview
    from wagtail_headless_preview.signals import preview_update

    PagePreview.garbage_collect()
    # Of its own for each look: two people may have drafts of one page in the same second.
    token = HeadlessPreviewMixin.get_preview_signer().sign(token_hex(16))
    PagePreview.objects.update_or_create(
        token=token,
        defaults={
            "content_type": ContentType.objects.get_for_model(type(page)),
            "content_json": page.to_json(),
        },
    )
    preview_update.send(sender=HeadlessPreviewMixin, token=token)
    return str(token)
