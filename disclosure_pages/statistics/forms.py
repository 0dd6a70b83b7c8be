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
            valid: bool = super().is_valid()
            return valid and self._each_code_once()

    def _each_code_once(self) -> bool:
        seen: set[str] = set()
        once = True
        formset = self.formsets["values"]
        for form in formset.forms:
            code = form.cleaned_data.get("code")
            if not code or form.cleaned_data.get("DELETE"):
                continue
            if code in seen:
                form.add_error("code", _("代码“%s”填了不止一次，请合并为一行。") % code)
                once = False
            seen.add(code)
        return once
