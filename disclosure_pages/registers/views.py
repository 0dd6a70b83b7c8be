"""Views of the registers: those of modeladmin, with what they leave open closed.

They show an office's rows only to who may see that office, ignore parameters that no filter knows
(modeladmin would put any of them into the query), and answer bad ones with a list, not an error.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import AdminURLHelper, ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import (
    CreateView,
    EditView,
    HistoryView,
    IndexView,
    InspectView,
)

from ..catalogue_app import catalogue_module
from .exports import as_csv, as_workbook
from .filters import counted_in


def _reaches(user: Any, row: Any) -> bool:
    return bool(catalogue_module("organ_reach").reaches(user, row.organ_id))


class RegisterPermissionHelper(PermissionHelper):  # type: ignore[misc]  # modeladmin is untyped
    """Django's permissions of the model, for rows of the organs within reach."""

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return super().user_can_inspect_obj(user, obj) and _reaches(user, obj)

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return super().user_can_edit_obj(user, obj) and _reaches(user, obj)

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return super().user_can_delete_obj(user, obj) and _reaches(user, obj)


class ReadingPermissionHelper(RegisterPermissionHelper):
    """Rows that a service writes: they are read here, and nothing else."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class RegisterURLHelper(AdminURLHelper):  # type: ignore[misc]  # modeladmin is untyped
    """Rows have whole numbers for keys, of a size that every database knows."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


class RegisterButtonHelper(ButtonHelper):  # type: ignore[misc]  # modeladmin is untyped
    """Buttons in the words of this admin."""

    def add_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._named(super().add_button(*args, **kwargs), _("新增"))

    def inspect_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._named(super().inspect_button(*args, **kwargs), _("查看"))

    def edit_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._named(super().edit_button(*args, **kwargs), _("修改"))

    def delete_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._named(super().delete_button(*args, **kwargs), _("删除"))

    def _named(self, button: dict[str, Any], label: str) -> dict[str, Any]:
        return {**button, "label": label, "title": f"{label}{self.verbose_name}"}


class RegisterIndexView(IndexView):  # type: ignore[misc]  # modeladmin is untyped
    """The list, with its filters and downloads."""

    def get_buttons_for_obj(self, obj: Any) -> list[dict[str, Any]]:
        """The name of a row leads to its form already."""
        buttons: list[dict[str, Any]] = self.button_helper.get_buttons_for_obj(
            obj, exclude=["edit"], classnames_add=["button-small"]
        )
        return buttons

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Only what a filter knows."""
        known = {each.parameter_name for each in self.list_filter}
        found = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name in known}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> Any:
        # PostgreSQL takes no NUL in a text.
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        """The filtered list as a file."""
        export = as_workbook if spreadsheet_format == self.FORMAT_XLSX else as_csv
        return export(self.verbose_name_plural, self.model_admin.sheet_columns(), queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is counted, where a figure led here."""
        counted = counted_in(self.request, self.model)
        if counted is not None:
            found = self.queryset.order_by()
            number: Any = found.count()
            if counted.measure:
                number = found.aggregate(total=Sum(counted.measure))["total"]
            kwargs["counted_label"] = counted.label
            kwargs["counted_year"] = self.request.GET.get("year")
            kwargs["counted_number"] = counted.number(number)
            kwargs["counted_unit"] = counted.unit
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context


class _SavingMixin:
    """Saves and logs together, and says it when another row was quicker."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc,no-any-return]  # of the view
        except IntegrityError:
            form.add_error(
                None, _("没有保存：刚刚有人登记了相同的记录，或者机构已被删除。请核对后重新保存。")
            )
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]


class RegisterCreateView(_SavingMixin, CreateView):  # type: ignore[misc]  # modeladmin is untyped
    page_title = gettext_lazy("新增")


class RegisterEditView(_SavingMixin, EditView):  # type: ignore[misc]  # modeladmin is untyped
    pass


class RegisterInspectView(InspectView):  # type: ignore[misc]  # modeladmin is untyped
    """A row, read only; yes and no in words, and noughts as noughts."""

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        value = getattr(self.instance, field_name, None)
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if value == 0 or isinstance(value, (date, Model)):
            return value
        return super().get_field_display_value(field_name, field)


class RegisterHistoryView(HistoryView):  # type: ignore[misc]  # modeladmin is untyped
    """The history of a row, for who may see the row."""

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_inspect_obj(user, self.instance))
