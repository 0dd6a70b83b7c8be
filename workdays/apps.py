from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkdaysConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it as ``gongkai.workdays``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_workdays"
    verbose_name = _("工作日")
    default_auto_field = "django.db.models.BigAutoField"
