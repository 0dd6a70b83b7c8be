"""Several texts, one decision: each is decided by itself and has a record of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction

from ..content import content_digest
from ..enums import Action
from ..forms import ApprovalForm, ReviewForm, StepForm
from ..models import DueTaskState, LeaderApprovalTask
from ..queue import Entry, as_entries, states_for, waiting_states
from ..services import decisions
from ..services.findings import findings_of
from ..services.records import last_decisive
from .deciding import review_of
from .editing import add_errors, sentences_of
from .queue import may_review
from .seen import as_seen
from .words import RecordInWords

# Digits of a number that fits into eight bytes, whatever they are.
_LONGEST_KEY = 18


@dataclass(frozen=True)
class Candidate:
    """A text that may be decided, with what there is to know of it.

    Attributes:
        seen: digest of the draft that is shown.
        report: what the scan found.
        reviewed: for a leader, the review that she relies on.
    """

    entry: Entry
    seen: str
    report: Any
    reviewed: RecordInWords | None

    @property
    def field(self) -> str:
        """Name of the hidden field with the digest."""
        return f"seen-{self.entry.pk}"


class DecideTogether(BulkAction):  # type: ignore[misc]  # Wagtail is untyped
    """The page that Wagtail's bar of bulk actions leads to.

    Only one step at a time. What cannot be decided is named with the reason and left; the others
    are done, each in a transaction of its own.
    """

    display_name = _("一并办理")
    action_type = "decide"
    aria_label = _("一并办理所选稿件")
    models = [DueTaskState]
    template_name = "gongkai_review/admin/together.html"
    classes = {"gk-together"}

    def __init__(self, request: HttpRequest, model: Any) -> None:
        super().__init__(request, model)
        self.next_url: str = get_valid_next_url_from_request(request) or reverse(
            "gongkai_review:queue"
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for the people of a step."""
        if not may_review(request.user):
            response: HttpResponseBase = permission_denied(request)
            return response
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide each, or hand each back, by the button that was pressed."""
        self.form = form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            done, left = self._decide_each(form, request.POST.get("act") == "return")
        except ValidationError as error:
            # What the form itself lacks, it lacks for every one of them.
            add_errors(form, error)
            return self.render_to_response(self.get_context_data(form=form))
        self._tell(done, left)
        return redirect(self.next_url)

    def get_form_class(self) -> type[StepForm]:
        """That of the step."""
        return ApprovalForm if self.is_approval else ReviewForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The texts that can be decided, and those that are left."""
        candidates = [self._candidate(entry) for entry in self.decidable]
        return {
            "form": kwargs.get("form") or self.get_form(),
            "candidates": candidates,
            "left": self.left,
            "is_approval": self.is_approval,
            "next": self.next_url,
            "submit_url": f"{self.request.path}?{self.request.META['QUERY_STRING']}",
            "unanswered": sum(len(each.report.unanswered) for each in candidates),
        }

    @cached_property
    def _keys(self) -> set[int]:
        keys = self.request.GET.getlist("id")
        return {int(key) for key in keys if key.isdecimal() and len(key) <= _LONGEST_KEY}

    @cached_property
    def selected(self) -> list[Entry]:
        """What was chosen and is still waiting for the user, in the order of the queue."""
        states = states_for(self.request.user)
        if "all" not in self.request.GET.getlist("id"):
            states = states.filter(pk__in=self._keys)
        return as_entries(states, self.request.user)

    @cached_property
    def is_approval(self) -> bool:
        """Whether the first that may be decided stands before the leader."""
        first = next((entry for entry in self.selected if not entry.refusals), None)
        return first is not None and _is_approval(first)

    @property
    def decidable(self) -> list[Entry]:
        """What may be decided now."""
        return [
            entry
            for entry in self.selected
            if not entry.refusals and _is_approval(entry) == self.is_approval
        ]

    @cached_property
    def left(self) -> list[tuple[str, str]]:
        """Title and reason of what may not."""
        found = []
        for entry in self.selected:
            if entry.refusals:
                found.append((entry.title, "".join(entry.refusals)))
            elif _is_approval(entry) != self.is_approval:
                found.append((entry.title, _now("不在同一个环节，请另行办理。")))
        gone = self._keys - {entry.pk for entry in self.selected}
        if gone:
            still = set(waiting_states().filter(pk__in=gone).values_list("pk", flat=True))
            found += [(_now("编号%d的稿件") % key, _gone(key in still)) for key in sorted(gone)]
        return found

    def _candidate(self, entry: Entry) -> Candidate:
        draft = decisions.draft_of(entry.state)[1]
        last = last_decisive(entry.page.pk) if self.is_approval else None
        is_review = last is not None and last.action == Action.REVIEWED
        return Candidate(
            entry=entry,
            seen=content_digest(draft),
            report=findings_of(draft),
            reviewed=RecordInWords(last) if last is not None and is_review else None,
        )

    def _decide_each(self, form: Any, back: bool) -> tuple[list[str], list[tuple[str, str]]]:
        """Titles of what was decided; title and reason of what was not.

        Raises:
            ValidationError: the form lacks something; nothing was decided.
        """
        done: list[str] = []
        left = list(self.left)
        act = self._hand_back if back else self._approve if self.is_approval else self._review
        for entry in self.decidable:
            seen = self.request.POST.get(f"seen-{entry.pk}", "")
            try:
                as_seen(entry.state, seen, partial(act, entry, form))
            except ValidationError as error:
                if not done and (of_form := _of_form(error, form)):
                    raise ValidationError(of_form) from error
                left.append((entry.title, sentences_of(error)))
            except PermissionDenied as error:
                left.append((entry.title, str(error)))
            else:
                done.append(entry.title)
        return done, left

    def _review(self, entry: Entry, form: ReviewForm) -> None:
        decisions.review(entry.state, self.request.user, review_of(form))

    def _approve(self, entry: Entry, form: ApprovalForm) -> None:
        decisions.approve(entry.state, self.request.user, form.cleaned_data["remark"])

    def _hand_back(self, entry: Entry, form: StepForm) -> None:
        decisions.hand_back(entry.state, self.request.user, form.cleaned_data["reason"])

    def _tell(self, done: list[str], left: list[tuple[str, str]]) -> None:
        if done:
            messages.success(self.request, _now("已办理%d件，每件各有记录。") % len(done))
        if left:
            rows = format_html_join("", "<li>“{}”：{}</li>", left)
            head = _now("有%d件没有办理：") % len(left)
            messages.warning(self.request, format_html("{}<ul>{}</ul>", head, rows))

    def execute_action(self, *args: Any, **kwargs: Any) -> Any:
        """Not used: all at once would leave none when one is refused."""
        raise NotImplementedError


def _is_approval(entry: Entry) -> bool:
    return entry.state.task.content_type.model_class() is LeaderApprovalTask


def _gone(is_waiting: bool) -> str:
    return _now("不在您的待办之中。") if is_waiting else _now("已由他人办结。")


def _of_form(error: ValidationError, form: Any) -> dict[str, Any]:
    """What an error says about fields of the form."""
    if not hasattr(error, "error_dict"):
        return {}
    return {name: each for name, each in error.error_dict.items() if name in form.fields}
