"""Editing forms of the column's pages."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from .statutory.forms import FORM_2008, REPORT_FORMS
from .statistics.references import limited_to
from .statistics.registry import Scope, known_codes


class SettledSlugForm(WagtailAdminPageForm):
    """Form of a page whose address is made by the server when none is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class AnnualReportPageForm(SettledSlugForm):
    """A new report begins with its parts; references are checked against the column's figures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.instance.body:
            report_form = REPORT_FORMS.get(self.instance.form, FORM_2008)
            block = self.instance.body.stream_block
            self.initial["body"] = block.to_python(
                [
                    {"type": "section", "value": {"heading": heading, "content": []}}
                    for heading in report_form.headings
                ]
            )
            self.initial["year"] = self.instance.year or timezone.localdate().year - 1

    def clean(self) -> dict[str, Any]:
        """A page that is being made does not know its parent yet; the form does."""
        cleaned: dict[str, Any] = super().clean()
        self.instance.year = cleaned.get("year")
        is_new = self.instance._state.adding and self.instance.year
        if is_new and self.instance.has_twin_below(self.parent_page):
            self.add_error("year", _("%d年的年度报告已经存在。") % self.instance.year)
        return cleaned

    def is_valid(self) -> bool:
        scope = self._scope()
        with limited_to(known_codes(scope)) if scope else nullcontext():
            return bool(super().is_valid())

    def _scope(self) -> Scope | None:
        from .reporting import column_above

        column = column_above(self.parent_page)
        # Which figures there are does not depend on the year.
        year = self.instance.year or timezone.localdate().year
        return Scope(column.organ, year, column) if column else None
