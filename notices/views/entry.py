"""登记张贴: one item on several boards at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..forms import EntryForm
from ..permissions import ADD_POSTING
from ..services.postings import enter

_LONGEST = 500


class EntryView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]  # Wagtail is untyped
    """A form that works without scripts; an item may come with the address."""

    template_name = "gongkai_notices/admin/entry.html"
    form_class = EntryForm
    page_title = _("登记张贴")
    header_icon = "list-ul"
    index_url_name = "gongkai_notices_postings:index"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may enter postings."""
        if not request.user.has_perm(ADD_POSTING):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the request: its user's boards, its site's addresses."""
        return {**super().get_form_kwargs(), "request": self.request}

    def get_initial(self) -> dict[str, Any]:
        """The item that the address names, and who is at work."""
        user: Any = self.request.user
        return {
            **super().get_initial(),
            "item": self.request.GET.get("item", "")[:_LONGEST],
            "posted_by": user.get_full_name(),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the register, this page."""
        index = {"url": reverse(self.index_url_name), "label": _("张贴记录")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]

    def form_valid(self, form: EntryForm) -> HttpResponse:
        """Enter them, and go to the register."""
        boards = form.cleaned_data["boards"]
        try:
            made = enter(self.request.user, boards, form.entry())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        told = {"title": form.cleaned_data["item"].title, "number": len(made)}
        messages.success(self.request, _now("已登记“%(title)s”在%(number)s处张贴。") % told)
        return redirect(self.index_url_name)
