"""The page on which a period is chosen, and the register of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from ..models import ReviewRecord
from ..reach import reach_of
from ..record_policy import VIEW
from ..register import CONTENT_TYPE, Period, register_title, write_register

_FIRST_YEAR, _LAST_YEAR = 2000, 2999


class PeriodForm(forms.Form):
    """A year, a month of it, or the days from one to another."""

    year = forms.IntegerField(
        label=_("年度"),
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        required=False,
        help_text=_("如2014。只填年度，导出全年。"),
    )
    month = forms.TypedChoiceField(
        label=_("月份"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("全年")), *((month, _("%d月") % month) for month in range(1, 13))],
    )
    first = forms.DateField(
        label=_("起始日期"),
        required=False,
        widget=AdminDateInput,
        help_text=_("不按年度导出时，填写起止日期。"),
    )
    last = forms.DateField(label=_("截止日期"), required=False, widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        """One period, and no more than one."""
        data: dict[str, Any] = super().clean() or {}
        year, month = data.get("year"), data.get("month")
        first, last = data.get("first"), data.get("last")
        if self.errors:
            return data
        if year and (first or last):
            self.add_error("first", _("已经填写年度，请清除起止日期，或者清除年度。"))
        elif month and not year:
            self.add_error("year", _("选择了月份，请填写年度。"))
        elif not year and not (first and last):
            missing = "first" if last else "last" if first else "year"
            self.add_error(missing, _("请填写年度，或者填写起始日期和截止日期。"))
        elif first and last and last < first:
            self.add_error("last", _("截止日期早于起始日期，请改正其中一个。"))
        return data

    def period(self) -> Period:
        """The period of a valid form."""
        data = self.cleaned_data
        if data["year"] and data["month"]:
            return Period.of_month(data["year"], data["month"])
        if data["year"]:
            return Period.of_year(data["year"])
        return Period.between(data["first"], data["last"])


class RegisterView(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # untyped
    """Asks for a period; answers with the workbook."""

    page_title = _("导出审查台账")
    header_icon = "download"
    template_name = "gongkai_review/admin/register.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who reads records."""
        if not request.user.has_perm(VIEW):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form, or what it asks for."""
        form = PeriodForm(request.GET or None, initial={"year": timezone.localdate().year})
        if form.is_bound and form.is_valid():
            period = form.period()
            return FileResponse(
                write_register(period, reach_of(request.user).records()),
                as_attachment=True,
                filename=f"{register_title(period)}.xlsx",
                content_type=CONTENT_TYPE,
            )
        page: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list of records."""
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("gongkai_review_records:index"),
                "label": ReviewRecord._meta.verbose_name_plural,
            },
            {"url": "", "label": _now("导出审查台账")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, with what its date pickers need."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media}
