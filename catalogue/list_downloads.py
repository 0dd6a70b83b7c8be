"""Files of a list that an upper app makes, besides the catalogue's own.

An app registers a function under the Wagtail hook ``register_gongkai_list_downloads``; it takes
nothing and returns some :class:`ListDownload`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail import hooks

HOOK = "register_gongkai_list_downloads"


@dataclass(frozen=True)
class ListDownload:
    """A file of a list.

    Attributes:
        code: last part of the address below ``export/``, a slug.
        label: its name for readers.
        most: items that one file has at most; a longer list does not offer it.
        export: makes the answer, as the functions of ``exports.EXPORTERS`` do.
    """

    code: str
    label: Any
    most: int
    export: Callable[..., Any]


def list_downloads() -> dict[str, ListDownload]:
    """What the apps above offer, by code."""
    return {each.code: each for offer in hooks.get_hooks(HOOK) for each in offer()}
