"""Addresses of drafting in the admin, below ``gongkai-drafting/``."""

from __future__ import annotations

from django.urls import path

from .views.quick import DraftView

app_name = "gongkai_drafting"
urlpatterns = [path("", DraftView.as_view(), name="quick")]
