from __future__ import annotations

from django.apps import AppConfig


class TownConfig(AppConfig):
    """Commands that the bench runs on our own site."""

    name = "bench.town"
    label = "bench_town"
