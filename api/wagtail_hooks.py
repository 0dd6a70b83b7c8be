"""What the API registers with Wagtail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from . import operations_hooks  # noqa: F401 - registers
from .preview import FrontEndMode
from .services.audit import CALL_ACTION

hooks.register("register_gongkai_preview_mode", FrontEndMode)


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history tells of writes through the API."""

    @actions.register_action(CALL_ACTION)
    class CallFormatter(LogFormatter):  # type: ignore[misc]  # Wagtail is untyped
        """Names the token."""

        label = _("通过接口写入")

        def format_message(self, log_entry: Any) -> str:
            """Which token of the user's it was."""
            return _now("通过接口写入，令牌“%(token)s”（%(prefix)s…）") % {
                "token": log_entry.data.get("token", ""),
                "prefix": log_entry.data.get("prefix", ""),
            }
