"""Making items for other systems: once for each reference, however often they ask."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.actions import action_registry
from wagtail.models import Page

from ..reference_model import ItemReference


def find_item(user: Any, system: str, identifier: str) -> Any | None:
    """The item of a reference, None where there is none yet.

    Raises:
        PermissionDenied: the user may not edit it.
    """
    reference = (
        ItemReference.objects.filter(system=system, identifier=identifier)
        .select_related("page")
        .first()
    )
    if reference is None:
        return None
    page = reference.page.specific
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied(_("这个来源编号的条目由其他用户写入，本令牌的用户不能查看。"))
    return page


def item_for(user: Any, page_id: int) -> Any:
    """An item that the user may edit.

    Raises:
        Http404: there is none, or the user may not edit it.
    """
    page = get_object_or_404(Page, pk=page_id).specific
    if page._meta.label != "gongkai_catalogue.ItemPage":
        raise Http404
    if not page.permissions_for_user(user).can_edit():
        raise Http404
    return page


def create_item(user: Any, data: Any, system: str, identifier: str) -> tuple[Any, bool]:
    """The draft that a reference stands for; made where there is none, and then True.

    Args:
        data: a validated body of Wagtail's schema for new items.

    Raises:
        Http404: there is no such category.
        PermissionDenied: the user may not write there, or not this item.
        ValidationError: by field.
    """
    existing = find_item(user, system, identifier)
    if existing is not None:
        return existing, False
    try:
        with transaction.atomic():
            page = _create(user, data)
            ItemReference.objects.create(
                system=system, identifier=identifier, page_id=page.pk, created_by=user
            )
    except IntegrityError:
        # Somebody was quicker with the same reference.
        existing = find_item(user, system, identifier)
        if existing is None:
            raise
        return existing, False
    return page, True


def _create(user: Any, data: Any) -> Any:
    from wagtail.api.v3.form_data import build_page_form
    from wagtail.coreutils import resolve_model_string

    model = resolve_model_string(data.meta.type)
    parent = get_object_or_404(Page, pk=data.meta.parent_id).specific
    form = build_page_form(model, parent, data, user)
    action = action_registry.get_action_class(model, "create")(
        form.instance, parent, user=user, form=form, publish=data.meta.action == "publish"
    )
    action.execute()
    return form.instance
