"""The page 规则: what each rule means, where it comes from, and what to do."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from ..enums import Severity
from ..reading import open_findings
from ..rules.base import RuleLike, all_rules
from ..rules.places import columns
from .base import MonitorMixin


class RulesView(MonitorMixin):
    """All rules, with how much each found."""

    template_name = "gongkai_monitor/admin/rules.html"
    page_title = _("监测规则")
    here = "rules"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        page: HttpResponseBase = self.render_to_response(self.get_context_data())
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rules with definitions; of the only column, with its own numbers."""
        found = open_findings(user=self.request.user).order_by().values_list("rule", flat=True)
        numbers = Counter(found)
        places = columns()
        settings = places[0].settings if len(places) == 1 else None
        return {
            **super().get_context_data(**kwargs),
            "rules": [
                (rule, Severity(rule.severity), _definition(rule, settings), numbers[rule.code])
                for rule in all_rules()
            ],
            "has_many_columns": len(places) > 1,
        }


def _definition(rule: RuleLike, settings: Any) -> str:
    define = getattr(rule, "define", None)
    return str(define(settings) if define and settings is not None else rule.definition)
