"""The form on which the office enters a day."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class WorkdayOverrideForm(WagtailAdminModelForm):
    """Records who entered the row; later edits are in Wagtail's own history."""

    def save(self, commit: bool = True) -> Any:
        if self.instance._state.adding:
            self.instance.entered_by = self.for_user
        return super().save(commit=commit)
