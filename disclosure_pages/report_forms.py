"""Forms of the annual report, as data: adding one is adding an entry, not a migration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportForm:
    """A form of the report and the years that it was prescribed for (None: still is)."""

    code: str
    label: str
    first_year: int
    last_year: int | None
    headings: tuple[str, ...]

    def covers(self, year: int) -> bool:
        """Whether reports of ``year`` take this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


# Parts as in reports that townships published; 条例(2007)第三十二条 says what they hold.
FIVE_PARTS = ReportForm(
    code="2008",
    label="2008年五部分格式",
    first_year=2008,
    last_year=2018,
    headings=(
        "一、概述",
        "二、主动公开政府信息的情况",
        "三、依申请公开政府信息的情况",
        "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "五、存在的主要问题和改进措施",
    ),
)

REPORT_FORMS: dict[str, ReportForm] = {form.code: form for form in (FIVE_PARTS,)}


def report_form_choices() -> list[tuple[str, str]]:
    """Choices of a report's form."""
    return [(form.code, form.label) for form in REPORT_FORMS.values()]


def forms_for(year: int) -> list[ReportForm]:
    """Forms prescribed for ``year``."""
    return [form for form in REPORT_FORMS.values() if form.covers(year)]
