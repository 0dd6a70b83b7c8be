"""Addresses of the search's own pages in the admin."""

from __future__ import annotations

from django.apps import apps
from django.urls import path

from . import extracts, maintenance, query_report, synonym_import

app_name = "gongkai_search_admin"
urlpatterns = [
    path("maintenance/", maintenance.maintenance, name="maintenance"),
    path("maintenance/progress/", maintenance.progress, name="progress"),
    path("maintenance/start/<slug:work>/", maintenance.start, name="start"),
    path("files/", extracts.ExtractReportView.as_view(), name="extracts"),
    path(
        "files/results/",
        extracts.ExtractReportView.as_view(results_only=True),
        name="extracts_results",
    ),
    path("queries/", query_report.QueryReportView.as_view(), name="queries"),
    path(
        "queries/results/",
        query_report.QueryReportView.as_view(results_only=True),
        name="queries_results",
    ),
    path("synonyms/import/", synonym_import.import_synonyms, name="import_synonyms"),
    path("synonyms/template/", synonym_import.synonym_template, name="synonym_template"),
]

if apps.is_installed("wagtail.contrib.search_promotions"):
    from .promote import PromoteView

    urlpatterns.append(path("queries/promote/", PromoteView.as_view(), name="promote"))
