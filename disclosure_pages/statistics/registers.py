"""Figures that no app counts yet: the office enters them, with where they come from.

条例第五十条 wants them in the report of every year. Until an app registers a source of its own
for them, an absent entry means that nobody has reported, which is not the same as nought.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .registry import Scope


class EnteredFigures:
    """Applications, reconsiderations and lawsuits of a year."""

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def list_figures(self) -> Iterator[tuple[str, str, str, str]]:
        """Code, label, unit and group of each figure."""
        unit = _("件")
        yield "applications.received", _("收到政府信息公开申请"), unit, "registers"
        yield "reconsiderations.total", _("因政府信息公开申请行政复议"), unit, "registers"
        yield "lawsuits.total", _("因政府信息公开提起行政诉讼"), unit, "registers"

    def compute(self) -> dict[str, int]:
        """Nothing is counted."""
        return {}

    def listing_url(self, code: str) -> str:
        """There is no list."""
        return ""
