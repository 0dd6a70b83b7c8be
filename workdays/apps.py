from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .calendar import Calendar


class WorkdaysConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it as ``gongkai.workdays``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_workdays"
    verbose_name = _("工作日")
    default_auto_field = "django.db.models.BigAutoField"
    # Deadlines of yearly statistics are counted with them.
    gongkai_counted_models = ["gongkai_workdays.WorkdayOverride"]

    def ready(self) -> None:
        from . import checks  # noqa: F401 - importing it registers the check

    def calendar(self) -> Calendar:
        """A calendar with the office's rows of this moment: the entrance for other apps.

        One query. Keep it for one request or task, not longer::

            apps.get_app_config("gongkai_workdays").calendar().add_workdays(received_on, 20)
        """
        from .calendar import Calendar

        return Calendar.load()
