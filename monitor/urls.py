"""Addresses of the monitor in the admin."""

from __future__ import annotations

from django.urls import path

from .views.findings import FindingsView, start_run
from .views.league import LeagueView
from .views.rules import RulesView
from .views.settings import ColumnsView, SettingsView

app_name = "gongkai_monitor"
urlpatterns = [
    path("", FindingsView.as_view(), name="index"),
    path("run/", start_run, name="run"),
    path("rules/", RulesView.as_view(), name="rules"),
    path("league/", LeagueView.as_view(), name="league"),
    path("settings/", ColumnsView.as_view(), name="columns"),
    path("settings/<int:column>/", SettingsView.as_view(), name="settings"),
]
