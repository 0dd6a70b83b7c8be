"""Addresses for the operator; a host includes them at its root."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "gongkai_operations"

urlpatterns = [path("metrics", views.metrics, name="metrics")]
