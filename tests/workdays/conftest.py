import dataclasses

import pytest

from workdays import calendar, library


@pytest.fixture
def last_notice_is_for_2026(monkeypatch):
    """Keep the library's knowledge at the end of 2026, whatever version is installed."""

    def library_year(year):
        known = library.library_year(year)
        return dataclasses.replace(known, announced=known.announced and year <= 2026)

    monkeypatch.setattr(calendar, "library_year", library_year)
