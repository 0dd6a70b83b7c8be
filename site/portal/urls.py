"""Addresses of the reference site."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import favicon, health, text_size

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("api.urls")),
    path("api/v3/", include("api.v3.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("favicon.ico", favicon.favicon, name="favicon"),
    path("healthz/", health.details, name="health"),
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("search/", include("search.urls")),
    path("text-size/", text_size.set_text_size, name="text_size"),
    # Pictures in the sizes that pages show, for who may see them. Documents pass the view above,
    # which asks the same; originals of pictures have no address.
    path("media/", include("review.files.urls")),
    re_path(
        r"^media/(?P<path>avatar_images/[^/]+)$", serve, {"document_root": settings.MEDIA_ROOT}
    ),
    path("", include("operations.urls")),
    path("", include("open_data.urls")),
    path("", include(wagtail_urls)),
]
