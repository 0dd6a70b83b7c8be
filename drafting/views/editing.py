"""The form of an item, with what its own text says: 从正文识别."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.forms import Media
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import PageLogEntry

from ..catalogue_app import catalogue_model
from ..services.drafting import ACTION
from ..services.offers import Offer, filled, offers_for
from ..word.notes import Notes
from .policy_panel import PolicySidePanel

READ = "gongkai-read"
ACCEPT = "gongkai-accept"
OFFERED = "gongkai-offered-"
MEDIA = Media(
    css={"all": ["gongkai_drafting/admin/drafting.css"]},
    js=["gongkai_drafting/admin/offers.js"],
)


class ReadInFormMixin:
    """Shows beside each field what the text offers for it, and takes what is accepted.

    Everything goes through the form's own saving: accepting is typing. Works without JavaScript;
    with it, accepting fills the field in place.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fill what was accepted into empty fields, then do what the view does."""
        if accepted := request.POST.get(ACCEPT):
            names = {
                key.removeprefix(OFFERED): str(value)
                for key, value in request.POST.items()
                if key.startswith(OFFERED)
            }
            request.POST = filled(request.POST, accepted, names)
        return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def redirect_and_remain(self) -> HttpResponseBase:
        """Stay with the offers while somebody is at them."""
        view: Any = self
        answer: HttpResponseBase = super().redirect_and_remain()  # type: ignore[misc]
        if not (view.request.POST.get(READ) or view.request.POST.get(ACCEPT)):
            return answer
        query = {READ: "1"} | ({"next": view.next_url} if view.next_url else {})
        return redirect(
            f"{reverse('wagtailadmin_pages:edit', args=[view.page.pk])}?{urlencode(query)}"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the offers, where they were asked for."""
        view: Any = self
        offers = self._offers() if view.request.GET.get(READ) else None
        if offers is not None:
            _put_beside_fields(view.form, offers)
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        if offers is not None:
            above = {
                "offers": offers,
                "open": [each for each in offers if each.state == "open"],
                "notes": list(self._notes()),
                "accept": ACCEPT,
            }
            html = render_to_string("gongkai_drafting/admin/offers.html", above, view.request)
            context["edit_handler"] = _WithOffers(context["edit_handler"], html)
            context["media"] = context["media"] + MEDIA
        return context

    def get_side_panels(self) -> Any:
        """Wagtail's, and the policy that the item interprets."""
        view: Any = self
        panels = super().get_side_panels()  # type: ignore[misc]  # of the view
        if isinstance(view.page, catalogue_model("ItemPage")) and not getattr(
            view, "expects_json_response", False
        ):
            panels.append(PolicySidePanel(view.page, view.request))
        return panels

    def _offers(self) -> list[Offer] | None:
        view: Any = self
        if not isinstance(view.page, catalogue_model("ItemPage")) or not view.page.pk:
            return None
        if getattr(view, "locked_for_user", False):
            return None
        return offers_for(view.page, view.form)

    def _notes(self) -> Any:
        """What was left out when the item was made from a document."""
        view: Any = self
        entries = PageLogEntry.objects.filter(page_id=view.page.pk, action=ACTION)
        entry = entries.order_by("-timestamp").first()
        return Notes((entry.data or {}).get("notes", {})).told() if entry else ()


class _WithOffers:
    """A bound panel with something above it, in the same form."""

    def __init__(self, panel: Any, html: SafeString) -> None:
        self._panel = panel
        self._html = html

    def __getattr__(self, name: str) -> Any:
        return getattr(self._panel, name)

    def render_form_content(self) -> SafeString:
        """The offers, then the form."""
        return mark_safe(self._html + self._panel.render_form_content())  # noqa: S308 - both are templates' own output


def _put_beside_fields(form: Any, offers: list[Offer]) -> None:
    for offer in offers:
        if offer.state == "unknown":
            continue
        field = form.fields[offer.field]
        context = {"offer": offer, "help": field.help_text, "accept": ACCEPT}
        field.help_text = render_to_string("gongkai_drafting/admin/offer_help.html", context)
        # The form may have made its field already.
        form._bound_fields_cache.pop(offer.field, None)


class ReadMenuItem(ActionMenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """从正文识别, among the ways to save."""

    name = "gongkai-read"
    label = _("保存并从正文识别元数据")
    icon_name = "search"
    template_name = "gongkai_drafting/admin/read_button.html"

    def is_shown(self, context: Any) -> bool:
        """For items that the user may edit now."""
        return bool(super().is_shown(context)) and _is_item(context)


def _is_item(context: Any) -> bool:
    if page := context.get("page"):
        return isinstance(page, catalogue_model("ItemPage"))
    match = context["request"].resolver_match
    asked = match.kwargs if match else {}
    options = catalogue_model("ItemPage")._meta
    return (asked.get("content_type_app_name"), asked.get("content_type_model_name")) == (
        options.app_label,
        options.model_name,
    )


def read_in_forms() -> list[Any]:
    """Give the editors of items the offers; runs after every other ``register_admin_viewset``.

    Returns:
        No viewset of its own.
    """
    registry = page_viewset_registry
    for viewset in {*registry.values_by_class.values(), *registry.values_by_exact_class.values()}:
        for name in ("add_view_class", "edit_view_class"):
            view = getattr(viewset, name)
            if not issubclass(view, ReadInFormMixin):
                setattr(viewset, name, type(view.__name__, (ReadInFormMixin, view), {}))
    return []
