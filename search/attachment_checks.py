"""System check of the limits of reading files: what would else show up with the next upload."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.core.checks import CheckMessage, Error, register

from .conf import get_setting
from .extract.limits import Limits

_SETTING = "GONGKAI_SEARCH_EXTRACTION_LIMITS"


def register_checks() -> None:
    """Have Django run the check."""
    register(check_limits)


def check_limits(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whether the host's limits have the names and values of ours."""
    chosen = get_setting(_SETTING)
    known = [field.name for field in fields(Limits)]
    if not isinstance(chosen, dict):
        return [_error(f"{_SETTING} is no dictionary.", known)]
    found: list[CheckMessage] = []
    for name, value in chosen.items():
        if name not in known:
            found.append(_error(f"{_SETTING} names {name!r}, which is no limit.", known))
        elif not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
            message = f"{_SETTING} sets {name} to {value!r}, which is no number above 0."
            found.append(_error(message, known))
    return found


def _error(message: str, known: list[str]) -> Error:
    hint = f"Limits are {', '.join(known)}; see Limits in extract/limits.py."
    return Error(message, hint=hint, id="gongkai_search.E010")
