"""Views of one object, closed to whoever does not keep the board."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.auth import permission_denied
from wagtail.permissions import policy_registry

View = Callable[..., HttpResponseBase]


def guarded(view: View, model: Any, actions: list[str]) -> View:
    """``view``, refused where the user may do none of ``actions`` with the object it is asked for.

    Wagtail's generic views ask only for the model's permission.
    """

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = kwargs.get("pk", args[0] if args else None)
        if key is not None and not _may(request.user, model, key, actions):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        return view(request, *args, **kwargs)

    return guard


def _may(user: Any, model: Any, key: Any, actions: list[str]) -> bool:
    key = unquote(str(key))
    instance = model._default_manager.filter(pk=key).first() if key.isdecimal() else None
    policy = policy_registry.get_by_type(model)
    # What is not there the view says itself.
    return instance is None or any(
        policy.user_has_permission_for_instance(user, action, instance) for action in actions
    )
