"""The page on which one text is reviewed or approved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..content import content_digest, files_of
from ..enums import Action, Decision
from ..forms import ApprovalForm, ReviewForm, StepForm
from ..four_eyes import authors_of, name_of, names_of
from ..models import LeaderApprovalTask, ReviewRecord
from ..queue import as_entries
from ..services import decisions
from ..services.findings import findings_of, may_answer
from ..services.records import last_decisive
from .editing import add_errors
from .seen import as_seen, was_changed
from .steps import StepMixin
from .words import RecordInWords


class DecideView(StepMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Text, files, findings and history at one side, the form at the other.

    A decision goes through ``services.decisions``; its sentences stand at their fields, and nothing
    that was typed is lost. It is about the text that was shown: the form carries its digest.
    """

    template_name = "gongkai_review/admin/decide.html"
    header_icon = "clipboard-list"
    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever comes to what is decided already is told so."""
        if self.state.status != self.state.STATUS_IN_PROGRESS:
            messages.warning(request, self._done())
            return redirect("gongkai_review:queue")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide, hand back, or have it reviewed again, by the button that was pressed."""
        act = self._acts().get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        self.form = form = self._form_class()(request.POST)
        if form.is_valid():
            try:
                said = as_seen(self.state, form.cleaned_data["seen"], partial(act, form))
            except ValidationError as error:
                add_errors(form, error)
                if was_changed(error):
                    self._start_over(form)
            except PermissionDenied as error:
                messages.error(request, str(error) or _("您不能办理这一环节。"))
                return redirect("gongkai_review:queue")
            else:
                messages.success(request, said)
                return redirect("gongkai_review:queue")
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        """The step."""
        return str(self.task.name)

    def get_page_subtitle(self) -> str:
        """The text."""
        return str(self.draft.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """By way of the queue."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("gongkai_review:queue"), "label": _("审查")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is to be read, and the form unless the user may not decide."""
        files = files_of(self.draft)
        digest = content_digest(self.draft, files)
        form = getattr(self, "form", None) or self._form_class()()
        last = last_decisive(self.page.pk)
        return super().get_context_data(
            **kwargs,
            entry=as_entries([self.state], self.request.user)[0],
            draft=self.draft,
            page_object=self.page,
            authors=names_of(authors_of(self.page)),
            files=files,
            seen=digest,
            form=form,
            is_approval=self._is_approval,
            refusals=decisions.refusals(self.state, self.request.user),
            report=findings_of(self.draft),
            can_answer=may_answer(self.page, self.request.user),
            reviewed=self._reviewed(last),
            is_changed=self._is_approval and not (last and last.digest == digest),
            history=[RecordInWords(record) for record in self._history()],
            can_edit=self.page.permissions_for_user(self.request.user).can_edit(),
        )

    @property
    def _is_approval(self) -> bool:
        return isinstance(self.task, LeaderApprovalTask)

    def _form_class(self) -> type[StepForm]:
        return ApprovalForm if self._is_approval else ReviewForm

    def _acts(self) -> dict[str, Callable[[Any], str]]:
        if self._is_approval:
            return {
                "decide": self._approve,
                "return": self._hand_back,
                "send_back": self._send_back,
            }
        return {"decide": self._review, "return": self._hand_back}

    def _review(self, form: ReviewForm) -> str:
        record = decisions.review(self.state, self.request.user, review_of(form))
        return _("已记录“%(title)s”的审查意见：%(decision)s。") % {
            "title": self.draft.title,
            "decision": record.get_decision_display(),
        }

    def _approve(self, form: ApprovalForm) -> str:
        decisions.approve(self.state, self.request.user, form.cleaned_data["remark"])
        return _("“%s”已经审签同意。") % self.draft.title

    def _hand_back(self, form: StepForm) -> str:
        decisions.hand_back(self.state, self.request.user, form.cleaned_data["reason"])
        return _("“%s”已经退回修改。") % self.draft.title

    def _send_back(self, form: StepForm) -> str:
        decisions.send_back_to_review(self.state, self.request.user)
        return _("“%s”已经送回保密审查。") % self.draft.title

    def _start_over(self, form: StepForm) -> None:
        """What was ticked was ticked about another text."""
        data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data.setlist("checklist", [])
        form.data = data

    def _done(self) -> str:
        return _("“%(title)s”的“%(task)s”已由%(person)s办结，不能再次办理。") % {
            "title": self.page.draft_title,
            "task": self.task.name,
            "person": name_of(self.state.finished_by) or _("系统"),
        }

    def _reviewed(self, last: ReviewRecord | None) -> RecordInWords | None:
        """What the leader relies on."""
        if self._is_approval and last and last.action == Action.REVIEWED:
            return RecordInWords(last)
        return None

    def _history(self) -> list[ReviewRecord]:
        return list(ReviewRecord.objects.filter(page_id=self.page.pk).order_by("-number")[:50])


def review_of(form: ReviewForm) -> decisions.Review:
    """What a valid form says.

    Raises:
        ValidationError: no decision is chosen.
    """
    given = form.cleaned_data
    if not given["decision"]:
        raise ValidationError({"decision": _("请选择一项审查意见。")})
    decision = Decision(given["decision"])
    # What the decision does not ask for was ticked for another one.
    is_limited = decision in {Decision.PARTIAL, Decision.WITHHOLD}
    return decisions.Review(
        decision=decision,
        bases=tuple(given["bases"]) if is_limited else (),
        checklist=tuple(given["checklist"]) if decision.is_public else (),
        remark=given["remark"],
        referred_to=given["referred_to"] if decision == Decision.REFER else "",
    )
