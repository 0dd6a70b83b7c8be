"""Forms of the monitor's pages in the admin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .enums import Severity, Watch
from .models import MonitorSettings
from .rules.places import guessed_watch


class FilterForm(forms.Form):
    """What is shown of a day's findings. A value that is not offered is told of and left out."""

    day = forms.ChoiceField(label=_("日期"), required=False)
    severity = forms.ChoiceField(label=_("程度"), required=False)
    rule = forms.ChoiceField(label=_("规则"), required=False)
    organ = forms.ChoiceField(label=_("责任机构"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        days: Iterable[date],
        rules: Sequence[tuple[str, Any]],
        organs: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["day"].choices = [("", _("最近一次")), *((f"{each}", f"{each}") for each in days)]
        fields["severity"].choices = [("", _("全部")), *Severity.choices]
        fields["rule"].choices = [("", _("全部")), *rules]
        fields["organ"].choices = [("", _("全部")), *((str(pk), name) for pk, name in organs)]

    def chosen(self) -> dict[str, str]:
        """What was chosen and is offered."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SettingsForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """The numbers of a column, and a kind for each of its categories.

    Args:
        categories: key, title, depth and what the office said ("" where it said nothing).
    """

    class Meta:
        model = MonitorSettings
        exclude = ["column"]

    def __init__(
        self, *args: Any, categories: Sequence[tuple[int, str, int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.number_names = list(self.fields)
        self.category_keys = {f"watch-{pk}": pk for pk, _title, _depth, _said in categories}
        labels = dict(Watch.choices)
        for pk, title, depth, said in categories:
            guess = _now("按名称判断（%s）") % labels[guessed_watch(title)]
            self.fields[f"watch-{pk}"] = forms.ChoiceField(
                label="　" * depth + title,
                choices=[("", guess), *Watch.choices],
                required=False,
                initial=said,
            )

    def numbers(self) -> list[Any]:
        """The fields for numbers."""
        return [self[name] for name in self.number_names]

    def kinds(self) -> list[Any]:
        """The fields for kinds."""
        return [self[name] for name in self.category_keys]

    def watches(self) -> dict[int, str]:
        """By the key of a category what was chosen."""
        return {pk: self.cleaned_data[name] for name, pk in self.category_keys.items()}
