"""The form behind the tables of a year: a number for each figure, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..statistics.figures import Figures, FigureValue
from ..statistics.models import AnnualValue
from ..statistics.registry import Number
from ..statutory.forms import every_cell
from ..statutory.structure import ReportForm
from .numbers import read_number, write_number

REMARK_PREFIX = "remark-"
LONGEST_REMARK = 500
Numbers = dict[str, Number | None]


class NumberField(forms.CharField):
    """One number; what was typed stays as it was typed until it is saved."""

    def __init__(self, figure: FigureValue) -> None:
        super().__init__(required=False, label=figure.label)
        self.unit = figure.unit
        cell = every_cell().get(figure.code)
        self.may_be_negative = bool(cell and cell.may_be_negative)

    def clean(self, value: Any) -> Number | None:
        """The number, or None for an empty input, which means: as the system counts it."""
        return read_number(value or "", self.unit, may_be_negative=self.may_be_negative)


class EntryForm(forms.Form):
    """Numbers entered for the figures of a year, the cells of its form and all others.

    ``figures`` are as they are stored. Fields are named by the codes of the figures. ``base`` is
    what was entered when the page was shown: what differs from it was changed by this user, and
    the rest is left as it is by now.
    """

    reason = forms.CharField(
        label=_("依据或原因"),
        required=False,
        max_length=AnnualValue._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("这一次填写或者改动的数字从哪里来，为什么改。如“依申请公开台账”。"),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    totals = forms.MultipleChoiceField(
        required=False, label=_("改写合计"), error_messages={"invalid_choice": _("没有这张表。")}
    )

    def __init__(self, figures: Figures, report_form: ReportForm, data: Any = None) -> None:
        self.figures = figures
        self.report_form = report_form
        entered = {each.code: each.override for each in figures if each.override is not None}
        super().__init__(data, initial={"base": dump(entered)})
        for figure in figures:
            self.fields[figure.code] = NumberField(figure)
            self.initial[figure.code] = write_number(figure.override)
        totals: Any = self.fields["totals"]
        totals.choices = [(table.code, table.title) for table in report_form.tables]
        self.initial["totals"] = [
            table.code
            for table in report_form.tables
            if any(cell.parts and cell.code in entered for cell in table.cells)
        ]

    @property
    def codes(self) -> list[str]:
        """Codes of all figures."""
        return [figure.code for figure in self.figures]

    @property
    def mistakes(self) -> dict[str, str]:
        """What is wrong with the numbers, by code."""
        if not self.is_bound:
            return {}
        return {code: str(self.errors[code][0]) for code in self.codes if code in self.errors}

    @cached_property
    def remarks(self) -> dict[str, str]:
        """What was written about warnings, by their keys."""
        return {
            name.removeprefix(REMARK_PREFIX): str(text)[:LONGEST_REMARK]
            for name, text in self.data.items()
            if name.startswith(REMARK_PREFIX)
        }

    @cached_property
    def base_numbers(self) -> Numbers:
        """What was entered when the page was shown."""
        stored: Numbers = {each.code: each.override for each in self.figures}
        try:
            sent = json.loads(self.data.get("base") or "null")
            told = {
                code: read_number(str(text), _ANY, may_be_negative=True)
                for code, text in sent.items()
            }
        except (ValueError, AttributeError, forms.ValidationError):
            return stored
        return {code: told.get(code) for code in stored}

    @cached_property
    def preview(self) -> Figures:
        """The figures as they would be with what is in the form; of bad input, without it."""
        if not self.is_bound:
            return self.figures
        self.is_valid()
        return self.figures.with_entries(self._typed)

    def clean(self) -> dict[str, Any]:
        """Totals are changed on purpose only; what is entered says where it comes from."""
        data: dict[str, Any] = super().clean() or {}
        self._typed = {code: data.get(code) for code in self.codes}
        self._check_totals(set(data.get("totals") or ()))
        if any(number is not None for number in self.changes.values()):
            self._ask_for_reason(data)
        return data

    @property
    def numbers(self) -> Numbers:
        """What is entered for each figure whose input can be read; None for nothing."""
        mistakes = self.errors
        return {code: number for code, number in self._typed.items() if code not in mistakes}

    @property
    def changes(self) -> Numbers:
        """What this user changed."""
        base = self.base_numbers
        return {
            code: number
            for code, number in self._typed.items()
            if code not in self.errors and number != base.get(code)
        }

    def _check_totals(self, opened: set[str]) -> None:
        sums = self.figures.with_entries(self._typed)
        for table in self.report_form.tables:
            for cell in table.cells:
                number, figure = self._typed.get(cell.code), sums.get(cell.code)
                if number is None or not cell.parts or figure is None:
                    continue
                if number == figure.computed:
                    # What it would be anyway is no correction.
                    self._typed[cell.code] = None
                elif table.code not in opened and number != self.base_numbers.get(cell.code):
                    self.add_error(cell.code, self._total_refused(figure))
                    self._typed[cell.code] = None

    def _total_refused(self, figure: FigureValue) -> str:
        if figure.computed is None:
            return _now(
                "合计由系统按分项相加，分项还没有填全；确需直接填写合计的，请勾选“改写合计”。"
            )
        return _now("合计由系统按分项相加，应为%s；确需改写的，请勾选“改写合计”。") % write_number(
            figure.computed
        )

    def _ask_for_reason(self, data: Mapping[str, Any]) -> None:
        if "reason" not in self.errors and not data.get("reason", "").strip():
            self.add_error("reason", _now("填写或者改动了数字，请写明依据或者原因。"))


# A unit that may have decimal places: what was stored is read as it is.
_ANY = "万元"


def dump(numbers: Mapping[str, Number | None]) -> str:
    """Numbers as the form carries them along."""
    return json.dumps({code: write_number(number) for code, number in numbers.items()})
