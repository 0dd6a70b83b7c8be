"""A host that gives its whole media folder away."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail.images import urls as wagtailimages_urls

urlpatterns = [
    # What django.conf.urls.static.static() makes while DEBUG is on.
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("pictures/", include(wagtailimages_urls)),
]
