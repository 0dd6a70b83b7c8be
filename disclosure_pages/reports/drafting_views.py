"""Admin pages on which a report is begun, and on which its first text is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models import AnnualReportPage, AnnualStatistics
from ..statistics.addresses import NAMESPACE
from . import drafting, starting


class DraftForm(forms.Form):
    """Whether texts that are there are written anew."""

    replace = forms.BooleanField(
        label=_("替换已有的文字"),
        required=False,
        help_text=_("不勾选的，只起草没有文字的部分。替换前的文字保留在页面的历史版本中。"),
    )


class StartForm(forms.Form):
    """Whether the first text is made at once."""

    with_text = forms.BooleanField(
        label=_("同时起草正文"),
        required=False,
        initial=True,
        help_text=_("按本年度的统计写出各部分的初稿，以后也可以再起草。"),
    )


class _ReportView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]  # untyped
    """Shows what will be done, and does it on POST only."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it; on a refusal say why, with what was chosen."""
        try:
            url = self.act(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        return redirect(url)

    def act(self, form: forms.Form) -> str:
        """Do it, and give the address to go on at."""
        raise NotImplementedError


class DraftReportView(_ReportView):
    """起草正文: the parts that get a text, and the year beside the last."""

    template_name = "gongkai_pages/admin/draft_report.html"
    form_class = DraftForm
    page_title = _("起草正文")
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who may edit the report."""
        try:
            self.refusal = drafting.refusal_to_draft(self.report, request.user)
        except PermissionDenied:
            refused: HttpResponseBase = permission_denied(request)
            return refused
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def report(self) -> Any:
        """The report that the address names."""
        return get_object_or_404(AnnualReportPage, pk=self.kwargs["pk"])

    @property
    def edit_url(self) -> str:
        """Its editor."""
        return reverse("wagtailadmin_pages:edit", args=[self.report.pk])

    def get_page_subtitle(self) -> str:
        """Which report."""
        return str(self.report.draft_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.report.get_latest_revision_as_object()
        in_column = self.report.column_above() is not None
        return {
            **super().get_context_data(**kwargs),
            "edit_url": self.edit_url,
            "refusal": self.refusal,
            "parts": drafting.parts_to_draft(latest),
            "years": drafting.compared_with_last_year(latest) if in_column else [],
            "year": latest.year,
        }

    def act(self, form: forms.Form) -> str:
        """Draft, and back to the editor."""
        drafting.draft(self.report, self.request.user, replace=form.cleaned_data["replace"])
        messages.success(
            self.request, str(_("已起草正文，存为新的草稿。标有【请补充……】的地方请自行补写。"))
        )
        return self.edit_url


class StartReportView(_ReportView):
    """新建年度报告: the report of the organ and year of some statistics."""

    template_name = "gongkai_pages/admin/start_report.html"
    form_class = StartForm
    page_title = _("新建年度报告")
    header_icon = "doc-empty"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A report that exists is opened."""
        report = starting.report_of(self.statistics)
        if report is not None:
            if not report.permissions_for_user(request.user).can_edit():
                return self._denied()
            return redirect("wagtailadmin_pages:edit", report.pk)
        if starting.index_of(self.statistics.organ) and not starting.may_start(
            self.statistics, request.user
        ):
            return self._denied()
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def _denied(self) -> HttpResponseBase:
        refused: HttpResponseBase = permission_denied(self.request)
        return refused

    @cached_property
    def statistics(self) -> AnnualStatistics:
        """The statistics that the address names."""
        return get_object_or_404(
            AnnualStatistics.objects.select_related("organ"), pk=self.kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        """Which organ and year."""
        return str(self.statistics)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "statistics": self.statistics,
            "statistics_url": reverse(f"{NAMESPACE}:edit", args=[self.statistics.pk]),
        }

    def act(self, form: forms.Form) -> str:
        """Make the page, draft it where that was asked for, and open it."""
        page = starting.start_report(self.statistics, self.request.user)
        if form.cleaned_data["with_text"]:
            drafting.draft(page, self.request.user)
        messages.success(self.request, str(_("已建立年度报告草稿“%s”。")) % page.title)
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
