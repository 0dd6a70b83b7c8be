"""Editing form of the statistics of a year."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .references import limited_to
from .registry import known_codes


class AnnualStatisticsForm(WagtailAdminModelForm):
    """Numbers entered by hand are checked against the figures of the organ's column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The numbers belong to this organ and year; others get statistics of their own.
            for name in ("organ", "year"):
                if name in self.fields:
                    self.fields[name].disabled = True

    def is_valid(self) -> bool:
        from .services import scope_of

        scope = scope_of(self.instance) if self.instance.pk else None
        with limited_to(known_codes(scope)) if scope else nullcontext():
            self._refuse_repeated_codes()
            return bool(super().is_valid())

    def _refuse_repeated_codes(self) -> None:
        """Say so at the field, before the formset says it less plainly for the whole row."""
        seen: set[str] = set()
        for form in self.formsets["values"].forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            code = form.cleaned_data.get("code")
            if code in seen:
                form.add_error("code", _("代码“%s”填了不止一次，请合并为一行。") % code)
            elif code:
                seen.add(code)
