"""What the search has for opening files that came from elsewhere: sizes promised and kept, no
document types, no entities. Taken wherever the host has installed it."""

from __future__ import annotations

from importlib import import_module
from typing import IO, Any

from django.apps import apps

_LABEL = "gongkai_search"
# Of a report: tables and text. With pictures within, a package may be larger.
_MOST_UNPACKED_MIB = 150


def _module(name: str) -> Any:
    return import_module(f"{apps.get_app_config(_LABEL).name}.extract.{name}")


def limits_module() -> Any:
    """``search.extract.limits``."""
    return _module("limits")


def office_module() -> Any:
    """``search.extract.office``."""
    return _module("office")


def cannot_read() -> type[Exception]:
    """The exception by which a file is refused."""
    refusal: type[Exception] = _module("result").CannotRead
    return refusal


def open_limited(file: IO[bytes]) -> Any:
    """A ZIP container that promises no more than a report can hold.

    Raises:
        CannotRead: it is broken, or promises too much.
    """
    limits = limits_module()
    return limits.open_container(file, limits.Limits(unpacked_mib=_MOST_UNPACKED_MIB))
