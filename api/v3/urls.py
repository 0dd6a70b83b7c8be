"""Addresses of the v3 API, to be included below one of the host's: ``path("api/v3/",
include("gongkai.api.v3.urls"))``. The host does not mount Wagtail's own beside them."""

from __future__ import annotations

from wagtail.api.v3.urls import api

from .gate import guarded

app_name = api.urls_namespace
urlpatterns = guarded(api.urls[0])
