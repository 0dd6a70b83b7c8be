"""The admin page on which an earlier text of a report is taken from the public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models.versions import ReportVersion
from .versions import withhold


class WithholdForm(forms.Form):
    """Why an earlier text is not shown any more."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("不再公开的原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明不再公开的原因。")},
        help_text=_("记入操作日志，不对外公开。不要抄录身份证号等个人信息。"),
    )


class WithholdVersionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]  # untyped
    """Asks why, and withholds on POST only."""

    template_name = "gongkai_pages/admin/withhold_version.html"
    form_class = WithholdForm
    page_title = _("不再公开旧版本")
    header_icon = "no-view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may take the report itself back."""
        if not self.version.page.permissions_for_user(request.user).can_unpublish():
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def version(self) -> ReportVersion:
        """The text that the address names."""
        versions = ReportVersion.objects.select_related("page")
        return get_object_or_404(versions, pk=self.kwargs["pk"])

    @property
    def edit_url(self) -> str:
        """The editor of the report."""
        return reverse("wagtailadmin_pages:edit", args=[self.version.page_id])

    def get_page_subtitle(self) -> str:
        """Which text of which report."""
        return f"{self.version.page.draft_title} {self.version}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "edit_url": self.edit_url}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            withhold(self.version, self.request.user, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, str(_("“%s”不再公开。")) % self.get_page_subtitle())
        return redirect(self.edit_url)
