"""登记撤下: a sheet was taken off its board."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..forms import TakeDownForm
from ..models import Posting
from ..services.postings import take_down

_INDEX = "gongkai_notices_postings:index"


class TakeDownView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]  # Wagtail is untyped
    """One day to confirm; the viewset lets in who may change the line."""

    template_name = "gongkai_notices/admin/take_down.html"
    form_class = TakeDownForm
    page_title = _("登记撤下")
    header_icon = "check"

    @cached_property
    def posting(self) -> Posting:
        """The line of the register."""
        found: Posting = get_object_or_404(
            Posting.objects.select_related("board"), pk=self.kwargs["pk"]
        )
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the posting."""
        return {**super().get_form_kwargs(), "posting": self.posting}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the posting."""
        return {**super().get_context_data(**kwargs), "posting": self.posting}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the register, this page."""
        index = {"url": reverse(_INDEX), "label": _("张贴记录")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was taken down already leads back to the register."""
        if self.posting.removed_on:
            messages.warning(request, _now("这条记录已经登记撤下。"))
            return redirect(_INDEX)
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def form_valid(self, form: TakeDownForm) -> HttpResponse:
        """Note it."""
        try:
            take_down(self.posting, self.request.user, form.cleaned_data["removed_on"])
        except ValidationError as error:
            messages.error(self.request, "".join(error.messages))
        else:
            told = {"title": self.posting.title, "board": self.posting.board}
            messages.success(self.request, _now("已登记“%(title)s”从%(board)s撤下。") % told)
        return redirect(_INDEX)
