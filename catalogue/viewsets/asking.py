"""Pages that ask what is to be done, show what it would do, and do it when that was seen."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


def seen_mark(form: forms.Form) -> str:
    """A mark of what is filled in: who confirms has seen what exactly this would do."""
    text = "\n".join(f"{name}={form.cleaned_data[name]}" for name in sorted(form.cleaned_data))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Show an error of a service, each part at its field where the form has it."""
    found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, problems in found.items():
        form.add_error(name if name in form.fields else None, problems)


class GuardedMixin(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # Wagtail is untyped
    """A page of the admin for who may open it, without breadcrumbs: its header says what it is."""

    def may(self, user: Any) -> bool:
        """Whether ``user`` may open it, and do what it offers."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may."""
        if not self.may(request.user):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None."""
        return []


class AskView(GuardedMixin, FormView):
    """A form with a preview; nothing is done before the preview was shown."""

    template_name = "gongkai_catalogue/admin/ask.html"
    submit_label: Any = ""
    help_text: Any = ""
    # Whether the preview's button should look dangerous.
    is_serious = False

    def preview(self, form: Any) -> dict[str, Any]:
        """What it would do: ``lines`` (sentences), ``refusals``, ``examples`` (items)."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Do it, and say what was done; may raise a ValidationError."""
        raise NotImplementedError

    def done_url(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    @property
    def next_url(self) -> str:
        """Where the user came from, else :meth:`done_url`."""
        return get_valid_next_url_from_request(self.request) or self.done_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and how its button is called."""
        return {
            **super().get_context_data(**kwargs),
            "next_url": self.next_url,
            "submit_label": self.submit_label,
            "help_text": self.help_text,
            "is_serious": self.is_serious,
        }

    def form_valid(self, form: Any) -> Any:
        """Show what it would do; do it, where exactly that was shown before."""
        mark = seen_mark(form)
        if self.request.POST.get("seen") != mark or "confirm" not in self.request.POST:
            context = self.get_context_data(form=form, preview=self.preview(form), seen=mark)
            return self.render_to_response(context)
        try:
            told = self.act(form)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        except PermissionDenied:
            return permission_denied(self.request)
        messages.success(self.request, told)
        return redirect(self.next_url)
