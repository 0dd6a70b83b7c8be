"""接收系统: who is told of changes, in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..enums import Event, State
from ..forms import EndpointForm
from ..models import Endpoint
from ..services.endpoints import CHANGE, register, renew_secret, send_test

NAMESPACE = "gongkai_webhooks_endpoints"


def state_of(endpoint: Any) -> str:
    """How it stands with an endpoint, in a few words."""
    if not endpoint.active:
        return (
            _now("已停用：%s") % endpoint.disabled_because
            if endpoint.disabled_because
            else _now("已停用")
        )
    if endpoint.failing_since is not None:
        return _now("连续发送失败")
    return _now("正常")


def events_of(endpoint: Endpoint) -> str:
    """What it is told of, in words."""
    return "、".join(str(Event(event).label) for event in endpoint.events)


class EndpointCreateView(CreateView):  # type: ignore[misc]  # Wagtail is untyped
    """The empty form; after it comes the secret."""

    def save_instance(self) -> Endpoint:
        """Store, and note who registered it."""
        endpoint: Endpoint = super().save_instance()
        register(endpoint, self.request.user)
        return endpoint

    def get_success_url(self) -> str:
        """The page on which the secret is made."""
        return reverse(f"{NAMESPACE}:secret", args=[self.object.pk])


class EndpointEditView(EditView):  # type: ignore[misc]  # Wagtail is untyped
    """The form, with the ways to secret, test and log."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Besides Wagtail's own."""
        keys = [self.object.pk]
        log_url = reverse("gongkai_webhooks_deliveries:index")
        return [
            *super().header_more_buttons,
            HeaderButton(
                _("密钥"),
                url=reverse(f"{NAMESPACE}:secret", args=keys),
                icon_name="key",
                priority=40,
            ),
            HeaderButton(
                _("发送测试"),
                url=reverse(f"{NAMESPACE}:test", args=keys),
                icon_name="mail",
                priority=45,
            ),
            HeaderButton(
                _("发送记录"),
                url=f"{log_url}?endpoint={self.object.pk}",
                icon_name="list-ul",
                priority=50,
            ),
        ]


class OfEndpointView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # untyped
    """A page that does one thing with an endpoint, on POST."""

    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who looks after endpoints."""
        if not request.user.has_perm(CHANGE):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def endpoint(self) -> Endpoint:
        """The endpoint in the address."""
        return get_object_or_404(Endpoint, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Its name."""
        return self.endpoint.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back."""
        edit = reverse(f"{NAMESPACE}:edit", args=[self.endpoint.pk])
        return [
            {"url": reverse(f"{NAMESPACE}:index"), "label": _now("接收系统")},
            {"url": edit, "label": self.endpoint.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The endpoint."""
        return {
            **super().get_context_data(**kwargs),
            "endpoint": self.endpoint,
            "edit_url": reverse(f"{NAMESPACE}:edit", args=[self.endpoint.pk]),
        }


class SecretView(OfEndpointView):
    """Makes a secret, and shows it in the answer to the POST: nowhere else, and never again."""

    page_title = _("密钥")
    template_name = "gongkai_webhooks/admin/secret.html"

    @sensitive_variables("secret")
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the new secret; nobody keeps the page."""
        secret = renew_secret(self.endpoint, request.user)
        answer: HttpResponse = self.render_to_response(self.get_context_data(secret=secret))
        answer["Cache-Control"] = "no-store, private"
        return answer


class TestView(OfEndpointView):
    """Sends a notification that tells of nothing."""

    page_title = _("发送测试")
    template_name = "gongkai_webhooks/admin/test.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Queue it and go to the log."""
        try:
            delivery = send_test(self.endpoint, request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(f"{NAMESPACE}:edit", self.endpoint.pk)
        messages.success(request, _now("测试通知已交付发送，结果见本页；稍后刷新。"))
        return redirect("gongkai_webhooks_deliveries:inspect", delivery.pk)


class EndpointIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The list."""

    def get_base_queryset(self) -> QuerySet[Endpoint]:
        """Endpoints with what waits and when they last got something."""
        return Endpoint.objects.annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
            delivered_at=Max("deliveries__last_at", filter=Q(deliveries__state=State.DELIVERED)),
        )


class EndpointViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """List and form."""

    model = Endpoint
    name = NAMESPACE
    url_prefix = "gongkai-webhooks/endpoints"
    icon = "globe"
    menu_label = _("接收系统")
    menu_name = "gongkai-webhooks-endpoints"
    add_to_admin_menu = False
    copy_view_enabled = False
    index_view_class = EndpointIndexView
    add_view_class = EndpointCreateView
    edit_view_class = EndpointEditView
    search_backend_name = None
    search_fields = ["name", "url"]
    list_filter = ["active"]
    list_per_page = 50
    ordering = ["name"]
    list_display = [
        "name",
        Column("events", label=_("通知事项"), accessor=events_of),
        Column("state", label=_("状态"), accessor=state_of),
        Column("waiting", label=_("待发送")),
        DateColumn("delivered_at", label=_("最近送达")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "信息发布、更正、撤回时，本平台向这里登记的系统发送带签名的通知。"
                    "保存后请生成密钥，通过可靠的途径交给对方，再发送一次测试。"
                )
            ),
            FieldPanel("name"),
            FieldPanel("url"),
            FieldPanel("events"),
            PageChooserPanel("column"),
            FieldPanel("active"),
        ],
        base_form_class=EndpointForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's pages, and two of our own."""
        return [
            *super().get_urlpatterns(),
            path("secret/<int:pk>/", SecretView.as_view(), name="secret"),
            path("test/<int:pk>/", TestView.as_view(), name="test"),
        ]
