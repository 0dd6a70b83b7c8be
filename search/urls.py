"""Address of the search page; a host includes it where it likes, e.g. under ``search/``."""

from __future__ import annotations

from django.urls import path

from . import views
from .suggest import views as suggest_views

app_name = "gongkai_search"
urlpatterns = [
    path("", views.search_page, name="search"),
    path("suggestions/", suggest_views.suggestions, name="suggestions"),
]
