"""Pages on which the tables of a year are filled in and checked."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ..reports.checking import CheckedBreach, check_statistics
from ..reports.facts import facts_of
from ..statistics import services
from ..statistics.addresses import NAMESPACE
from ..statistics.figures import Figures, plain
from ..statistics.models import FROZEN_MESSAGE, AnnualStatistics, AnnualValue
from ..statutory.forms import form_for
from .findings import Findings
from .forms import EntryForm, dump
from .numbers import write_number
from .saving import Conflict, Conflicts, Saved, save_entries, save_remarks
from .sheet import Page, states_of

VIEW_PERMISSION = "gongkai_pages.view_annualstatistics"


class OfStatistics(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # untyped
    """A page about the statistics that its address names, for who may see them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (self.may_change or request.user.has_perm(VIEW_PERMISSION)):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def statistics(self) -> AnnualStatistics:
        """The statistics."""
        every = AnnualStatistics.objects.select_related("organ", "frozen_by")
        return get_object_or_404(every, pk=self.kwargs["pk"])

    @cached_property
    def may_change(self) -> bool:
        """Whether the user may enter numbers."""
        return bool(self.request.user.has_perm(services.CHANGE_PERMISSION))

    def url(self, name: str) -> str:
        """Address of another page of these statistics."""
        return reverse(f"{NAMESPACE}:{name}", args=[self.statistics.pk])

    def get_page_subtitle(self) -> str:
        """Which organ and year."""
        return str(self.statistics)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the page of the statistics."""
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(f"{NAMESPACE}:list"),
                "label": AnnualStatistics._meta.verbose_name_plural,
            },
            {"url": self.url("edit"), "label": str(self.statistics)},
            {"url": "", "label": self.page_title},
        ]


class _OfTables(OfStatistics):
    """What the page and its check have in common: the form, and what the rules say of it."""

    @cached_property
    def figures(self) -> Figures:
        """What is stored and counted."""
        return services.figures_of(self.statistics, self.request)

    def make_form(self, data: Any = None) -> EntryForm:
        """The form, filled with ``data`` or with what is stored."""
        return EntryForm(self.figures, form_for(self.statistics.year), data)

    def check_form(self, form: EntryForm) -> list[CheckedBreach]:
        """What the rules say of the numbers in the form."""
        facts = facts_of(self.statistics, figures=form.preview)
        return check_statistics(self.statistics, facts=facts)


class EntryView(_OfTables):
    """填报表格: the tables of the year with an input for each number."""

    page_title = _("填报表格")
    header_icon = "table"
    template_name = "gongkai_pages/admin/entry.html"

    @property
    def header_buttons(self) -> list[Any]:
        """The way to what the numbers come from."""
        return [
            HeaderButton(_("数字来源"), url=self.url("provenance"), icon_name="list-ul"),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The tables as they are stored."""
        form = self.make_form()
        return self.show(form, read_only=self.statistics.is_frozen or not self.may_change)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save, or show again what was typed, with what is wrong with it."""
        if not self.may_change:
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        form = self.make_form(request.POST)
        if self.statistics.is_frozen:
            form.is_valid()
            form.add_error(None, FROZEN_MESSAGE)
            return self.show(form)
        if not form.is_valid():
            return self.show(form)
        try:
            saved = save_entries(
                self.statistics,
                form.changes,
                form.base_numbers,
                form.cleaned_data["reason"],
                request.user,
            )
        except Conflicts as found:
            return self.show(self.rebased(form, found.conflicts))
        except ValidationError as error:
            self.add_errors(form, error)
            return self.show(form)
        self.tell(saved, save_remarks(self.statistics, form.remarks, request.user))
        return redirect(self.url("entry"))

    def add_errors(self, form: EntryForm, error: ValidationError) -> None:
        """Put what the statistics refuse where it belongs."""
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return
        for code, problems in error.error_dict.items():
            form.add_error(code if code in form.fields else None, problems)

    def rebased(self, form: EntryForm, conflicts: list[Conflict]) -> EntryForm:
        """The same typing on top of what others saved; saving again is then on purpose."""
        del self.figures
        stored = {each.code: each.override for each in self.figures}
        data: Any = self.request.POST.copy()
        touched = form.changes
        for code in form.codes:
            if code not in touched:
                data[code] = write_number(stored.get(code))
        data["base"] = dump({code: each for code, each in stored.items() if each is not None})
        again = self.make_form(data)
        again.is_valid()
        for conflict in conflicts:
            again.add_error(conflict.code, _describe(conflict))
        return again

    def tell(self, saved: Saved, lost: list[str]) -> None:
        """Say what was done, and what could not be."""
        if saved.changed:
            told = ngettext("已保存%d个数字。", "已保存%d个数字。", saved.changed) % saved.changed
        else:
            told = _now("已保存。数字没有改动。")
        if saved.merged:
            told += _now("填写期间他人另外保存了%d个数字，已一并保留。") % saved.merged
        messages.success(self.request, told)
        for text in lost:
            messages.warning(
                self.request, _now("说明“%s”所针对的提醒已经不存在，没有保存。") % text
            )

    def show(self, form: EntryForm, *, read_only: bool = False) -> HttpResponse:
        """The page."""
        checked = self.check_form(form)
        page = Page(form, checked)
        context = self.get_context_data(
            form=form,
            sheets=page.sheets,
            others=page.others,
            findings=Findings(form, checked),
            read_only=read_only,
            statistics=self.statistics,
            report_form=form.report_form,
            action_url=self.url("entry"),
            check_url=self.url("check"),
            provenance_url=self.url("provenance"),
            has_unsaved_changes=form.is_bound,
        )
        response: HttpResponse = self.render_to_response(context)
        return response


class CheckView(_OfTables):
    """What the rules say of numbers that are not saved yet, for the script of the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Breaches and mistakes as JSON, how each cell stands, and the list as HTML."""
        form = self.make_form(request.POST)
        checked = self.check_form(form)
        findings = Findings(form, checked)
        html = render_to_string(
            "gongkai_pages/admin/entry_findings.html", {"findings": findings}, request
        )
        states = states_of(checked, form.mistakes)
        return JsonResponse({**findings.as_json(), "states": states, "html": html})


def _describe(conflict: Conflict) -> str:
    """Who did what, and how to go on."""
    row = conflict.row or AnnualValue()
    who = user_display_name(row.entered_by) if row.entered_by else _now("他人")
    when = timezone.localtime(row.entered_at).strftime("%H:%M") if row.entered_at else ""
    if conflict.stored is None:
        return _now("填写期间他人已清除这个数字。要保留您的数字，请再次保存；否则请清空。")
    return _now(
        "填写期间%(who)s%(when)s已改为%(theirs)s。要保留您的数字，请再次保存；否则请改为%(theirs)s。"
    ) % {
        "who": who,
        "when": _now("于%s") % when if when else "",
        "theirs": write_number(plain(row.override)),
    }
