"""Reviewed pages in Wagtail's own views: what leads to the review stands where its buttons stood,
and what refuses to be published is told in a sentence."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page

from ..models import DueTaskState, LeaderApprovalTask
from ..reviewed import is_reviewed_type
from ..services.decisions import refusals

# Buttons that publish at once, whatever a reviewer says.
_PUBLISHING = frozenset({"action-publish", "approve", "reject"})


class RefusalsInFormMixin:
    """Shows as an error of the form, and undoes, what refuses to be published.

    For views with a ``page`` and a form. Wagtail itself answers 500 to what it finds while it
    publishes. Errors stand at their fields where the form has these.
    """

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Save and act in one go; on a refusal nothing of it remains but what was typed."""
        page: Any = self.page  # type: ignore[has-type]  # of the view
        stored = {name: getattr(page, name) for name in ("pk", "id", "path", "depth", "live")}
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc,no-any-return]  # of the view
        except ValidationError as error:
            for name, value in stored.items():
                setattr(page, name, value)
            self.page = page
            add_errors(form, error)
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]


class RefusalsInMessageMixin:
    """Tells in a message, and undoes, what refuses to be published; for views without a form that
    could say it (copies, moves, the actions of other workflows)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Act in one go; on a refusal go back to where the page is listed."""
        act: Any = super().dispatch  # type: ignore[misc]  # of the view
        if request.method != "POST":
            return act(request, *args, **kwargs)  # type: ignore[no-any-return]
        try:
            with transaction.atomic():
                return act(request, *args, **kwargs)  # type: ignore[no-any-return]
        except ValidationError as error:
            messages.error(request, _now("没有办成，原样未动：%s") % sentences_of(error))
            return self._answer(request, kwargs)

    def _answer(self, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase:
        page_id = kwargs.get("page_id") or kwargs.get("page_to_move_id")
        page = Page.objects.filter(pk=page_id).first()
        parent = page.get_parent() if page else None
        url = reverse("wagtailadmin_explore", args=[parent.pk] if parent else [])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            step = {"step": "success", "redirect": url}
            return self.render_modal_json(request, step)  # type: ignore[attr-defined,no-any-return]
        return redirect(url)


class RefusalsInBulkPublish(PublishBulkAction):
    """Publishing of several pages at once: all, or none and the reason."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Publish; tell what stands in the way of it."""
        try:
            return super().form_valid(form)  # type: ignore[no-any-return]  # Wagtail is untyped
        except ValidationError as error:
            messages.error(
                self.request,
                _now("没有公开任何页面，请先改正：%s") % sentences_of(error),
            )
            return redirect(self.next_url)


# Views of pages that may publish, and where each says that it may not.
_GUARDS: dict[str, type] = {
    "add_view_class": RefusalsInFormMixin,
    "edit_view_class": RefusalsInFormMixin,
    "revisions_revert_view_class": RefusalsInFormMixin,
    "copy_view_class": RefusalsInMessageMixin,
    "move_confirm_view_class": RefusalsInMessageMixin,
    "convert_alias_view_class": RefusalsInMessageMixin,
    "workflow_action_view_class": RefusalsInMessageMixin,
}


def guard_page_views() -> list[Any]:
    """Give every view of pages that may publish the words for a refusal.

    Runs as the last ``register_admin_viewset``: whatever views an app has for its pages, they are
    extended, and not replaced. A copy of a page takes what lies below it along, so that pages of
    other types are concerned too.

    Returns:
        No viewset of its own.
    """
    registry = page_viewset_registry
    for viewset in {*registry.values_by_class.values(), *registry.values_by_exact_class.values()}:
        for name, mixin in _GUARDS.items():
            view = getattr(viewset, name)
            if not issubclass(view, mixin):
                setattr(viewset, name, type(view.__name__, (mixin, view), {}))
    return []


def add_errors(form: Any, error: ValidationError) -> None:
    """Show an error of a model in a form, each part at its field where the form has it."""
    found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in found.items():
        form.add_error(name if name in form.fields else None, errors)


def sentences_of(error: ValidationError) -> str:
    """All that an error says, each sentence once."""
    return "".join(dict.fromkeys(error.messages))


class ReviewMenuItem(ActionMenuItem):
    """Leads from the editor to the page on which its task is decided."""

    name = "gongkai-review"
    icon_name = "clipboard-list"

    def __init__(self, state: DueTaskState, order: int | None = None) -> None:
        super().__init__(order)
        self.state = state
        is_last = isinstance(state.task.specific, LeaderApprovalTask)
        self.label = _("去审签") if is_last else _("去审查")

    def get_url(self, parent_context: Any) -> str:
        """Address of the task."""
        return reverse("gongkai_review:decide", args=[self.state.pk])


class ExceptionMenuItem(ActionMenuItem):
    """Leads an administrator to the form on which they give their reason."""

    label = _("例外发布…")
    name = "gongkai-exception"
    icon_name = "warning"

    def get_url(self, parent_context: Any) -> str:
        """Address of the form."""
        return reverse("gongkai_review:exception", args=[parent_context["page"].pk])


def change_page_menu(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take the buttons away that a reviewed page would refuse; put those in that lead further."""
    if not is_reviewed_type(_page_type(request, context)):
        return
    items[:] = [item for item in items if item.name not in _PUBLISHING]
    page = context.get("page")
    if page is None or context["view"] != "edit":
        return
    state = page.current_workflow_task_state
    if isinstance(state, DueTaskState) and not refusals(state, request.user):
        items.insert(0, ReviewMenuItem(state))
    if request.user.is_superuser and (not page.live or page.has_unpublished_changes):
        items.append(ExceptionMenuItem())


def _page_type(request: HttpRequest, context: dict[str, Any]) -> Any:
    """Type of the page in the editor; of a new one, from the address."""
    if page := context.get("page"):
        return type(page)
    asked = request.resolver_match.kwargs if request.resolver_match else {}
    try:
        return apps.get_model(asked["content_type_app_name"], asked["content_type_model_name"])
    except (KeyError, LookupError):
        return Page
