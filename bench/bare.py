"""The least that Django can do: one view, no middleware, no database; settings and addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "of a bench that listens on this machine only"  # noqa: S105 - guards nothing
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "bench.bare"


def hello(request: HttpRequest) -> HttpResponse:
    """A few bytes."""
    return HttpResponse("hello")


urlpatterns = [path("", hello)]
