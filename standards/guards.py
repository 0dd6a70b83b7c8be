"""Views of one object, closed to whoever keeps another column."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.auth import permission_denied
from wagtail.permissions import policy_registry

View = Callable[..., HttpResponseBase]
_ACTIONS = ["add", "change", "delete", "view"]


def guarded(view: View, model: Any) -> View:
    """``view``, refused where the object that it is asked for is not the user's.

    Wagtail's views of snippets ask only for the model's permission.
    """

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = kwargs.get("pk", args[0] if args else None)
        if key is not None and not _may_see(request.user, model, key):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        return view(request, *args, **kwargs)

    return guard


def _may_see(user: Any, model: Any, key: Any) -> bool:
    key = unquote(str(key))
    instance = model._default_manager.filter(pk=key).first() if key.isdigit() else None
    # What is not there the view says itself.
    policy = policy_registry.get_by_type(model)
    return instance is None or policy.user_has_any_permission_for_instance(user, _ACTIONS, instance)
