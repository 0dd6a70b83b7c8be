"""The form of a register row: organs that the user may keep, each below its superior."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from ..catalogue_app import catalogue_module


class RegisterForm(WagtailAdminModelForm):
    """Who works for one organ only need not choose it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organ"]
        field.queryset = catalogue_module("organ_reach").organs_of(self.for_user)
        organs = list(field.queryset)
        forms = catalogue_module("forms")
        field.choices = [("", "---------"), *forms.indented_organs(organs)]
        if self.instance._state.adding and not self.instance.organ_id and organs:
            # Of several, the one that stands above the others.
            roots = [each for each in organs if each.parent_id not in {one.pk for one in organs}]
            if len(roots) == 1:
                self.initial["organ"] = roots[0].pk
