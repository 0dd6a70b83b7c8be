"""Addresses of the review's own pages in the admin, below ``gongkai-review/``."""

from __future__ import annotations

from django.urls import path

from .viewsets.deciding import DecideView
from .viewsets.exceptions import ExceptionView
from .viewsets.findings import FindingsView
from .viewsets.queue import QueueView
from .viewsets.steps import StepCompareView, StepPreviewView

app_name = "gongkai_review"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("results/", QueueView.as_view(results_only=True), name="queue_results"),
    path("<int:state_id>/", DecideView.as_view(), name="decide"),
    path("<int:state_id>/preview/", StepPreviewView.as_view(), name="preview"),
    path("<int:state_id>/compare/", StepCompareView.as_view(), name="compare"),
    path("findings/<int:page_id>/", FindingsView.as_view(), name="findings"),
    path("exception/<int:page_id>/", ExceptionView.as_view(), name="exception"),
]
