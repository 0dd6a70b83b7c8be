"""What a sheet is to be like: a form, every state of which is an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

PARAMETER = "sheet"


class Paper(models.TextChoices):
    """Sizes of paper."""

    A4 = "a4", _("A4")
    A3 = "a3", _("A3")


class Part(models.TextChoices):
    """How much of the text."""

    WHOLE = "whole", _("全文")
    SUMMARY = "summary", _("只张贴摘要，全文扫码阅读")


class SheetForm(forms.Form):
    """Paper, part and posting period."""

    sheet = forms.ChoiceField(
        label=_("纸张"), choices=Paper.choices, initial=Paper.A4, widget=forms.RadioSelect
    )
    part = forms.ChoiceField(
        label=_("内容"), choices=Part.choices, initial=Part.WHOLE, widget=forms.RadioSelect
    )
    since = forms.DateField(
        label=_("张贴日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("张贴至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("写在张贴版的下方；不写的留空。"),
    )

    def __init__(self, *args: Any, has_summary: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        if not has_summary:
            self.fields["part"].choices = [  # type: ignore[attr-defined]  # a choice field
                (Part.WHOLE.value, Part.WHOLE.label)
            ]
        for name, field in self.fields.items():
            marks = [f"id_{name}_helptext"] if field.help_text else []
            marks += [f"id_{name}_error"] if self.errors.get(name) else []
            if marks and not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs["aria-describedby"] = " ".join(marks)

    def clean(self) -> dict[str, Any]:
        """The period ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("截止日期早于张贴日期，请改正其中一个。"))
        return cleaned
