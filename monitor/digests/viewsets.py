"""监测简报: the outbox and the schedules, in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import DeleteView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from .enums import MailState
from .models import DigestMail, DigestSettings
from .outbox import RESEND, resend
from .people import columns_of

NAMESPACE = "gongkai_monitor_digests"


def mails_of(user: Any) -> QuerySet[DigestMail]:
    """Letters of the columns whose office a user belongs to."""
    mails = DigestMail.objects.filter(column__in=columns_of(user).values("pk"))
    return mails.select_related("user", "column")


class DigestInspectView(InspectView):  # type: ignore[misc]  # Wagtail is untyped
    """One letter: its course, its text, and the button to send it again."""

    template_name = "gongkai_monitor/admin/digest.html"

    def get_object(self, queryset: Any = None) -> DigestMail:
        """Only of the user's own columns."""
        return get_object_or_404(mails_of(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text as it was sent."""
        mail = self.object
        is_over = mail.state != MailState.QUEUED and bool(mail.text)
        return {
            **super().get_context_data(**kwargs),
            "mail": mail,
            "may_resend": is_over and self.request.user.has_perm(RESEND),
        }


class ResendView(View):
    """Sends a letter again, on POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue it and go back to it."""
        mail = get_object_or_404(mails_of(request.user), pk=pk)
        try:
            resend(mail, request.user)
        except PermissionDenied:
            refusal: HttpResponse = permission_denied(request)
            return refusal
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _now("已重新排队，几分钟内由定时任务发出。"))
        return redirect(f"{NAMESPACE}:inspect", pk)


class DigestMailIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The outbox, as far as it is the user's."""

    def get_base_queryset(self) -> QuerySet[DigestMail]:
        """Letters of the user's own columns."""
        return mails_of(self.request.user).defer("text", "html", "told")


class DigestMailViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """The outbox: nobody writes it by hand."""

    model = DigestMail
    name = NAMESPACE
    url_prefix = "gongkai-monitor-digests"
    icon = "mail"
    menu_label = _("监测简报发送记录")
    menu_name = "gongkai-monitor-digests"
    menu_hook = "register_reports_menu_item"
    menu_order = 950
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = DigestMailIndexView
    inspect_view_class = DigestInspectView
    inspect_view_fields = [
        "user",
        "column",
        "period",
        "as_of",
        "subject",
        "state",
        "attempts",
        "error",
        "created_at",
        "next_at",
        "sent_at",
    ]
    form_fields: list[str] = []
    search_backend_name = None
    list_filter = ["state", "period"]
    list_per_page = 50
    ordering = ["-pk"]
    list_display = [
        Column("subject", label=_("主题"), accessor=lambda mail: mail.subject or "—"),
        Column("user", label=_("收件人")),
        Column("period", label=_("期次")),
        Column("get_state_display", label=_("状态")),
        Column("attempts", label=_("发送次数")),
        Column("error", label=_("说明")),
        DateColumn("sent_at", label=_("发出时间")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's pages, and one of our own."""
        resend_path = path("resend/<int:pk>/", ResendView.as_view(), name="resend")
        return [*super().get_urlpatterns(), resend_path]


class DigestSettingsForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """The schedule of one of the user's columns."""

    class Meta:
        model = DigestSettings
        fields = ["column", "frequency", "weekday"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"] = forms.ModelChoiceField(
            columns_of(self.for_user), label=_("栏目"), widget=forms.Select
        )
        self.fields["weekday"].help_text = _("只在每周发送时有用。当天没有发出的，以后几天补发。")

    def clean_column(self) -> Any:
        """The page that the settings belong to, as their key names it."""
        return self.cleaned_data["column"].page_ptr


def _own_settings(user: Any) -> QuerySet[DigestSettings]:
    own = columns_of(user).values("pk")
    return DigestSettings.objects.filter(column__in=own).select_related("column")


class DigestSettingsIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The list."""

    def get_base_queryset(self) -> QuerySet[DigestSettings]:
        """Schedules of the user's own columns."""
        return _own_settings(self.request.user)


class OwnSettingsMixin:
    """A page of one schedule, for who works on its column."""

    def get_object(self, *args: Any, **kwargs: Any) -> DigestSettings:
        """The schedule.

        Raises:
            Http404: it is another column's.
        """
        found: DigestSettings = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of the view
        view: Any = self
        return get_object_or_404(_own_settings(view.request.user), pk=found.pk)


class DigestSettingsEditView(OwnSettingsMixin, EditView):  # type: ignore[misc]  # Wagtail is untyped
    """Changes a schedule."""


class DigestSettingsDeleteView(OwnSettingsMixin, DeleteView):  # type: ignore[misc]  # Wagtail is untyped
    """Takes a schedule away."""


class DigestSettingsViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """How often the people of a column are written to."""

    model = DigestSettings
    name = "gongkai_monitor_digest_settings"
    url_prefix = "gongkai-monitor-digest-settings"
    icon = "mail"
    menu_label = _("监测简报设置")
    menu_name = "gongkai-monitor-digest-settings"
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = DigestSettingsIndexView
    edit_view_class = DigestSettingsEditView
    delete_view_class = DigestSettingsDeleteView
    search_backend_name = None
    list_display = [
        "column",
        Column("get_frequency_display", label=_("发送频率")),
        Column("get_weekday_display", label=_("每周发送日")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[DigestSettingsForm]:
        """One form for all."""
        return DigestSettingsForm
