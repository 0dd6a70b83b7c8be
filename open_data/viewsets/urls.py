"""Addresses in the admin."""

from __future__ import annotations

from django.urls import path

from . import report

app_name = "gongkai_open_data_admin"
urlpatterns = [
    path("", report.FilesReportView.as_view(), name="files"),
    path("results/", report.FilesReportView.as_view(results_only=True), name="files_results"),
    path("build/<int:column_pk>/", report.build, name="build"),
]
