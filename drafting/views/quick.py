"""快速起草: a Word document becomes the draft of an item."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..forms import DraftForm
from ..permissions import may_draft
from ..services.drafting import draft
from .editing import READ

ICON = "draft"


class DraftView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]  # Wagtail is untyped
    """One page: where, and a file or a pasted text."""

    template_name = "gongkai_drafting/admin/quick.html"
    form_class = DraftForm
    page_title = _("快速起草")
    header_icon = ICON

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may add items somewhere."""
        if not may_draft(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the user; a category may come with the address."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        wanted = self.request.GET.get("category", "")
        if wanted.isdecimal():
            kwargs["initial"] = {**kwargs.get("initial", {}), "category": wanted}
        return {**kwargs, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the script that takes the clipboard."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] = Media(
            css={"all": ["gongkai_drafting/admin/drafting.css"]},
            js=["gongkai_drafting/admin/paste.js"],
        )
        return context

    def form_valid(self, form: DraftForm) -> HttpResponse:
        """Make the draft and go on to its form, with what its text offers."""
        original = form.cleaned_data["upload"] if form.cleaned_data["keep_original"] else None
        item = draft(
            self.request.user, form.cleaned_data["category"].specific, form.source, original
        )
        messages.success(
            self.request, _now("已存为草稿“%s”，公众看不到。请核对并填好以下各项。") % item.title
        )
        return redirect(f"{reverse('wagtailadmin_pages:edit', args=[item.pk])}?{READ}=1")
