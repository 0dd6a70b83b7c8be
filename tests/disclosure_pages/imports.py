"""What the tests of the import of reports share: a report, reading it, comparing it."""

from __future__ import annotations

from disclosure_pages.imports.report import read_report
from tests.factories.published_reports import Report, consistent_values

VALUES = consistent_values(7)
OLD_VALUES = consistent_values(8, "2019")


def read(content, name="report.html"):
    return read_report(content if isinstance(content, bytes) else content.encode(), name)


def assert_same(got, values=VALUES):
    differ = {
        code: (number, got.values.get(code))
        for code, number in values.items()
        if got.values.get(code) != number
    }
    assert differ == {}, got.notes


def page(**layout):
    return Report.make(VALUES, **layout)


def relabelled(html, *changes):
    for old, new in changes:
        assert old in html, old
        html = html.replace(old, new)
    return html
