"""What is missing for PDF, as a system check."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Info, register

from .sheets import engine


@register()
def check_engine(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without WeasyPrint sheets are printed by the browser: no fault, but worth knowing."""
    if engine.is_available():
        return []
    return [
        Info(
            "Sheets for notice boards are printed by the browser: WeasyPrint or Pango is missing.",
            hint='pip install "gongkai[sheets]"; apt-get install libpango-1.0-0 libpangoft2-1.0-0 '
            "libharfbuzz-subset0 fonts-noto-cjk",
            id="gongkai_notices.I001",
        )
    ]
