"""Rules whose sentence has numbers that a column's office may set."""

from __future__ import annotations

from typing import Any

from ..models import MonitorSettings
from .base import Rule

INSPECTION = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
REGULATION = "《中华人民共和国政府信息公开条例》"


class NumberedRule(Rule):
    """A rule with numbers; ``sentence`` takes them by the names of the settings' fields."""

    sentence: Any = ""

    def define(self, settings: MonitorSettings) -> str:
        """The definition with the numbers of one column."""
        values = {field.name: getattr(settings, field.name, "") for field in _numbers()}
        return str(self.sentence) % values

    @property
    def definition(self) -> str:  # type: ignore[override]  # it has the usual numbers
        """The definition with the numbers that hold where an office sets none."""
        return self.define(MonitorSettings())


def _numbers() -> list[Any]:
    return [each for each in MonitorSettings._meta.fields if each.name not in {"id", "column"}]
