"""Downloads from the admin's lists that Excel in China reads, and that run no formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def guarded(value: Any) -> Any:
    """Keep a spreadsheet from reading a text as a formula (CSV injection)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


class SheetExportMixin:
    """Mixed into a listing view of Wagtail."""

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """CSV with a byte order mark, without which Excel in China shows it garbled."""
        yield b"\xef\xbb\xbf"
        yield from super().stream_csv(queryset)  # type: ignore[misc]  # of the view

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Text that a spreadsheet would read as a formula stays text; models become their names."""
        value = super().preprocess_field_value(  # type: ignore[misc]  # of the view
            field, value, export_format
        )
        return guarded(value)
