"""The page on which an office says that its registers of a year are complete."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..catalogue_app import catalogue_module
from .confirmations import FIRST_YEAR, RegisterConfirmation
from .kinds import Register
from .models import ROWS_OF
from .services import CONFIRM, WITHDRAW, RegisterState, set_confirmations, states_of

CONFIRMATIONS = "gongkai_register_confirmations"


class ChooseForm(forms.Form):
    """Whose registers of which year."""

    organ = forms.TypedChoiceField(label=_("机构"), coerce=int)
    year = forms.IntegerField(
        label=_("年度"),
        min_value=FIRST_YEAR,
        error_messages={"required": _("请填写年度，如2025。"), "invalid": _("请填写四位数字。")},
    )

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        catalogue = catalogue_module("forms")
        organs = catalogue_module("organ_reach").organs_of(user)
        self.organs = {organ.pk: organ for organ in organs}
        organ_field: Any = self.fields["organ"]
        organ_field.choices = list(catalogue.indented_organs(self.organs.values()))
        this_year = timezone.localdate().year
        year_field: Any = self.fields["year"]
        year_field.max_value = this_year
        year_field.validators.append(_not_after(this_year))


def _not_after(this_year: int) -> Any:
    def check(year: int) -> None:
        if year > this_year:
            raise ValidationError(_now("%d年尚未开始，请填写不晚于今年的年度。") % year)

    return check


class ConfirmForm(forms.Form):
    """Which registers are complete."""

    registers = forms.MultipleChoiceField(
        choices=Register.choices,
        required=False,
        error_messages={"invalid_choice": _("没有这样的台账：%(value)s。")},
    )
    remark = forms.CharField(
        label=_("说明"),
        max_length=255,
        required=False,
        help_text=_("可以不填；如“各办公室均已书面报告，全年没有”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ConfirmationsView(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # untyped
    """Every register of an organ and year, with how many rows it has, to be ticked off."""

    page_title = _("台账确认")
    header_icon = "circle-check"
    template_name = "gongkai_pages/admin/register_confirmations.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may confirm."""
        if not request.user.has_perm(CONFIRM):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        return self._show(self._choose(), ConfirmForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Confirm what is ticked, and take back what is not."""
        choose, form = self._choose(), ConfirmForm(request.POST)
        if not (choose.is_valid() and form.is_valid()):
            return self._show(choose, form)
        organ, year = choose.organs[choose.cleaned_data["organ"]], choose.cleaned_data["year"]
        chosen = set(form.cleaned_data["registers"])
        if not request.user.has_perm(WITHDRAW):
            # Ticks of those cannot be taken out on the page either.
            chosen |= {
                state.register.value for state in states_of(organ, year) if state.confirmation
            }
        new, gone = set_confirmations(
            organ, year, chosen, request.user, form.cleaned_data["remark"]
        )
        self._tell(new, gone)
        query = urlencode({"organ": organ.pk, "year": year})
        return redirect(f"{reverse(CONFIRMATIONS)}?{query}")

    def _choose(self) -> ChooseForm:
        data = {**self._usual(), **self.request.GET.dict()}
        return ChooseForm(data, user=self.request.user)

    def _usual(self) -> dict[str, Any]:
        """The organ above the others, and the year that is being reported on."""
        organs = list(catalogue_module("organ_reach").organs_of(self.request.user))
        known = {organ.pk for organ in organs}
        first = next((organ.pk for organ in organs if organ.parent_id not in known), "")
        today = timezone.localdate()
        return {"organ": first, "year": today.year - 1}

    def _tell(self, new: list[Register], gone: list[Register]) -> None:
        if new:
            names = "、".join(str(each.label) for each in new)
            messages.success(self.request, _now("已确认：%s。") % names)
        if gone:
            names = "、".join(str(each.label) for each in gone)
            messages.warning(self.request, _now("已撤销确认：%s。") % names)
        if not (new or gone):
            messages.info(self.request, _now("没有变化。"))

    def _show(self, choose: ChooseForm, form: ConfirmForm) -> HttpResponseBase:
        context = self.get_context_data(choose=choose, form=form, rows=[])
        if choose.is_valid():
            organ, year = choose.organs[choose.cleaned_data["organ"]], choose.cleaned_data["year"]
            context |= {
                "organ": organ,
                "year": year,
                "is_running": year == timezone.localdate().year,
                "may_withdraw": self.request.user.has_perm(WITHDRAW),
                "rows": [self._row(state, organ, year, form) for state in states_of(organ, year)],
            }
        page: HttpResponseBase = self.render_to_response(context)
        return page

    def _row(
        self, state: RegisterState, organ: Any, year: int, form: ConfirmForm
    ) -> dict[str, Any]:
        ticked = state.confirmation is not None
        if form.is_bound:
            ticked = state.register.value in form.data.getlist("registers")  # type: ignore[attr-defined]
        options = ROWS_OF[state.register]._meta
        index = reverse(f"{options.app_label}_{options.model_name}_modeladmin_index")
        return {
            "state": state,
            "ticked": ticked,
            "url": f"{index}?{urlencode({'organ': organ.pk, 'year': year})}",
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Beside the list of confirmations."""
        options = RegisterConfirmation._meta
        index = reverse(f"{options.app_label}_{options.model_name}_modeladmin_index")
        return [
            *self.breadcrumbs_items,
            {"url": index, "label": _("确认记录")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The forms, with their media."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media + context["choose"].media}
