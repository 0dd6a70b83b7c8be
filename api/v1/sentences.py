"""What pydantic found wrong with a parameter, as a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By pydantic's type of error; the values are those of its context.
_SENTENCES: dict[str, Any] = {
    "missing": gettext_lazy("必须填写。"),
    "int_parsing": gettext_lazy("应为整数。"),
    "int_type": gettext_lazy("应为整数。"),
    "int_parsing_size": gettext_lazy("数字过大。"),
    "bool_parsing": gettext_lazy("应为true或者false。"),
    "greater_than_equal": gettext_lazy("应不小于%(ge)s。"),
    "less_than_equal": gettext_lazy("应不大于%(le)s。"),
    "string_too_long": gettext_lazy("最多%(max_length)s个字符。"),
    "string_too_short": gettext_lazy("至少%(min_length)s个字符。"),
    "string_pattern_mismatch": gettext_lazy("格式不对。"),
}
_DATE = gettext_lazy("应为日期，如2013-03-04。")
_TIME = gettext_lazy("应为日期，或者带时区的时间，如2013-03-04T08:00:00+08:00。")
_QUOTED = re.compile(r"'([^']*)'")


def sentence_of(error: Mapping[str, Any]) -> str:
    """A sentence on one of pydantic's errors."""
    kind = error["type"]
    context = error.get("ctx", {})
    if kind in {"enum", "literal_error"}:
        choices = _QUOTED.findall(str(context.get("expected", "")))
        return _("没有这个选项，可选：%s。") % "、".join(choices)
    if kind.startswith("datetime"):
        return str(_TIME)
    if kind.startswith("date"):
        return str(_DATE)
    if kind in _SENTENCES:
        return str(_SENTENCES[kind]) % context
    return _("取值不对。")
