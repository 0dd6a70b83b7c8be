"""Addresses of the catalogue's own pages in the admin, below ``gongkai-catalogue/``."""

from __future__ import annotations

from django.urls import path

from .viewsets.merging import KeywordsView, MergeView, MergeWordView
from .viewsets.organ_history import DissolveView, MergeIntoView, RenameView
from .viewsets.review_by import ReviewByView
from .viewsets.saved_filters import DeleteFilterView, SaveFilterView
from .viewsets.suggesting import SuggestKeywordsView

app_name = "gongkai_catalogue"
urlpatterns = [
    path("organs/<int:organ_id>/rename/", RenameView.as_view(), name="organ_rename"),
    path("organs/<int:organ_id>/merge/", MergeIntoView.as_view(), name="organ_merge"),
    path("organs/<int:organ_id>/dissolve/", DissolveView.as_view(), name="organ_dissolve"),
    path("merge/<slug:vocabulary>/<int:key>/", MergeView.as_view(), name="merge"),
    path("keywords/", KeywordsView.as_view(), name="keywords"),
    path("keywords/merge/", MergeWordView.as_view(), name="merge_word"),
    path("keywords/suggest/", SuggestKeywordsView.as_view(), name="suggest_keywords"),
    path("review-by/<int:item_id>/", ReviewByView.as_view(), name="review_by"),
    path("filters/save/", SaveFilterView.as_view(), name="save_filter"),
    path("filters/<int:key>/delete/", DeleteFilterView.as_view(), name="delete_filter"),
]
