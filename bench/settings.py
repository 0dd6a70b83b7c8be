"""The demo's settings with two addresses more: a bare view and a stock Wagtail page."""

from __future__ import annotations

from portal.settings.demo import *  # noqa: F403 - the Django idiom for layered settings
from portal.settings.demo import INSTALLED_APPS as DEMO_APPS

INSTALLED_APPS = ["bench.stock", *DEMO_APPS]
ROOT_URLCONF = "bench.urls"
