"""Changes Wagtail's v3 API before its addresses are asked for: runs in ``ready()``."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from . import fields

_OURS = "gongkai_"

_knows_codes = False


def prepare() -> None:
    """Codes for keys, errors in Chinese, and operations of our own."""
    global _knows_codes  # noqa: PLW0603 - once, while the process starts
    _knows_codes = fields.register()
    _close_other_pages()
    from wagtail.api.v3.api import api

    from . import problems, router

    problems.install(api)
    api.add_router(router.PREFIX, router.router)
    register(check_order)


def _close_other_pages() -> None:
    """Leave the pages of ours that have no field to write to the admin: what other systems could
    make of them would be shells without what they need."""
    from wagtail.api import APIField
    from wagtail.api.v3.registry import registry
    from wagtail.models import get_page_models

    for model in get_page_models():
        is_ours = model._meta.app_label.startswith(_OURS)
        registration = registry.get(model._meta.label)
        if is_ours and registration and not APIField.get_writable_fields_for_model(model):
            registration.create_schema = registration.patch_schema = None


def check_order(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where another app had Wagtail make its schemas before this one was ready."""
    if _knows_codes:
        return []
    return [
        Warning(
            "The v3 API takes keys instead of codes: its schemas were made before this app was "
            "ready.",
            hint="In INSTALLED_APPS put it before wagtail.documents, wagtail.images and "
            "wagtail.snippets.",
            id="gongkai_api.W001",
        )
    ]
