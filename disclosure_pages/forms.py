"""Editing forms of the column's pages."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from .statistics.references import limited_to
from .statistics.registry import Scope, known_codes
from .statutory.forms import form_for
from .statutory.structure import ReportForm

# What the buttons of Wagtail's editor are called that send a text for review.
SENDING = ("action-submit", "action-restart-workflow")


class SettledSlugForm(WagtailAdminPageForm):
    """Form of a page whose address is made by the server when none is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class AnnualReportPageForm(SettledSlugForm):
    """A new report begins with its parts; references are checked against the column's figures.

    What is sent for sign-off keeps the rules first, and takes its figures along.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.instance.body:
            self._begin()

    def _begin(self) -> None:
        year = self.instance.year or timezone.localdate().year - 1
        report_form = form_for(year)
        self.initial["body"] = self.instance.body.stream_block.to_python(parts_of(report_form))
        self.initial["year"] = year
        self.initial["form"] = report_form.code

    def clean(self) -> dict[str, Any]:
        """A page that is being made does not know its parent yet; the form does."""
        cleaned: dict[str, Any] = super().clean()
        self.instance.year = cleaned.get("year")
        is_new = self.instance._state.adding and self.instance.year
        if is_new and self.instance.has_twin_below(self.parent_page):
            self.add_error("year", _("%d年的年度报告已经存在。") % self.instance.year)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self._is_sent and not self.errors:
            self._check_sign_off()

    def _check_sign_off(self) -> None:
        from .reports import signing

        page = self.instance
        page._column = self._column
        page.figures = []
        try:
            signing.check_amendment(page)
        except ValidationError as error:
            self.add_error(None, error)
        for sentence in signing.refusals(page):
            self.add_error(None, sentence)

    def save(self, commit: bool = True) -> Any:
        """Take the figures along when the text is, or lies, before the review."""
        from .reports import signing

        page = self.instance
        page.figures = []
        if self._is_sent or (page.pk and page.workflow_in_progress):
            page._column = self._column
            signing.fix_figures(page)
        return super().save(commit)

    def is_valid(self) -> bool:
        scope = self._scope()
        with limited_to(known_codes(scope)) if scope else nullcontext():
            return bool(super().is_valid())

    @property
    def _is_sent(self) -> bool:
        return any(action in self.data for action in SENDING)

    @cached_property
    def _column(self) -> Any:
        from .reporting import column_above

        return column_above(self.parent_page)

    def _scope(self) -> Scope | None:
        # Which figures there are depends on the form of the year.
        year = self._year_given() or self.instance.year or timezone.localdate().year
        column = self._column
        return Scope(column.organ, year, column) if column else None

    def _year_given(self) -> int:
        given = str(self.data.get(self.add_prefix("year"), ""))
        return int(given) if given.isdecimal() and len(given) == len("2026") else 0


def parts_of(report_form: ReportForm) -> list[dict[str, Any]]:
    """Raw value of a body with the parts of a form, each with its tables and nothing else."""
    return [
        {
            "type": "section",
            "value": {
                "heading": heading,
                "content": [
                    {"type": "table", "value": table.code}
                    for table in report_form.tables_of(number)
                ],
            },
        }
        for number, heading in enumerate(report_form.headings)
    ]
