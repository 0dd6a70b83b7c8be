"""What a backup notes of the review's records, and proves when it is put back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .models import ChainHead, ReviewRecord
from .services.records import verify


@hooks.register("register_gongkai_backup_checks")
def records() -> dict[str, Any]:
    """The chain of records and its head."""
    return {"name": str(_("审查记录")), "facts": _facts, "faults": _faults}


def _facts() -> dict[str, Any]:
    head = ChainHead.objects.first()
    return {
        "records": ReviewRecord.objects.count(),
        "head": head.number if head else 0,
        "head_sha256": head.hash if head else "",
    }


def _faults() -> Iterator[str]:
    return (fault.sentence for fault in verify())
