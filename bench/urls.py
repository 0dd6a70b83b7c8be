"""Addresses of the bench."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls


def bare(request: HttpRequest) -> HttpResponse:
    """The least that Django can do behind the same middleware."""
    return HttpResponse("hello")


urlpatterns = [path("bench/bare/", bare), *urls.urlpatterns]
