"""Forms of the notifications in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .enums import CHOSEN
from .services.endpoints import forget_failures


class EndpointForm(WagtailAdminModelForm):
    """Form of an endpoint: events to tick, an address that is looked at."""

    events = forms.MultipleChoiceField(
        label=_("通知事项"),
        choices=[(str(event), event.label) for event in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个通知事项。")},
    )

    def save(self, commit: bool = True) -> Any:
        """Store; who switches an endpoint on again begins anew with it."""
        if self.instance.active and "active" in self.changed_data:
            forget_failures(self.instance)
        return super().save(commit=commit)
