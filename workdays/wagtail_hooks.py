from __future__ import annotations

from wagtail.snippets.models import register_snippet

from .viewsets import WorkdayOverrideViewSet

register_snippet(WorkdayOverrideViewSet)
