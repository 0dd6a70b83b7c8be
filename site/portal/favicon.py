"""The icon that browsers ask for by themselves, as they do when they show a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """Lead to the icon that pages name."""
    return redirect(static("gongkai_catalogue/favicon.svg"))
