"""Records as the pages of the admin tell them."""

from __future__ import annotations

from typing import Any

from ..law import CHECK_BY_CODE, describe_basis
from ..models import ReviewRecord


class RecordInWords:
    """A record for templates: codes of the law and of the checklist in words."""

    def __init__(self, record: ReviewRecord) -> None:
        self.record = record

    @property
    def bases(self) -> list[str]:
        """Legal bases, article and reason."""
        return [describe_basis(code) for code in self.record.bases]

    @property
    def checks(self) -> list[str]:
        """Points that were confirmed."""
        return [
            str(CHECK_BY_CODE[code].label) if code in CHECK_BY_CODE else str(code)
            for code in self.record.checklist
        ]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What the scan found, masked, and how it was answered."""
        return list(self.record.findings)

    @property
    def referred_to(self) -> str:
        """The organ that was asked to determine."""
        return str(self.record.data.get("referred_to", ""))
