"""Addresses that answer with each error."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import path

from portal.urls import urlpatterns as site_urls


def fail_with(error):
    """Return a view that raises the error."""

    def view(request):
        raise error

    return view


urlpatterns = [
    path("broken/400/", fail_with(SuspiciousOperation("on purpose"))),
    path("broken/403/", fail_with(PermissionDenied())),
    path("broken/404/", fail_with(Http404())),
    path("broken/500/", fail_with(RuntimeError("on purpose"))),
    *site_urls,
]
