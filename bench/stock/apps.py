from __future__ import annotations

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "bench.stock"
    label = "bench_stock"
    default_auto_field = "django.db.models.BigAutoField"
