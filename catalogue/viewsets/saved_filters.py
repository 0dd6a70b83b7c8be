"""Saved filters above the list of items."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from ..models import SavedFilter
from ..services import saved_filters

# The name that was refused, in the address of the list.
TYPED = "saved_as"


def list_url() -> str:
    """Address of the list of items."""
    return reverse("gongkai-items:index")


def known_parameters() -> set[str]:
    """What the list of items may be asked for by its address."""
    from .items import ItemFilterSet

    return {*ItemFilterSet.base_filters, "q", "ordering"}


class SaveForm(forms.Form):
    """The name, and whose it is."""

    name = forms.CharField(
        label=_("名称"), max_length=50, error_messages={"required": _("请填写名称。")}
    )
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    is_shared = forms.BooleanField(label=_("供所有人使用"), required=False)


class SaveFilterView(View):
    """Keeps what the list is filtered by now, and goes back there."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Save it, or say why not."""
        form = SaveForm(request.POST)
        query = saved_filters.cleaned_query(
            request.POST.get("query", "")[:2000], known_parameters()
        )
        back = redirect(f"{list_url()}?{query}" if query else list_url())
        refused = redirect(f"{list_url()}?{query}&{urlencode({TYPED: form['name'].value() or ''})}")
        if not form.is_valid():
            messages.error(
                request, " ".join(str(each) for found in form.errors.values() for each in found)
            )
            return refused
        data = form.cleaned_data
        try:
            saved = saved_filters.save(
                request.user, data["name"], query, known_parameters(), is_shared=data["is_shared"]
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return refused
        except PermissionDenied:
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        else:
            messages.success(request, _now("已保存常用筛选“%s”。") % saved.name)
        return back


class DeleteFilterView(View):
    """Forgets a filter."""

    def post(self, request: HttpRequest, key: int) -> HttpResponseBase:
        """Delete it, where it is one's own."""
        saved = get_object_or_404(saved_filters.visible_to(request.user), pk=key)
        try:
            saved_filters.delete(request.user, saved)
        except PermissionDenied:
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        messages.success(request, _now("已删除常用筛选“%s”。") % saved.name)
        return redirect(list_url())


def context_for(request: HttpRequest) -> dict[str, Any]:
    """What the list shows of saved filters."""
    current = saved_filters.cleaned_query(request.META.get("QUERY_STRING", ""), known_parameters())
    rows: list[tuple[SavedFilter, bool, bool]] = [
        (each, each.query == current, saved_filters.may_delete(request.user, each))
        for each in saved_filters.visible_to(request.user)
    ]
    return {
        "saved_filters": rows,
        "current_query": current,
        "typed_name": request.GET.get(TYPED, ""),
        "may_share": request.user.has_perm(saved_filters.SHARE),
    }
