"""Sending a draft on its way through the review, and taking it back: what the editor's buttons do.

Nothing here decides about a text. Review and approval are made by people, in the admin.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.utils.forms import FormValidationError


@transaction.atomic
def submit(page: Any, user: Any) -> None:
    """Submit the newest draft of an item; what is under review already stays there.

    Raises:
        PermissionDenied: the user may not edit it, or somebody has locked it.
        ValidationError: by field, what the draft still lacks; or there is nothing to review.
    """
    page = _locked(page)
    allowed = page.permissions_for_user(user)
    if not allowed.can_edit():
        raise PermissionDenied(_("这个令牌的用户不能编辑这个条目。"))
    if page.workflow_in_progress:
        return
    if allowed.page_locked():
        raise PermissionDenied(_("这个条目已被锁定，不能提交。"))
    if not allowed.can_submit_for_moderation():
        raise ValidationError(_("这个栏目没有设置审查流程，请联系系统管理员。"))
    if page.live and not page.has_unpublished_changes:
        raise ValidationError(_("这个条目公开以后没有改动，不需要提交。"))
    draft = page.get_latest_revision_as_object()
    require_complete(draft, user)
    state = draft.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)


@transaction.atomic
def cancel(page: Any, user: Any) -> None:
    """Take a draft back from the review.

    Raises:
        PermissionDenied: neither submitted nor owned by the user.
        ValidationError: it is not under review.
    """
    page = _locked(page)
    state = page.current_workflow_state
    if state is None:
        raise ValidationError(_("这个条目不在审查中，不需要撤回提交。"))
    if not state.user_can_cancel(user):
        raise PermissionDenied(_("只有提交人或者起草人可以撤回提交。"))
    state.cancel(user=user)


def require_complete(draft: Any, user: Any) -> None:
    """Have the editor's form look at a whole draft, as when its button is pressed.

    Raises:
        FormValidationError: by field.
    """
    from wagtail.api.v3.form_data import build_form_data, get_api_form_class

    form_class = get_api_form_class(type(draft))
    payload = _values(draft, form_class.base_fields)
    for name, formset in form_class.formsets.items():
        fields = formset.form.base_fields
        payload[name] = [
            {"id": child.pk, **_values(child, fields)} for child in getattr(draft, name).all()
        ]
    form = form_class(
        data=build_form_data(form_class, payload, instance=draft),
        instance=draft,
        parent_page=draft.get_parent(),
        for_user=user,
    )
    if not form.is_valid():
        raise FormValidationError.from_form(form)


def _values(instance: Any, names: Any) -> dict[str, Any]:
    values = model_to_dict(instance, fields=list(names))
    for name in values:
        field = instance._meta.get_field(name)
        if isinstance(field, StreamField):
            values[name] = getattr(instance, name).get_prep_value()
    return values


def _locked(page: Any) -> Any:
    """The page anew, which nobody else submits meanwhile."""
    Page.objects.select_for_update().get(pk=page.pk)
    return type(page).objects.get(pk=page.pk)
