"""The printed 目录 among the downloads of the public lists."""

from __future__ import annotations

from functools import partial
from typing import Any

from wagtail import hooks

from ..rooms import catalogue
from .serving import FORMATS, answer, most_items


@hooks.register("register_gongkai_list_downloads")
def offer_prints() -> list[Any]:
    """Word and Excel."""
    offered = catalogue("list_downloads").ListDownload
    return [
        offered(each.code, each.label, most_items(), partial(answer, each))
        for each in FORMATS.values()
    ]
