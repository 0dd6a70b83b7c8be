"""Wagtail's form for a recommendation, reached from the report."""

from __future__ import annotations

from typing import Any

from wagtail.contrib.search_promotions.views import CreateView


class PromoteView(CreateView):  # type: ignore[misc]  # Wagtail is untyped
    """The form with a query filled in; it is sent to Wagtail's own address."""

    template_name = "gongkai_search/admin/promote.html"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"query_string": self.request.GET.get("q", "")[:200]}
