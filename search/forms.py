"""Forms of the search in the admin."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class RecordedForm(WagtailAdminModelForm):
    """Records who entered a row and who changed it last."""

    def save(self, commit: bool = True) -> Any:
        if self.instance._state.adding:
            self.instance.created_by = self.for_user
        self.instance.changed_by = self.for_user
        return super().save(commit=commit)
