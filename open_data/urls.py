"""Addresses of the open data; a host includes them at its top, before Wagtail's own::

path("", include("gongkai.open_data.urls"))
"""

from __future__ import annotations

from django.urls import path

from .views import feeds, files, page, sitemaps

app_name = "gongkai_open_data"
urlpatterns = [
    path("data/", page.page, name="page"),
    path("data/catalog.jsonld", page.catalogue, name="catalogue"),
    path("data/<int:column_pk>/SHA256SUMS", files.sums, name="sums"),
    path("data/<int:column_pk>/<int:year>.<str:file_format>", files.file, name="file"),
    path("feeds/search/", feeds.search, name="feed_search"),
    path("feeds/<int:column_pk>/", feeds.column, name="feed_column"),
    path("feeds/<int:column_pk>/category/<slug:code>/", feeds.category, name="feed_category"),
    path("feeds/<int:column_pk>/organ/<slug:slug>/", feeds.organ, name="feed_organ"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
