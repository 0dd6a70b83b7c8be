"""What a backup notes of the catalogue, and proves when it is put back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .models import IndexNumber, IndexNumberSeries, ItemPage
from .services.index_number_audit import audit


@hooks.register("register_gongkai_backup_checks")
def index_numbers() -> dict[str, Any]:
    """Who bears which number, for ever."""
    return {"name": str(_("索引号")), "facts": _facts, "faults": _faults}


def _facts() -> dict[str, Any]:
    digest = hashlib.sha256()
    rows = IndexNumber.objects.order_by("number").values_list("number", "item_id")
    for number, item in rows.iterator():
        digest.update(f"{number} {item}\n".encode())
    for series, last in IndexNumberSeries.objects.order_by("series").values_list(
        "series", "last_serial"
    ):
        digest.update(f"{series} {last}\n".encode())
    return {
        "numbers": rows.count(),
        "live_items": ItemPage.objects.live().count(),
        "sha256": digest.hexdigest(),
    }


def _faults() -> Iterator[str]:
    return (finding.text for finding in audit() if finding.is_error)
