"""Where the registers meet Wagtail's admin and the statistics."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from .admin import RegisterGroup
from .confirmation_view import CONFIRMATIONS, ConfirmationsView
from .models import ROWS
from .services import CONFIRM, WITHDRAW
from .sources import RegisterFigures

modeladmin_register(RegisterGroup)


@hooks.register("register_gongkai_statistics_source", order=100)
def register_register_figures() -> type[RegisterFigures]:
    """What the registers count."""
    return RegisterFigures


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_registers() -> list[str]:
    """The disclosure office keeps the registers and confirms them."""
    models = [model._meta.model_name for model in ROWS]
    return [
        *(
            f"gongkai_pages.{action}_{model}"
            for model in models
            for action in ("add", "change", "delete", "view")
        ),
        CONFIRM,
        WITHDRAW,
        "gongkai_pages.view_registerconfirmation",
    ]


@hooks.register("register_admin_urls")
def add_confirmations() -> list[Any]:
    """The page of confirming."""
    return [
        path("gongkai-register-confirmations/", ConfirmationsView.as_view(), name=CONFIRMATIONS)
    ]


@hooks.register("register_log_actions")
def register_confirmation_actions(actions: Any) -> None:
    """Name what happens to confirmations in the history."""

    @actions.register_action("gongkai_pages.confirm_register")
    class ConfirmFormatter(LogFormatter):
        label = _("确认台账")

        def format_message(self, log_entry: Any) -> str:
            """What was confirmed: so many rows."""
            return _("确认了台账，共%d条记录") % log_entry.data["rows"]

    actions.register_action(
        "gongkai_pages.withdraw_confirmation", _("撤销台账确认"), _("撤销了台账的确认")
    )
