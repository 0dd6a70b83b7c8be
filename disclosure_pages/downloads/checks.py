"""System checks: fonts that the setting names and that cannot be printed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from ..conf import get_setting
from .pdf_fonts import SETTING, problem_with
from .pdf_system_fonts import ROLES


@register()
def check_report_fonts(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E010: the setting is a dictionary of known roles. W011: a file in it cannot be used."""
    chosen = get_setting(SETTING)
    if not isinstance(chosen, dict):
        return [
            Error(
                _("设置 %s 应当是字典，键是字体用途，值是字体文件的路径。") % SETTING,
                id="gongkai_pages.E010",
            )
        ]
    found: list[CheckMessage] = []
    for role, path in chosen.items():
        if role not in ROLES:
            found.append(
                Error(
                    _("设置 %(setting)s 中没有“%(role)s”这种用途，可用的是：%(roles)s。")
                    % {"setting": SETTING, "role": role, "roles": "、".join(ROLES)},
                    id="gongkai_pages.E010",
                )
            )
        elif problem := problem_with(str(path)):
            found.append(
                Warning(
                    _("年度报告PDF的字体“%(path)s”不能用：%(problem)s。")
                    % {"path": path, "problem": problem},
                    hint=_("请在设置 %s 中改用可以嵌入的中文字体（.ttf、.ttc、.otf）。") % SETTING,
                    id="gongkai_pages.W011",
                )
            )
    return found
