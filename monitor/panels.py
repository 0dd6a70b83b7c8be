"""The admin's home: the most urgent findings of the user's organs, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from wagtail.admin.ui.components import Component

from .permissions import may_look
from .reading import latest_run, open_findings
from .rules.base import all_rules

_SHOWN = 8


class FindingsPanel(Component):  # type: ignore[misc]  # Wagtail is untyped
    """监测: what has to be seen to first. A constant number of queries."""

    name = "gongkai_monitor_findings"
    template_name = "gongkai_monitor/admin/panel.html"
    order = 102

    @property
    def media(self) -> Media:
        """Its look."""
        return Media(css={"all": ["gongkai_monitor/admin/monitor.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The findings, the most urgent first."""
        user = (parent_context or {})["request"].user
        run = latest_run() if may_look(user) else None
        if run is None:
            return {"lines": []}
        found = open_findings(user=user, run=run)
        rules = {rule.code: rule for rule in all_rules()}
        first = list(found.select_related("organ")[:_SHOWN])
        return {
            "run": run,
            "lines": [(each, rules.get(each.rule)) for each in first],
            "number": found.count() if len(first) == _SHOWN else len(first),
        }
