"""Addresses of the API; a host includes them where it likes, e.g. under ``api/v1/``."""

from __future__ import annotations

from typing import Any

from django.urls import path, re_path

from .v1 import views
from .v1.answering import guarded
from .v1.api import api

app_name = "gongkai_api"


def _guarded(pattern: Any) -> Any:
    pattern.callback = guarded(pattern.callback)
    return pattern


urlpatterns = [
    path("docs/", views.docs, name="docs"),
    path("openapi.json", guarded(views.openapi), name="openapi"),
    *[_guarded(pattern) for pattern in api.urls[0]],
    # Below the API nobody is shown a page.
    re_path("", guarded(views.nothing_here), name="nothing"),
]
