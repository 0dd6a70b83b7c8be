"""法定事项的类别: which categories hold the entries of the law, and making those missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..enums import Level
from ..forms import own_columns
from ..services import statutory
from .addresses import STATUTORY
from .keepers import KeepersView


class ColumnForm(forms.Form):
    """Which column, and whose list of 第二十一条."""

    column: Any = forms.ModelChoiceField(
        label=_("公开栏目"),
        queryset=None,
        empty_label=None,
        error_messages={"required": _("请选择公开栏目。")},
    )
    level = forms.ChoiceField(
        label=_("第二十一条适用"),
        choices=[(Level.TOWNSHIP, _("乡镇")), (Level.COUNTY, _("设区的市、县"))],
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["column"].queryset = own_columns(user)


class StatutoryView(KeepersView):
    """GET shows what would be done; POST does it."""

    page_title = _("法定事项的类别")
    header_icon = "list-ul"
    template_name = "gongkai_standards/admin/statutory.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What would be done in a column: of the only one without asking."""
        first = own_columns(request.user).first()
        initial = {"column": first.pk if first else "", "level": Level.TOWNSHIP}
        form = ColumnForm({**initial, **request.GET.dict()}, user=request.user)
        told = None
        if form.is_valid():
            told = statutory.plan(form.cleaned_data["column"], form.cleaned_data["level"])
        return self._shown(form, told)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Bind and make."""
        form = ColumnForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._shown(form, None)
        column = form.cleaned_data["column"].specific
        try:
            told = statutory.build(column, form.cleaned_data["level"], request.user)
        except PermissionDenied as error:
            messages.error(request, str(error))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            said = _now("已对应%(bound)d个类别，新建%(new)d个。") % {
                "bound": len(told.to_bind),
                "new": len(told.missing),
            }
            messages.success(request, said)
        level = form.cleaned_data["level"]
        return redirect(f"{reverse(STATUTORY)}?column={column.pk}&level={level}")

    def _shown(self, form: ColumnForm, told: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form, plan=told))
        return answer
