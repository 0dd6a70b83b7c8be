"""Checks of the editing forms that depend on who is editing."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

ANY_ORGAN_PERMISSION = "gongkai_catalogue.disclose_for_any_organ"


class ItemPageForm(WagtailAdminPageForm):
    """Form of an item: own organs only, and index numbers that nobody else bears."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._published_before and "index_number" in self.fields:
            self.fields["index_number"].disabled = True
        self._original_organ_id = self.instance.organ_id

    def clean_index_number(self) -> str:
        """Refuse a number that another item bears, bore or holds."""
        from .services import index_numbers

        number: str = self.cleaned_data["index_number"].strip()
        if number and not self.instance._published_before:
            try:
                index_numbers.refuse_taken(self.instance, number)
            except ValidationError as error:
                raise ValidationError(error.message_dict["index_number"]) from error
        return number

    def clean_organ(self) -> Any:
        """Refuse an organ that the editor does not work for, as it was and as it becomes."""
        organ = self.cleaned_data["organ"]
        user = self.for_user
        if user is None or user.has_perm(ANY_ORGAN_PERMISSION):
            return organ
        queryset = apps.get_model("gongkai_catalogue", "Organ").objects
        own = queryset.subtree_ids(user.disclosure_organs.values_list("pk", flat=True))
        if self._original_organ_id and self._original_organ_id not in own:
            raise ValidationError(
                _("这个条目由其他机构发布，您只能编辑本机构及其下属机构的条目。"), code="foreign"
            )
        if organ and organ.pk not in own:
            raise ValidationError(
                _("您不是“%s”的信息员，请选择本机构或其下属机构。") % organ.name, code="foreign"
            )
        return organ
