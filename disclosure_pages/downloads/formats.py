"""The formats in which a report can be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .data import CSV_TYPE, JSON_TYPE, render_csv, render_json
from .model import ReportDocument
from .pdf import CONTENT_TYPE as PDF_TYPE
from .pdf import render_pdf
from .word import CONTENT_TYPE as WORD_TYPE
from .word import render_word
from .workbook import CONTENT_TYPE as WORKBOOK_TYPE
from .workbook import render_workbook


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        code: last part of the address, and ending of the file's name.
        label: its name for readers.
        content_type: of the answer.
        render: makes the file.
        with_rules: whether it says which rules the numbers break.
    """

    code: str
    label: str
    content_type: str
    render: Callable[[ReportDocument], bytes]
    with_rules: bool = False


FORMATS: dict[str, Format] = {
    each.code: each
    for each in (
        Format("docx", "Word", WORD_TYPE, render_word),
        Format("pdf", "PDF", PDF_TYPE, render_pdf),
        Format("xlsx", "Excel", WORKBOOK_TYPE, render_workbook),
        Format("json", "JSON", JSON_TYPE, render_json, with_rules=True),
        Format("csv", "CSV", CSV_TYPE, render_csv),
    )
}
