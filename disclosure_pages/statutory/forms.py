"""The forms that there are: adding one is adding a module beside this one and a line here."""

from __future__ import annotations

from functools import cache

from .form_2008 import FORM_2008
from .form_2019 import FORM_2019
from .form_2021 import FORM_2021
from .structure import Cell, ReportForm, Table

REPORT_FORMS: dict[str, ReportForm] = {
    form.code: form for form in (FORM_2008, FORM_2019, FORM_2021)
}


def report_form_choices() -> list[tuple[str, str]]:
    """Choices of a report's form."""
    return [(form.code, form.label) for form in REPORT_FORMS.values()]


def forms_for(year: int) -> list[ReportForm]:
    """Forms prescribed for ``year``."""
    return [form for form in REPORT_FORMS.values() if form.covers(year)]


def form_for(year: int) -> ReportForm:
    """The form prescribed for ``year``; the oldest for years before there was one."""
    found = forms_for(year)
    return found[0] if found else FORM_2008


@cache
def every_cell() -> dict[str, Cell]:
    """Cells of all forms by code."""
    return {code: cell for form in REPORT_FORMS.values() for code, cell in form.cells.items()}


@cache
def table_choices() -> list[tuple[str, str]]:
    """Tables of all forms, by code: those of the same code are about the same."""
    titles: dict[str, str] = {}
    for form in REPORT_FORMS.values():
        for table in form.tables:
            titles.setdefault(table.code, table.title)
    return list(titles.items())


def table_of(form: str, code: str) -> Table | None:
    """A table of a form by both codes, or None."""
    found = REPORT_FORMS.get(form)
    return found.table(code) if found else None
