"""Addresses of pictures. A host puts them below its ``MEDIA_URL``, before anything else there::

path("media/", include("gongkai.review.files.urls")),
"""

from __future__ import annotations

from django.urls import path

from . import pictures

app_name = "gongkai_review_files"
urlpatterns = [path("images/<str:name>", pictures.rendition, name="rendition")]
