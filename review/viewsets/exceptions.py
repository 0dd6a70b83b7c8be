"""例外发布: an administrator publishes past the review, and says why."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from ..content import content_digest
from ..forms import ExceptionForm
from ..reviewed import is_reviewed_type
from ..services.exceptions import publish_exceptionally
from ..services.findings import findings_of
from .editing import add_errors


class ExceptionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]
    """The form that asks for the reason; says first what will be kept of it."""

    template_name = "gongkai_review/admin/exception.html"
    form_class = ExceptionForm
    page_title = _("例外发布")
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page and its newest text; superusers only."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_superuser:
            raise PermissionDenied
        self.page: Any = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not is_reviewed_type(self.page):
            raise Http404
        self.draft: Any = self.page.get_latest_revision_as_object()

    def get_page_subtitle(self) -> str:
        """The text."""
        return str(self.draft.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text and what the scan finds in it."""
        return super().get_context_data(
            **kwargs,
            page_object=self.page,
            draft=self.draft,
            seen=content_digest(self.draft),
            report=findings_of(self.draft),
        )

    def form_valid(self, form: ExceptionForm) -> HttpResponse:
        """Publish the text that was shown; what the model refuses is said in the form."""
        try:
            with transaction.atomic():
                if content_digest(self.draft) != form.cleaned_data["seen"]:
                    raise ValidationError(_("您阅读期间稿件有改动，请重新核对。"))
                record = publish_exceptionally(
                    self.page, self.request.user, form.cleaned_data["reason"]
                )
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(title)s”已例外发布，记录编号%(number)d。")
            % {"title": self.draft.title, "number": record.number},
        )
        return redirect(reverse("wagtailadmin_pages:edit", args=[self.page.pk]))
