"""Admin pages on which statistics are frozen and unfrozen."""

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
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView

from ..entry.standing import note_standing
from . import services
from .addresses import NAMESPACE
from .models import FROZEN_MESSAGE, AnnualStatistics


class UnfreezeForm(forms.Form):
    """Why figures that were signed off are opened again."""

    reason = forms.CharField(
        label=_("解除冻结的原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明解除冻结的原因。")},
        help_text=_("记入操作日志，以后可以查阅。"),
    )


class _ConfirmView(WagtailAdminTemplateMixin, FormView):
    """Asks before it acts, and acts on POST only."""

    template_name = "gongkai_pages/admin/confirm_freeze.html"
    form_class: type[forms.Form] = forms.Form
    header_icon = "lock"
    explanation: Any = ""
    action_label: Any = ""
    done_message: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(services.FREEZE_PERMISSION):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def statistics(self) -> AnnualStatistics:
        """The statistics that the address names."""
        return get_object_or_404(AnnualStatistics, pk=self.kwargs["pk"])

    @property
    def edit_url(self) -> str:
        """Where the office came from."""
        return reverse(f"{NAMESPACE}:edit", args=[self.statistics.pk])

    def get_page_subtitle(self) -> str:
        """Which organ and year."""
        return str(self.statistics)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "edit_url": self.edit_url}

    def act(self, form: forms.Form) -> None:
        """Do what the page asks about."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            if not hasattr(error, "error_dict"):
                form.add_error(None, error)
            else:
                for name, problems in error.error_dict.items():
                    form.add_error(name, problems)
            return self.form_invalid(form)
        messages.success(self.request, str(self.done_message))
        return redirect(self.edit_url)


class FreezeView(_ConfirmView):
    """Sign the figures off."""

    page_title = _("冻结统计")
    explanation = _("冻结后，本年度的数字保持现在的值，不随以后公开的条目变化，也不能再修改。")
    action_label = _("确认冻结")
    done_message = _("统计已冻结。")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = services.figures_of(self.statistics)
        missing = [each for each in figures if each.value is None]
        return {**super().get_context_data(**kwargs), "missing": missing}

    def act(self, form: forms.Form) -> None:
        """Freeze."""
        services.freeze(self.statistics, self.request.user)
        note_standing(self.statistics)


class UnfreezeView(_ConfirmView):
    """Open the figures again."""

    page_title = _("解除冻结")
    form_class = UnfreezeForm
    header_icon = "lock-open"
    explanation = _("解除冻结后，本年度的数字重新随公开的条目变化；冻结时保存的值不再保留。")
    action_label = _("确认解除")
    done_message = _("已解除冻结。")

    def act(self, form: forms.Form) -> None:
        """Unfreeze."""
        services.unfreeze(self.statistics, self.request.user, form.cleaned_data["reason"])


class AnnualStatisticsIndexView(IndexView):
    """The years of all organs, with the way to the tables of each."""

    def get_base_queryset(self) -> Any:
        """With what each line shows, in as many queries however many there are."""
        return super().get_base_queryset().select_related("organ", "frozen_by")

    @cached_property
    def header_buttons(self) -> list[Any]:
        """New statistics, or those of a report that was published."""
        buttons: list[Any] = super().header_buttons
        if self.request.user.has_perm(services.CHANGE_PERMISSION):
            url = reverse("gongkai_pages_import_report")
            buttons.append(HeaderButton(_("导入年度报告"), url=url, icon_name="upload"))
        return buttons

    def get_list_more_buttons(self, instance: AnnualStatistics) -> list[Any]:
        """The tables and their sources before what every snippet has."""
        return [
            ListingButton(
                _("填报表格"),
                url=reverse(f"{NAMESPACE}:entry", args=[instance.pk]),
                icon_name="table",
                priority=5,
            ),
            ListingButton(
                _("数字来源"),
                url=reverse(f"{NAMESPACE}:provenance", args=[instance.pk]),
                icon_name="list-ul",
                priority=6,
            ),
            *super().get_list_more_buttons(instance),
        ]


class AnnualStatisticsCreateView(CreateView):
    """Organ and year; then come the tables."""

    def get_success_url(self) -> str:
        """On to the tables."""
        return reverse(f"{NAMESPACE}:entry", args=[self.object.pk])


class AnnualStatisticsEditView(EditView):
    """How the figures of a year stand; they are entered on a page of their own."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The tables and their sources before what every snippet has."""
        pages = [
            Button(
                label,
                url=reverse(f"{NAMESPACE}:{name}", args=[self.object.pk]),
                icon_name=icon,
                priority=priority,
            )
            for label, name, icon, priority in (
                (_("填报表格"), "entry", "table", 1),
                (_("数字来源"), "provenance", "list-ul", 2),
            )
        ]
        return [*pages, self._report_button, *super().header_more_buttons]

    @property
    def _report_button(self) -> Button:
        """The report that cites the figures, begun where there is none yet."""
        url = reverse("gongkai_pages_start_report", args=[self.object.pk])
        return Button(_("年度报告"), url=url, icon_name="doc-full", priority=3)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.is_frozen:
            messages.error(request, str(FROZEN_MESSAGE))
            return redirect(self.get_edit_url())
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer


class AnnualStatisticsDeleteView(DeleteView):
    """Figures that were signed off are not deleted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        statistics = AnnualStatistics.objects.filter(pk=self.kwargs["pk"]).first()
        if statistics and statistics.is_frozen:
            messages.error(request, str(FROZEN_MESSAGE))
            return redirect(f"{NAMESPACE}:edit", statistics.pk)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
