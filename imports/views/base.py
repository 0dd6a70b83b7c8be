"""What the pages of a batch have in common."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..access import batch_or_404, may_import
from ..models import ImportBatch

NAMESPACE = "gongkai_imports"
MAPPINGS = "gongkai_imports_mappings"


class ImportsView(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # untyped
    """A page for those who import."""

    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not may_import(request.user):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            {"url": reverse(f"{NAMESPACE}:index"), "label": _now("批量导入")},
            {"url": "", "label": self.page_title},
        ]


class BatchView(ImportsView):
    """A page of one batch; 404 for who has nothing to do with it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look the batch up before anything is done."""
        if may_import(request.user):
            self.batch: ImportBatch = batch_or_404(request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Its name."""
        return self.batch.name

    @cached_property
    def batch_url(self) -> str:
        """Its main page."""
        return reverse(f"{NAMESPACE}:batch", args=[self.batch.pk])

    @property
    def waiting_url(self) -> str:
        """The same, for who has just asked for something that is done in the background."""
        return f"{self.batch_url}?wait={token_of(self.batch)}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list and to the batch."""
        found = [{"url": reverse(f"{NAMESPACE}:index"), "label": _now("批量导入")}]
        if self.request.path == self.batch_url:
            return [*found, {"url": "", "label": self.batch.name}]
        return [
            *found,
            {"url": self.batch_url, "label": self.batch.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The batch."""
        return {**super().get_context_data(**kwargs), "batch": self.batch}


def token_of(batch: ImportBatch) -> str:
    """Changes as soon as something is done with a batch."""
    ended = batch.finished_at.timestamp() if batch.finished_at else 0
    return f"{batch.state}.{ended}"


def add_errors(form: Any, error: ValidationError) -> None:
    """Show what a service refuses, each sentence at its field where the form has it."""
    found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in found.items():
        form.add_error(name if name in form.fields else None, errors)
