"""撤回: the page on which a public page is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Withdrawal
from ..models.withdrawals import LONGEST_PUBLIC_REASON, LONGEST_REASON
from ..services.withdrawal import may_withdraw, organ_name_of, withdraw
from .of_page import OfPageMixin

_PREVIEW = "preview"


class WithdrawForm(forms.Form):
    """Why a page is taken back, for the record and for the public."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("撤回原因"),
        help_text=_("记入审查台账，不对外公开。不要抄录身份证号等个人信息。"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明撤回的原因，它将记入审查台账。")},
    )
    public_reason = forms.CharField(
        label=_("对外说明"),
        help_text=_("写在公告里，如“内容有误，更正后重新公开”。"),
        max_length=LONGEST_PUBLIC_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明公告里怎样说明撤回的原因。")},
    )
    shows_title = forms.BooleanField(
        label=_("公告中写明名称和索引号"),
        help_text=_("名称本身不应公开的（如含个人姓名、证件号码），请不要勾选。"),
        initial=True,
        required=False,
    )


class WithdrawView(OfPageMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]  # untyped
    """Asks why, shows the notice, and takes the page back on POST only."""

    template_name = "gongkai_review/admin/withdraw.html"
    page_title = _("撤回")
    header_icon = "undo"
    form_class = WithdrawForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may, and only what is public."""
        if not may_withdraw(request.user, self.page):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        if not self.page.live:
            messages.warning(
                request, _now("“%s”没有公开，不需要撤回。") % self.page.get_admin_display_title()
            )
            return redirect(self.next_url)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def next_url(self) -> str:
        """Where the user came from."""
        asked: str = get_valid_next_url_from_request(self.request)
        return asked or reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the header names the page."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page, and the notice as it would be with what is typed now."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "page": self.page,
            "next_url": self.next_url,
            "withdrawal": self._draft(context["form"]),
            "aliases": self.page.aliases.filter(live=True).count(),
        }

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        """Take the page back, or show the notice again."""
        if _PREVIEW in self.request.POST:
            return self.render_to_response(  # type: ignore[no-any-return]  # of Django
                self.get_context_data(form=form, is_preview=True)
            )
        data = form.cleaned_data
        try:
            withdraw(
                self.page,
                self.request.user,
                data["reason"],
                public_reason=data["public_reason"],
                shows_title=data["shows_title"],
            )
        except ValidationError as error:
            self._show(form, error)
            return self.form_invalid(form)  # type: ignore[no-any-return]  # of Django
        messages.success(
            self.request,
            _now("已撤回“%s”，原网址显示撤回公告；附件不再对外提供。")
            % self.page.get_admin_display_title(),
        )
        return redirect(self.next_url)

    @staticmethod
    def _show(form: WithdrawForm, error: ValidationError) -> None:
        found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, problems in found.items():
            form.add_error(name if name in form.fields else None, problems)

    def _draft(self, form: WithdrawForm) -> Model:
        """An unsaved withdrawal that says what is typed."""
        shows_title = bool(form["shows_title"].value())
        number = str(getattr(self.page, "index_number", "") or "")
        return Withdrawal(
            at=timezone.now(),
            organ_name=organ_name_of(self.page),
            public_reason=str(form["public_reason"].value() or ""),
            shows_title=shows_title,
            title=self.page.title if shows_title else "",
            index_number=number if shows_title else "",
        )
